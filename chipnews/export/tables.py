"""Rows of plain types in the order of the schema, and Arrow tables of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from ..document import SCHEMA, Document, surface_id
from ..errors import SchemaError
from ..spans import Span
from .schema import OPTIONAL, ROLES, Column, Record, arrow_schema, columns_of, needs

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["batches", "error_row", "from_row", "rows", "to_arrow"]


def rows(documents: Document | Iterable[Document], table: str = "documents") -> Iterator[dict[str, Any]]:
    """Yield the rows of a table, each with the columns of the schema in their order.

    Lone surrogates, which neither Arrow nor any database holds, become U+FFFD; every offset stays what it was.

    Args:
        documents: one, or any number, which are read one by one.
        table: ``documents`` (a row each, nested), ``spans`` (a row a span) or ``actions`` (a row a policy action).

    Raises:
        TypeError: for what is no document.
        ValueError: for a table that does not exist.

    >>> import chipnews
    >>> [(row["doc_id"], row["actor"], row["object_id"]) for row in rows([chipnews.extract("美國放行輝達H20")], "actions")]
    [('0', ['美國'], ['nvidia-h20'])]
    """
    columns = columns_of(table)
    for number, document in enumerate([documents] if isinstance(documents, Document) else documents):
        if not isinstance(document, Document):
            raise TypeError(f"expected documents, as Pipeline.extract and Pipeline.pipe give them, found {type(document).__name__}: {document!r:.80}")
        record = _encodable(document.to_dict())
        if table == "documents":
            yield _filled(columns, {**record, "id": None if document.id is None else str(record["id"])})
            continue
        doc_id = str(number if document.id is None else record["id"])
        for position, item in enumerate(record[table]):
            yield _filled(columns, {**(item if table == "spans" else _said(item, record["spans"])), "doc_id": doc_id, "position": position})


def error_row(id: str | int | None, error: str) -> dict[str, Any]:
    """The row of table ``documents`` for a text that could not be read: nothing is lost in silence."""
    filled = {"schema": SCHEMA, "id": None if id is None else _replaced(str(id)), "spans": [], "actions": [], "error": _replaced(error)}
    return _filled(columns_of("documents"), filled)


def from_row(row: Mapping[str, Any]) -> Document:
    """The document of a row of table ``documents``, such as ``table.to_pylist()`` or a Parquet reader gives; its id is a string.

    Raises:
        SchemaError: if the row holds an error, or does not fit; see `Document.from_dict`.
    """
    if row.get("error") is not None:
        raise SchemaError(f"the row with the id {row.get('id')!r} holds an error in place of a document: {row['error']}")
    actions = [{name: value for name, value in action.items() if value is not None or name not in OPTIONAL} for action in row["actions"]]
    return Document.from_dict({name: value for name, value in {**row, "actions": actions}.items() if name != "error"})


def to_arrow(documents: Document | Iterable[Document], table: str = "documents") -> pa.Table:
    """Documents as an Arrow table with the fixed schema.

    Args:
        documents: one, or any number, such as `Pipeline.pipe` gives.
        table: what a row is: ``documents`` (nested), ``spans`` or ``actions``; `chipnews.export.schema.TABLES` tells the columns.

    Returns:
        A table with every column; without documents it is empty and has the same columns and types. The version of the schema stands in its metadata.

    Raises:
        TypeError: for what is no document.
        ValueError: for a table that does not exist.
        ModuleNotFoundError: where pyarrow is not installed.
    """
    return needs("pyarrow", "arrow").Table.from_batches(batches(documents, table), schema=arrow_schema(table))


def batches(documents: Document | Iterable[Document], table: str = "documents", size: int = 1000) -> Iterator[pa.RecordBatch]:
    """Yield Arrow record batches with the fixed schema.

    Args:
        documents: in any number; no more than a batch of rows is held at once.
        table: as in `rows`.
        size: most rows in a batch.
    """
    make, schema, stream = needs("pyarrow", "arrow").RecordBatch.from_pylist, arrow_schema(table), rows(documents, table)
    while some := list(islice(stream, size)):
        yield make(some, schema=schema)


def _filled(columns: Iterable[Column], record: Mapping[str, Any]) -> dict[str, Any]:
    """A record with every column in order; null where it says nothing."""
    row = {}
    for name, type_, _ in columns:
        value = record.get(name)
        if isinstance(type_, Record) and value is not None:
            value = [_filled(type_.columns, item) for item in value] if type_.repeated else _filled(type_.columns, value)
        row[name] = value
    return row


def _said(action: Mapping[str, Any], spans: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """An action with a role as words and ids, a place as start and end, and codes as fields of their own."""
    words, ids = [span["text"] for span in spans], [span["entity"] or surface_id(Span(**span)) for span in spans]
    row = {**action, **(action.get("codes") or {})}
    row["extent_start"], row["extent_end"] = action.get("extent") or (None, None)
    row["condition_start"], row["condition_end"] = action.get("condition_place") or (None, None)
    for role in (column.name for column in ROLES):
        places = action.get(role)
        for name, said in ((role, words), (f"{role}_id", ids)):
            row[name] = None if places is None else said[places] if isinstance(places, int) else [said[i] for i in places]
    return row


def _encodable(record: dict[str, Any]) -> dict[str, Any]:
    """The record, with what UTF-8 cannot hold replaced."""
    try:
        f"{record['text']}{record['id']}".encode()
    except UnicodeEncodeError:
        return {name: _replaced(value) for name, value in record.items()}
    return record


def _replaced(value: Any) -> Any:
    if isinstance(value, str):
        return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in value)
    if isinstance(value, dict):
        return {name: _replaced(item) for name, item in value.items()}
    return [_replaced(item) for item in value] if isinstance(value, list) else value
