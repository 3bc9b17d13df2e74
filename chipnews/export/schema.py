"""The columns of every table, written down once: nested (a row a document) and flat (a row a span, a row an action).

The version is `chipnews.document.SCHEMA`; Arrow schemas carry it in their metadata under ``chipnews.schema``. No type is
ever inferred from data, so that an empty table has the same columns as a full one. Offsets are code points, half-open.
To add a column is one line here: the nested tables take it from `Document.to_dict`, the flat ones by its name.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from ..document import SCHEMA

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["OPTIONAL", "ROLES", "TABLES", "Column", "Record", "Type", "arrow_schema", "columns_of", "needs", "spark_schema"]


class Column(NamedTuple):
    """A name, a type and what it means."""

    name: str
    type: Type
    """``string``, ``int64``, ``double``, ``bool``, ``list<…>`` of one of these, or a `Record`. All may be null."""
    meaning: str


class Record(NamedTuple):
    """Columns as the type of one column: one record, or a list of them."""

    columns: tuple[Column, ...]
    repeated: bool = False


Type = str | Record

_PLACE = (
    Column("start", "int64", "first code point"),
    Column("end", "int64", "code point after the last"),
    Column("text", "string", "the words as they stand there"),
)

_SPAN = (
    *_PLACE,
    Column("label", "string", "one of chipnews.LABELS"),
    Column("entity", "string", "id of the lexicon entity; null for a name that no lexicon holds"),
    Column("name", "string", "canonical name"),
    Column("source", "string", "how it was found; see chipnews.Span.source"),
    Column("score", "double", "confidence in [0, 1]"),
    Column("parent", "int64", "index of the smallest span around this one"),
)

_ACT = (
    *_PLACE,
    Column("type", "string", "one of chipnews.document.TYPES"),
    Column("direction", "string", "one of chipnews.document.DIRECTIONS"),
    Column("status", "string", "one of chipnews.document.STATUSES"),
    Column("negated", "bool", "whether the trigger stands under a negation"),
    Column("condition", "string", "the words that make the act conditional"),
)

_CODES = (
    Column("mast", "list<string>", "UNCTAD MAST 2019"),
    Column("gta", "list<string>", "Global Trade Alert"),
    Column("cameo", "list<string>", "CAMEO"),
    Column("plover", "list<string>", "PLOVER"),
)
"""Codes of the act in other classifications."""

_DETAILS = (
    Column("amount", "string", "rate, sum or share as written"),
    Column("start_date", "string", "from when, as written"),
    Column("end_date", "string", "until when, or for how long, as written"),
    Column("condition_kind", "string", "of what kind the condition is"),
    Column("evidence", "string", "on whose word it is told: official, media, anonymous"),
)

ROLES = (
    Column("actor", "list<int64>", "who acts"),
    Column("target", "list<int64>", "on whom"),
    Column("object", "list<int64>", "about what"),
    Column("instrument", "int64", "by which law, rule or list"),
    Column("agency", "list<int64>", "those of the actors that are agencies"),
    Column("destination", "list<int64>", "those of the targets that goods, capital or technology would go to"),
    Column("source", "int64", "the outlet that tells of it"),
)
"""Roles are indices into the document's spans; in the flat table words, and ids in a second column."""

_ROW = (
    Column("doc_id", "string", "id of the document, or its position among the documents, from 0, where it has none"),
    Column("position", "int64", "place among the spans or actions of the document, from 0"),
)


_NESTED = (
    Column("extent", "list<int64>", "first code point of the whole act and the one after its last, discontiguous parts included"),
    Column("condition_place", "list<int64>", "first code point of the condition and the one after its last"),
    Column("codes", Record(_CODES), "the act in other classifications"),
)
_FLAT = (
    Column("extent_start", "int64", "first code point of the whole act, discontiguous parts included"),
    Column("extent_end", "int64", "code point after its last"),
    Column("condition_start", "int64", "first code point of the condition"),
    Column("condition_end", "int64", "code point after its last"),
    *_CODES,
)
"""What the nested table holds in one field and the flat one in several."""

