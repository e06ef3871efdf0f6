"""The corpus: articles cleaned, dated and counted once, and what was selected of them.

`ingest` and `part` make one, `store` writes and opens its tables, `query` gives `Corpus` and `Selection` to notebooks,
`concordance` finds phrases; `by_hand` holds what people coded, `account` tells in sentences what happened. `text` and
`copies` are lent to the reading.
"""

__all__ = ["account", "by_hand", "concordance", "copies", "ingest", "part", "query", "records", "store", "text"]
