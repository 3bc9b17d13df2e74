"""The one function of Arrow that serves Spark, Ray Data, DuckDB and polars: a batch of texts in, a batch of annotations out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from ..export.schema import arrow_schema, columns_of, needs
from ..export.tables import error_row, rows
from ..pipeline import Pipeline, default_pipeline

if TYPE_CHECKING:
    import pyarrow as pa

    Batch = TypeVar("Batch", pa.RecordBatch, pa.Table)

__all__ = ["annotate_batch"]


def annotate_batch(batch: Batch, text: str = "text", id: str | None = None, *, table: str = "documents", pipeline: Pipeline | None = None) -> Batch:
    """Annotate the texts of an Arrow batch.

    Args:
        batch: a record batch or a table.
        text: name of its column of strings.
        id: name of the column that identifies a text; its values become strings. None: the ids are null.
        table: ``documents`` gives one row for each row, in order, a null text as a row with an ``error``; ``spans`` and
            ``actions`` give flat rows, have nothing to say of a null text, and need an id.
        pipeline: the default one if None.

    Returns:
        What came, a record batch or a table, with the columns of `chipnews.export.schema.TABLES`.

    Raises:
        ValueError: if a column is missing or holds no strings, or flat rows were asked for without an id.
    """
    arrow = needs("pyarrow", "arrow")
    columns_of(table)
    if id is None and table != "documents":
        raise ValueError(f"rows of {table} need the name of the id column, by which each can be joined to its text")
    texts = _column(batch, text)
    if not (arrow.types.is_string(texts.type) or arrow.types.is_large_string(texts.type) or arrow.types.is_string_view(texts.type) or arrow.types.is_null(texts.type)):
        raise ValueError(f"the column {text!r} must hold strings, not {texts.type}")
    ids = [None] * batch.num_rows if id is None else [None if value is None else str(value) for value in _column(batch, id).to_pylist()]
    items = list(zip(ids, texts.to_pylist(), strict=True))

    def annotated() -> Iterator[dict[str, Any]]:
        documents = (pipeline or default_pipeline()).pipe((name, said) for name, said in items if said is not None)
        for name, said in items:
            if said is not None:
                yield from rows([next(documents)], table)
            elif table == "documents":
                yield error_row(name, f"the column {text!r} is null")

    return type(batch).from_pylist(list(annotated()), schema=arrow_schema(table))


def _column(batch: Any, name: str) -> Any:
    if name not in batch.schema.names:
        raise ValueError(f"there is no column {name!r}; the columns are {', '.join(batch.schema.names)}")
    return batch.column(name)