OPTIONAL = frozenset({"agency", "destination", "source", *(column.name for column in (*_DETAILS, *_NESTED))})
"""Fields of an action that a record may lack; they are null then."""


def _said(role: Column) -> tuple[Column, Column]:
    """The two flat columns of a role: its words, and its ids."""
    type_ = "list<string>" if role.type == "list<int64>" else "string"
    return Column(role.name, type_, role.meaning), Column(f"{role.name}_id", type_, "entity id, or label:name for a name that no lexicon holds (chipnews.document.surface_id)")


TABLES: dict[str, tuple[Column, ...]] = {
    "documents": (
        Column("schema", "string", "version of this schema"),
        Column("id", "string", "id of the document; a whole number in digits"),
        Column("text", "string", "the text as given; null where there is an error"),
        Column("script", "string", "Hant, Hans, mixed or null"),
        Column("region", "string", "TW, HK, CN or null: whose press the text reads like"),
        Column("spans", Record(_SPAN, repeated=True), "sorted by (start, -end)"),
        Column("actions", Record((*_ACT, *ROLES, *_DETAILS, *_NESTED), repeated=True), "in order of the text"),
        Column("error", "string", "why there is no annotation; null where there is one"),
    ),
    "spans": (*_ROW, *_SPAN),
    "actions": (*_ROW, *_ACT, *(column for role in ROLES for column in _said(role)), *_DETAILS, *_FLAT),
}
"""The tables by what a row of them is."""


def needs(module: str, extra: str) -> Any:
    """Import a package that only some users need.

    Raises:
        ModuleNotFoundError: with the command that installs it.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module.split(".")[0]:
            raise
        raise ModuleNotFoundError(f'{error.name} is not installed: pip install "chipnews[{extra}]"', name=error.name) from None


def columns_of(table: str) -> tuple[Column, ...]:
    """The columns of a table.

    Raises:
        ValueError: naming the tables that there are.
    """
    if table not in TABLES:
        raise ValueError(f"there is no table {table!r}; a row is one of {', '.join(TABLES)}")
    return TABLES[table]


def arrow_schema(table: str = "documents") -> pa.Schema:
    """The Arrow schema of a table, with the version in its metadata.

    Args:
        table: ``documents``, ``spans`` or ``actions``.
    """
    arrow = needs("pyarrow", "arrow")
    plain = {"string": arrow.string(), "int64": arrow.int64(), "double": arrow.float64(), "bool": arrow.bool_()}

    def of(type_: Type) -> Any:
        if isinstance(type_, Record):
            record = arrow.struct([(c.name, of(c.type)) for c in type_.columns])
            return arrow.list_(record) if type_.repeated else record
        return arrow.list_(plain[type_[5:-1]]) if type_.startswith("list<") else plain[type_]

    return arrow.schema([(c.name, of(c.type)) for c in columns_of(table)], metadata={"chipnews.schema": SCHEMA})


def spark_schema(table: str = "documents") -> str:
    """The same schema in Spark's words.

    >>> spark_schema("spans").split(", ")[:4]
    ['`doc_id` string', '`position` bigint', '`start` bigint', '`end` bigint']
    """
    plain = {"string": "string", "int64": "bigint", "double": "double", "bool": "boolean"}

    def of(type_: Type) -> str:
        if isinstance(type_, Record):
            record = f"struct<{', '.join(f'`{c.name}`: {of(c.type)}' for c in type_.columns)}>"
            return f"array<{record}>" if type_.repeated else record
        return f"array<{plain[type_[5:-1]]}>" if type_.startswith("list<") else plain[type_]

    return ", ".join(f"`{c.name}` {of(c.type)}" for c in columns_of(table))
