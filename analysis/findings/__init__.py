"""Findings: each defined once, as an object with a table, a plot and a sentence; pages and the paper use the same."""

from analysis.figures.output import say
from analysis.findings.audit import readers, unknowns
from analysis.findings.balance import balance
from analysis.findings.coverage import coverage
from analysis.findings.finding import Finding, lead, show, show_attributions
from analysis.findings.shares import shares

__all__ = [
    "Finding",
    "balance",
    "coverage",
    "lead",
    "readers",
    "say",
    "shares",
    "show",
    "show_attributions",
    "unknowns",
]
