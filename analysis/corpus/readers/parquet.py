"""Parquet tables: one article a row."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.corpus.records import Record, Rejection, as_record, our_fields


def read(path: Path) -> Iterator[Record | Rejection]:
    """Read batch by batch and only the columns that are used; rows are counted from 1."""
    try:
        table = pq.ParquetFile(path)
    except pa.ArrowException as error:
        yield Rejection("", f"not a Parquet file: {str(error).splitlines()[0]} Deliver it again")
        return
    with table:
        names = table.schema_arrow.names
        used = [name for name in names if our_fields({name: "x"})]
        if "text" not in our_fields(dict.fromkeys(used, "x")):
            yield as_record("", dict.fromkeys(names))
            return
        number = 0
        for batch in table.iter_batches(batch_size=1000, columns=used):
            for row in batch.to_pylist():
                number += 1
                yield as_record(str(number), row)
