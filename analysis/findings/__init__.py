"""Findings: each defined once, as an object with a table, a plot and a sentence; pages and the paper use the same."""

from analysis.figures.output import say
from analysis.findings.balance import balance
from analysis.findings.finding import Finding, lead, show
from analysis.findings.shares import shares

__all__ = ["Finding", "balance", "lead", "say", "shares", "show"]
