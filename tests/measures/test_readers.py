import numpy as np
import pandas as pd

from analysis.measures.readers import reader_agreement


def test_two_readers_agree_by_form():
    opinions = pd.DataFrame(
        {
            "form": ["direct", "direct", "indirect", "indirect", "indirect"],
            "found_by": ["both", "both", "both", "first only", "second only"],
            "same_source": [True, False, True, None, None],
        }
    )
    table = reader_agreement(opinions).set_index("form")
    assert table.loc["direct", ["agreement", "same_source"]].tolist() == [1.0, 0.5]
    assert table.loc["indirect", "agreement"] == 0.5
    assert table.loc["all", ["both", "first_only", "second_only"]].tolist() == [3, 1, 1]
    assert np.isnan(table.loc["mixed", "agreement"])
