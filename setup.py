"""What pyproject.toml cannot say: the top-level notebooks/ is the package analysis.notebooks once it is installed."""

from setuptools import find_namespace_packages, setup

setup(
    packages=[*find_namespace_packages(include=["analysis*"]), "analysis.notebooks"],
    package_dir={"analysis.notebooks": "notebooks"},
)
