"""The reading: attributions, sources with their codes, sentences and tones, article by article.

`read` reads or codes a corpus, `workers` shares it out, `second_opinion` reads by rules what a network read; `parser`
and `network` open what was trained elsewhere. The steps have rooms of their own.
"""

__all__ = [
    "attributions",
    "coding",
    "exchange",
    "network",
    "parser",
    "read",
    "second_opinion",
    "speakers",
    "tone",
    "workers",
]
