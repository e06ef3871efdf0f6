"""Arrays in, one estimate out: intervals, corrections and tests that know no outlets, labels or tables."""

from analysis.measures.estimators.alpha import METRICS, alpha, alpha_below, alpha_interval, coincidences
from analysis.measures.estimators.correction import (
    TOO_FEW_CODED,
    Missed,
    corrected_mean,
    corrected_ratio,
    corrected_ratios,
)
from analysis.measures.estimators.diversity import concentration, concentration_interval, rarefied, shannon
from analysis.measures.estimators.odds import contrast_odds, corrected_contrast_odds, log_odds
from analysis.measures.estimators.permutation import Tested, differences_within, holm, permutation_test
from analysis.measures.estimators.pools import overlap, people_to_expect, share_seen_once
from analysis.measures.estimators.ratios import (
    ALL_OR_NONE,
    ALL_SEEN,
    DOMINATED,
    NO_DATA,
    NO_SPREAD,
    NONE_SEEN,
    TOO_FEW,
    Estimate,
    bounded_interval,
    difference_interval,
    effective_clusters,
    equivalence_p,
    length_interval,
    mean_interval,
    share_interval,
    share_of_articles,
    spread_of,
    welch,
)
from analysis.measures.estimators.resampling import interval_of_moves, jackknife_interval
