"""Tables in, estimates out.

Every estimate comes from per-article sums: the article is the cluster, so every interval is linearised or
resampled by article and every test permutes articles. A table of estimates has its group columns, then
`estimate`, `low`, `high`, `n_attributions` (or `n_sentences`), `n_articles` and `note`; where no interval can
be had, `low` and `high` are missing and `note` says why.
"""
