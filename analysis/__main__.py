"""`python -m analysis` is the command `evenhand`."""

from analysis.cli import main

main()
