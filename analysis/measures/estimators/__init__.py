"""Arrays in, one estimate out: intervals, corrections and tests that know no outlets, labels or tables."""

from analysis.measures.estimators.correction import corrected_mean, corrected_ratio
from analysis.measures.estimators.diversity import concentration, hill_numbers, rarefied, shannon
from analysis.measures.estimators.odds import contrast_odds, log_odds
from analysis.measures.estimators.permutation import differences_within, holm, permutation_test
from analysis.measures.estimators.pools import overlap, people_to_expect, share_seen_once
from analysis.measures.estimators.ratios import (
    ALL_OR_NONE,
    NO_DATA,
    NO_SPREAD,
    ONE_ARTICLE,
    Estimate,
    difference_interval,
    length_interval,
    mean_interval,
    share_interval,
    share_of_articles,
)
from analysis.measures.estimators.resampling import jackknife_interval
