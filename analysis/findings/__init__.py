"""Findings: each defined once, as an object with a table, a plot and a sentence; pages and the paper use the same."""

from analysis.figures.output import say
from analysis.findings.agreement import agreement, coded_by_hand, corrected_shares, quality
from analysis.findings.audit import readers, unknowns
from analysis.findings.balance import balance
from analysis.findings.coverage import coverage
from analysis.findings.experts import experts
from analysis.findings.finding import Finding, lead, show, show_attributions
from analysis.findings.shares import shares
from analysis.findings.tone import mentions_of, tone_by_tool, tone_toward

__all__ = [
    "Finding",
    "agreement",
    "balance",
    "coded_by_hand",
    "corrected_shares",
    "coverage",
    "experts",
    "lead",
    "mentions_of",
    "quality",
    "readers",
    "say",
    "shares",
    "show",
    "show_attributions",
    "tone_by_tool",
    "tone_toward",
    "unknowns",
]
