"""Parquet tables: one article a row."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.corpus.records import Columns, Rejection, Row

BATCH = 200
"""Rows held at a time."""


def read(path: Path) -> Iterator[Columns | Row | Rejection]:
    """Read batch by batch; rows are counted from 1."""
    try:
        table = pq.ParquetFile(path)
    except pa.ArrowException as error:
        yield Rejection("", f"not a Parquet file: {str(error).splitlines()[0]} Deliver it again")
        return
    with table:
        yield Columns(tuple(table.schema_arrow.names))
        number = 0
        for batch in table.iter_batches(batch_size=BATCH):
            for row in batch.to_pylist():
                number += 1
                yield Row(str(number), row)
