import pandas as pd

from analysis.figures.network import describe_network, plot_network

LINKS = pd.DataFrame(
    [("A", "Weiss", 3), ("B", "Weiss", 1), ("B", "Holm", 1)], columns=["outlet", "actor", "articles"]
)  # fmt: skip
TOGETHER = pd.DataFrame([("Holm", "Weiss", 1)], columns=["first", "second", "articles"])


def test_the_network_names_everybody_and_says_who_joins(texts):
    assert {"A", "B", "Weiss", "Holm"} <= set(texts(plot_network(LINKS, TOGETHER)))
    assert "Holm" not in texts(plot_network(LINKS, TOGETHER, most=1))  # quoted by one outlet only
    assert describe_network(LINKS, TOGETHER) == (
        "2 outlets quote 2 experts. 1 is quoted by two outlets or more, most widely Weiss (2 outlets); "
        "1 pair of experts stands in the same article."
    )


def test_nobody_to_join_is_said(texts):
    assert any(
        "No expert is quoted" in text.replace("\n", " ") for text in texts(plot_network(LINKS[:0], TOGETHER[:0]))
    )
    assert describe_network(LINKS[:0], TOGETHER[:0]).startswith("No expert")
