import pandas as pd
import pytest

from analysis.errors import RequestError
from analysis.measures.officials import anonymous_share, official_dominance

TABLE = pd.DataFrame(
    {
        "outlet": "A",
        "article_id": ["a1", "a1", "a1", "a2", "a2"],
        "source_type": ["government", "citizen", "unknown", "government", "academic"],
        "anonymity": ["named", "named", "unknown", "anonymous", "named"],
    }
)


def test_dominance_is_of_the_known():
    found = official_dominance(TABLE, ["government"]).iloc[0]
    assert found["estimate"] == pytest.approx(2 / 4)
    assert found["n_attributions"] == 4


def test_anonymous_share_is_of_those_with_a_source():
    assert anonymous_share(TABLE).iloc[0]["estimate"] == pytest.approx(1 / 4)


def test_some_type_must_be_official():
    with pytest.raises(RequestError, match="at least one"):
        official_dominance(TABLE, [])
