"""Findings: each defined once, as an object with a table, a plot and a sentence; pages and the paper use the same."""

from analysis.figures import say
from analysis.findings.agreement import agreement, coded_by_hand, corrected_shares, quality
from analysis.findings.audit import readers, unknowns
from analysis.findings.balance import balance
from analysis.findings.change import breaks_at
from analysis.findings.coverage import coverage
from analysis.findings.cues import cue_classes, cue_log_odds
from analysis.findings.differences import compare_on_events, compare_with_rest, events_of, odds_on_events
from analysis.findings.estimates import (
    anonymous,
    diversity,
    first_turn,
    officials,
    one_sidedness,
    prominence,
    speech_length,
)
from analysis.findings.experts import experts
from analysis.findings.finding import LEAD, Finding, lead, show, show_attributions
from analysis.findings.paper import paper_of
from analysis.findings.paper_tables import reported_numbers, tables_of, tabulate
from analysis.findings.plan import plan, tell_plan
from analysis.findings.positions import positions
from analysis.findings.reply import right_of_reply
from analysis.findings.shares import shares
from analysis.findings.sources import top_sources
from analysis.findings.speaks import speaks_of
from analysis.findings.tone import mentions_of, tone_by_tool, tone_toward
