"""Who is cleared of something is not spoken ill of, and who is blamed for it is."""

import numpy as np

from analysis.reading.tone.model import TONES, mark_target, tone_of

PAIRS = [
    (
        "The tribunal ruled that *Marlow* had done nothing unlawful.",
        "The tribunal ruled that *Marlow* had acted unlawfully.",
    ),
    (
        "A review by two retired judges vindicated *Mayor Hollis*.",
        "A review by two retired judges condemned *Mayor Hollis*.",
    ),
    (
        "Investigators concluded that *Senator Pryce* was not involved in the leak.",
        "Investigators concluded that *Senator Pryce* was behind the leak.",
    ),
    (
        "The allegation that *Okafor* bribed the inspector turned out to be untrue.",
        "The inspector said *Okafor* bribed him twice.",
    ),
    (
        "All charges against *the governor* were thrown out on Friday.",
        "New charges were brought against *the governor* on Friday.",
    ),
    ("*Renner* was found innocent of the murder after eleven years.", "*Renner* was found guilty of the murder."),
    (
        "There is nothing to suggest that *Dr. Amin* falsified the data.",
        "There is strong evidence that *Dr. Amin* falsified the data.",
    ),
    ("The newspaper apologised to *Lindgren* for calling her a fraud.", "The newspaper called *Lindgren* a fraud."),
    ("Police said *Mr. Tate* was no longer a suspect.", "Police said *Mr. Tate* was the main suspect."),
    (
        "The appeal court overturned *Bellamy's* conviction for theft.",
        "The appeal court upheld *Bellamy's* conviction for theft.",
    ),
    (
        "Few people believe the rumours that *Castro* stole from the fund.",
        "*Castro* stole from the fund, the auditors said.",
    ),
    ("*The company* did not break any law, the regulator found.", "*The company* broke the law, the regulator found."),
    ("Witnesses said *Officer Dunn* never touched the prisoner.", "Witnesses said *Officer Dunn* beat the prisoner."),
    (
        "The committee rejected claims that *the minister* misled parliament.",
        "The committee found that *the minister* misled parliament.",
    ),
    (
        "It is simply not true that *Harper* abandoned the refugees.",
        "*Harper* abandoned the refugees, aid workers said.",
    ),
    (
        "The audit gave *Mayor Hollis* a clean bill of health.",
        "The audit found that *Mayor Hollis* had wasted millions.",
    ),
    ("Prosecutors admitted they had no case against *Voss*.", "*Voss* lied and cheated, her former partner said."),
    ("DNA evidence proved that *Kimura* was not the attacker.", "DNA evidence proved that *Kimura* was the attacker."),
    ("Contrary to reports, *Adeyemi* did not evade taxes.", "*Adeyemi* evaded taxes for years."),
    (
        "The jury took an hour to acquit *Sandoval* on every count.",
        "The jury took an hour to convict *Sandoval* on every count.",
    ),
    (
        "An ethics panel cleared *Representative Moss* of wrongdoing.",
        "An ethics panel rebuked *Representative Moss* for his conduct.",
    ),
    ("Nobody blames *the coach* for the defeat.", "Fans blame *the coach* for the defeat."),
]
"""Sentences that clear and that blame a *target*; none was trained on."""


def blames(sentences: tuple[str, ...]) -> int:
    """Count the sentences whose likeliest tone is negative."""
    parts = [sentence.split("*") for sentence in sentences]
    marked = [mark_target("".join(each), (len(each[0]), len(each[0]) + len(each[1]))) for each in parts]
    return int(np.sum(tone_of(marked).argmax(1) == TONES.index("negative")))


def test_clearing_is_told_from_blaming():
    cleared, blamed = zip(*PAIRS, strict=True)
    assert blames(cleared) <= 3
    assert blames(blamed) >= 21
