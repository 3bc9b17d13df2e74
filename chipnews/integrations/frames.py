"""Data frames of pandas and polars with the columns and types of the schema."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal, overload

from ..document import Document
from ..export.schema import Record, Type, columns_of, needs
from ..export.tables import rows as table_rows

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

__all__ = ["to_frame"]


@overload
def to_frame(documents: Document | Iterable[Document], rows: str = ..., library: Literal["pandas"] = ...) -> pd.DataFrame: ...
@overload
def to_frame(documents: Document | Iterable[Document], rows: str = ..., *, library: Literal["polars"]) -> pl.DataFrame: ...
@overload
def to_frame(documents: Document | Iterable[Document], rows: str = ..., library: None = ...) -> Any: ...
def to_frame(documents: Document | Iterable[Document], rows: str = "spans", library: Literal["pandas", "polars"] | None = None) -> Any:
    """Documents as a data frame.

    Args:
        documents: one, or any number, such as `Pipeline.pipe` gives.
        rows: what a row is: ``spans``, ``actions`` or ``documents``; `chipnews.export.schema.TABLES` tells the columns.
        library: ``pandas`` or ``polars``; None takes the one that is installed, pandas where both are.

    Returns:
        A frame with every column of the table, in pandas of types that can be null (``string``, ``Int64``, ``boolean``);
        without documents it is empty and has the same columns and types.

    Raises:
        TypeError: for what is no document.
        ValueError: for rows or a library that do not exist.
        ModuleNotFoundError: where the library is not installed.
    """
    columns = columns_of(rows)
    if library is None:
        library = "polars" if find_spec("pandas") is None and find_spec("polars") is not None else "pandas"
    if library not in ("pandas", "polars"):
        raise ValueError(f"there is no library {library!r}; a frame is one of pandas or polars")
    found = list(table_rows(documents, rows))
    if library == "polars":
        pl = needs("polars", "polars")
        return pl.DataFrame(found, schema={column.name: _polars_type(pl, column.type) for column in columns}, orient="row")
    pd = needs("pandas", "pandas")
    types = {"string": "string", "int64": "Int64", "double": "float64", "bool": "boolean"}
    return pd.DataFrame({c.name: pd.Series([row[c.name] for row in found], dtype=types.get(c.type, "object") if isinstance(c.type, str) else "object") for c in columns})


def _polars_type(pl: Any, type_: Type) -> Any:
    if isinstance(type_, Record):
        record = pl.Struct({column.name: _polars_type(pl, column.type) for column in type_.columns})
        return pl.List(record) if type_.repeated else record
    plain = {"string": pl.String, "int64": pl.Int64, "double": pl.Float64, "bool": pl.Boolean}
    return pl.List(plain[type_[5:-1]]) if type_.startswith("list<") else plain[type_]
