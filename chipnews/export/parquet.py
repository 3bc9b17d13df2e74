"""Parquet, by the Arrow schema of `chipnews.export.schema`. Offsets are code points.

The nested table ``documents`` holds everything, error records too, except that ids become strings and lone surrogates U+FFFD;
the flat tables ``spans`` and ``actions`` hold neither the texts nor errors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any

from ..document import Document
from ..errors import FormatError, SchemaError, place
from .formats import Failure
from .schema import TABLES, arrow_schema, needs
from .tables import error_row, from_row, rows

__all__ = ["read", "write"]

_ROWS = {"documents": 1_000, "spans": 100_000, "actions": 100_000}
"""Rows of a row group, some megabytes each: what is held in memory at once."""


def write(records: Iterable[Document | Failure], target: IO[bytes], lost: Counter[str], table: str = "documents") -> None:
    """Write a Parquet file, compressed with Zstandard.

    Args:
        records: read one by one.
        target: a binary stream.
        lost: counts what the table does not hold.
        table: one of `chipnews.export.schema.TABLES`.

    Raises:
        FormatError: for another table.
    """
    if table not in TABLES:
        raise FormatError(f"Parquet holds the table {', '.join(TABLES)}, not {table!r}")
    arrow, schema = needs("pyarrow", "arrow"), arrow_schema(table)
    stream = _rows(records, table, lost)
    with needs("pyarrow.parquet", "arrow").ParquetWriter(target, schema, compression="zstd") as writer:
        while some := list(islice(stream, _ROWS[table])):
            writer.write_table(arrow.Table.from_pylist(some, schema=schema))


def _rows(records: Iterable[Document | Failure], table: str, lost: Counter[str]) -> Iterator[dict[str, Any]]:
    for record in records:
        if isinstance(record, Document):
            count = 0
            for row in rows([record], table):
                count += 1
                yield row
            if not count:
                lost[f"documents without {table}"] += 1
            if isinstance(record.id, int) and table == "documents":
                lost["ids as numbers (they are strings)"] += 1
        elif table == "documents":
            yield error_row(record.id, f"{place(record.file, record.line)}: {record.error}")
        else:
            lost["error records"] += 1


def read(path: Path) -> Iterator[Document]:
    """Read the documents of a table ``documents``; error rows are passed over.

    Raises:
        FormatError: naming the row that is no document.
    """
    arrow = needs("pyarrow", "arrow")
    try:
        number = 0
        for batch in needs("pyarrow.parquet", "arrow").ParquetFile(path).iter_batches(batch_size=256):
            for row in batch.to_pylist():
                number += 1
                if row.get("error") is None:
                    yield from_row(row)
    except SchemaError as error:
        raise FormatError(str(error), file=str(path), line=number) from error
    except arrow.ArrowException as error:
        raise FormatError(f"cannot read the file as Parquet: {error}", file=str(path)) from error
