"""Tables in, estimates out.

Every estimate comes from per-article sums: the article is the cluster, or the event where few events carry many
articles, so every interval leaves out articles or redraws them and every test moves articles. A table of estimates has
its group columns, then `estimate`, `low`, `high`, `n_attributions` (or `n_sentences`, `n_mentions`), `n_articles`,
`effective_articles` (as many of equal weight would tell as much) and `note`; where no interval can be had (fewer than
five articles, fewer than ten attributions …), `low` and `high` are missing and `note` says why. Every measure takes any
table of rows with the columns that it names. What computes with arrays alone is in `estimators`.
"""

from analysis.corpus.by_hand import ADJUDICATED, decided_codes
from analysis.measures.agreement import (
    PEOPLE,
    agreement_table,
    attribution_quality,
    confusion,
    confusion_table,
    contested,
    krippendorff_alpha,
)
from analysis.measures.audit import (
    BANDS,
    FORMS,
    PERIODS,
    article_lengths,
    articles_over_time,
    confidence_bands,
    corpus_summary,
    frequent_cues,
    reader_agreement,
    reading_summary,
    shared_stories,
)
from analysis.measures.balance import (
    balance,
    balance_bounds,
    balance_within_articles,
    compared_sides,
    sides_per_article,
)
from analysis.measures.change import breaks_at
from analysis.measures.correction import corrected_balance, corrected_odds, corrected_shares, corrected_tone
from analysis.measures.counting import (
    by_group,
    in_all,
    in_units,
    selection,
    split,
)
from analysis.measures.cues import CLASSES, cue_lemma, cue_log_odds, with_cue_class
from analysis.measures.differences import (
    FAILED,
    FEW,
    OTHERS,
    against_others,
    compare_with_rest,
    largest_outlet,
    odds_by_outlet,
)
from analysis.measures.diversity import DIVERSITY_MEASURES, diversity
from analysis.measures.events import (
    event_table,
    find_events,
    same_event_difference,
    some_weeks,
    with_events,
)
from analysis.measures.experts import (
    CONCENTRATION_MEASURES,
    EXPERT_COLUMNS,
    expert_attributions,
    expert_concentration,
    expert_curve,
    expert_share,
    expert_table,
    gender_bounds,
    outlets_and_experts,
    outlets_per_expert,
    quoted_together,
    shared_experts,
    with_organisation,
)
from analysis.measures.hand_codes import (
    ARTICLE,
    ATTRIBUTION,
    CODES,
    MARKS,
    MENTION,
    MISSED,
    NO,
    SHARED,
    TONES,
    YES,
    as_code,
    coder_counts,
    first_codes,
    machine_codes,
    mention_ids,
    missed_attributions,
    standing_codes,
)
from analysis.measures.planning import (
    WRONG,
    articles_for_difference,
    articles_needed,
    articles_to_code,
    plan_balance,
    stratum_sizes,
    width_with_more,
)
from analysis.measures.position import PLACED, PLACES, first_turn, prominence
from analysis.measures.reply import (
    BLAME,
    OUTCOMES,
    accusations,
    accusing_cues,
    no_reply_words,
    right_of_reply,
    without_reply,
)
from analysis.measures.shares import (
    OFFICIAL,
    anonymous_share,
    official_dominance,
    shares,
    speech_length,
    top_sources,
)
from analysis.measures.specifications import (
    BALANCE_CHOICES,
    COUNTED,
    LEFT_OUT,
    LOWER,
    RAISE,
    TONE_CHOICES,
    balance_specifications,
    extreme_outlets,
    own_specification,
    tone_specifications,
)
from analysis.measures.tone import (
    ENOUGH,
    MENTIONED,
    MODEL,
    NEUTRAL,
    PROBABILITIES,
    TOOLS,
    answered,
    by_confidence,
    conflict_vocabulary,
    disagreement,
    judged_by_tools,
    mean_tone,
    most_disputed,
    scored_sentences,
    sign_changes,
    sign_table,
    signs,
    targeted_sentences,
    tone_by_tool,
    tone_toward,
    tool_agreement,
)
