"""Annotation on a Spark cluster.

Spark (https://spark.apache.org) needs Java, and chipnews installed where its Python workers run. Texts go to the workers and
annotations come back as Arrow batches; each worker process makes one pipeline and keeps it for all its tasks.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from ..export.schema import spark_schema
from ..pipeline import Pipeline
from .arrow import annotate_batch

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

__all__ = ["annotate"]

ROWS = 500
"""Texts that a worker holds at once with their annotations."""


def annotate(df: DataFrame, text_col: str = "text", id_col: str | None = "id", *, table: str = "documents", pipeline: Pipeline | None = None) -> DataFrame:
    """Annotate a column of a Spark data frame.

    A text without a value becomes a row with an ``error``, so that no row is lost. Equal input gives equal output, so that
    Spark may run a task again when an executor dies.

    Args:
        df: any data frame of Spark or Spark Connect.
        text_col: its column of strings.
        id_col: its column that identifies a text; the result has it as a string, and further columns are joined by it.
        table: what a row of the result is: ``documents`` (nested), ``spans`` or ``actions``.
        pipeline: the default one if None. It is shipped once, in its pickled form: the shipped lexicon as its name,
            another lexicon with its entries, which Spark broadcasts.

    Raises:
        ValueError: if there is no such column or table.
    """
    for name in (text_col, id_col):
        if name is not None and name not in df.columns:
            raise ValueError(f"there is no column {name!r}; the columns are {', '.join(df.columns)}")
    wanted = [text_col, *([id_col] if id_col not in (None, text_col) else [])]
    work = partial(annotate_batches, pickled=pickle.dumps(pipeline or Pipeline()), text=text_col, id=id_col, table=table)
    return df.select(*[df[f"`{name}`"] for name in wanted]).mapInArrow(work, spark_schema(table))


def annotate_batches(batches: Iterable[pa.RecordBatch], *, pickled: bytes, text: str, id: str | None, table: str) -> Iterator[pa.RecordBatch]:
    """What a task does. Spark finds it by its name in the worker, so that the worker's pipeline is kept from task to task."""
    for batch in batches:
        for start in range(0, batch.num_rows, ROWS):
            yield annotate_batch(batch.slice(start, ROWS), text, id, table=table, pipeline=pipeline_of(pickled))


@lru_cache(maxsize=4)
def pipeline_of(pickled: bytes) -> Pipeline:
    """The pipeline of this worker process."""
    pipeline: Pipeline = pickle.loads(pickled)
    return pipeline
