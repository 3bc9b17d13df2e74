"""Tables: rows in the order of the schema, Arrow tables of them, and the way back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from strategies import mixed_text

from chipnews import Document, SchemaError, Span
from chipnews.document import SCHEMA
from chipnews.export.schema import OPTIONAL, ROLES, TABLES, Record, arrow_schema, needs, spark_schema
from chipnews.export.tables import batches, error_row, from_row, rows, to_arrow
from chipnews.pipeline import Pipeline, default_pipeline

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


@pytest.fixture(scope="module")
def docs(pipeline: Pipeline) -> list[Document]:
    """Documents with spans and actions, one without either, one without an id."""
    texts = [(path.stem, path.read_text(encoding="utf-8")) for path in sorted(EXAMPLES.glob("event_*.txt"))]
    return list(pipeline.pipe([*texts, ("empty", ""), "嵐岳半導體🚀\r\n"]))


def test_no_field_is_forgotten(docs: list[Document]) -> None:
    """Each field of `to_dict` is a column; one that the schema does not know would be lost in silence."""
    record = docs[0].to_dict()
    columns = {column.name: column.type for column in TABLES["documents"]}
    assert [*columns] == [*record, "error"]
    spans, actions = columns["spans"], columns["actions"]
    assert isinstance(spans, Record)
    assert isinstance(actions, Record)
    assert [column.name for column in spans.columns] == [*record["spans"][0]]
    missing = {column.name for column in actions.columns} ^ {*record["actions"][0]}
    assert missing <= OPTIONAL


def test_the_flat_tables_have_the_fields_of_the_nested_one() -> None:
    """Each field is a column, after the id of the document and the place in it; a role is two, a place start and end, and the codes one for each classification."""
    assert [column.name for column in TABLES["spans"]] == ["doc_id", "position", *Span._fields]
    (actions,) = (column.type for column in TABLES["documents"] if column.name == "actions")
    assert isinstance(actions, Record)
    ids = {f"{role.name}_id" for role in ROLES}
    split = {"extent_start", "extent_end", "condition_start", "condition_end", "mast", "gta", "cameo", "plover"}
    expected = {column.name for column in actions.columns} - {"extent", "condition_place", "codes"} | {"doc_id", "position"} | ids | split
    assert {column.name for column in TABLES["actions"]} == expected


@pytest.mark.parametrize("table", TABLES)
def test_rows_have_every_column_in_order(table: str, docs: list[Document]) -> None:
    """The keys of each row are the columns of its table."""
    found = list(rows(docs, table))
    assert found
    assert all([*row] == [column.name for column in TABLES[table]] for row in found)


def test_flat_rows_are_the_spans(docs: list[Document]) -> None:
    """Each span of each document is one row, with the id of the document, or its number where it has none."""
    found = [(row["doc_id"], row["position"], row["start"], row["end"], row["entity"]) for row in rows(docs, "spans")]
    assert found == [(str(n if d.id is None else d.id), i, s.start, s.end, s.entity) for n, d in enumerate(docs) for i, s in enumerate(d.spans)]
    assert found[-1][0] == "4"


def test_roles_are_words_and_ids(pipeline: Pipeline) -> None:
    """A role gives what the text says and the entity's id; a name that no lexicon holds has the id of its surface."""
    (row,) = rows([pipeline.extract("美國商務部將嵐岳半導體列入實體清單", id=7)], "actions")
    assert row["doc_id"] == "7"
    assert (row["actor"], row["actor_id"]) == (["商務部"], ["us-doc"])
    assert (row["target"], row["target_id"]) == (["嵐岳半導體"], ["company:岚岳半导体"])
    assert (row["instrument"], row["instrument_id"]) == ("實體清單", "us-entity-list")


def test_an_unknown_table_is_named_with_the_known_ones() -> None:
    """A row of something else is an error that lists what there is."""
    with pytest.raises(ValueError, match=r"'tokens'.*documents, spans, actions"):
        list(rows([], "tokens"))


def test_spark_schema_names_every_column() -> None:
    """The words for Spark have the columns in order, nested ones as arrays of structs."""
    text = spark_schema()
    assert re.findall(r"`(\w+)` ", text) == [column.name for column in TABLES["documents"]]
    assert "`spans` array<struct<`start`: bigint, `end`: bigint, `text`: string" in text
    assert "`actor`: array<bigint>" in text


def test_a_missing_package_is_named_with_its_remedy() -> None:
    """The error says what to install; a package that is there and broken stays its own error."""
    with pytest.raises(ModuleNotFoundError, match=r'no_such_package is not installed: pip install "chipnews\[arrow\]"'):
        needs("no_such_package", "arrow")


# --- Arrow ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_table_has_all_columns(table: str) -> None:
    """No documents give no rows, and the same schema with its version."""
    empty = to_arrow([], table)
    assert empty.num_rows == 0
    assert empty.schema == arrow_schema(table)
    assert empty.schema.metadata == {b"chipnews.schema": SCHEMA.encode()}


def test_batches_are_small_and_whole(docs: list[Document]) -> None:
    """Batches have at most the rows that were asked for, and together all of them."""
    found = list(batches(docs, "spans", size=7))
    assert {batch.num_rows for batch in found[:-1]} == {7}
    assert [row for batch in found for row in batch.to_pylist()] == list(rows(docs, "spans"))


def test_documents_come_back_from_parquet(docs: list[Document], tmp_path: Path) -> None:
    """What a Parquet file holds is what was written, emoji and line ends included."""
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(to_arrow(docs), tmp_path / "docs.parquet")
    assert [from_row(row) for row in parquet.read_table(tmp_path / "docs.parquet").to_pylist()] == docs


def test_an_error_is_a_row_and_no_document() -> None:
    """A text that could not be read keeps its id and the reason, and is not mistaken for an empty document."""
    row = error_row(7, "line 3: no JSON")
    assert [*row] == [column.name for column in TABLES["documents"]]
    assert (row["id"], row["text"], row["error"]) == ("7", None, "line 3: no JSON")
    needs("pyarrow", "arrow").RecordBatch.from_pylist([row], schema=arrow_schema())
    with pytest.raises(SchemaError, match=r"'7'.*line 3"):
        from_row(row)


@given(mixed_text())
def test_every_text_fits_a_table(text: str) -> None:
    """Any text makes Arrow rows; only lone surrogates change, each into one U+FFFD, so that offsets hold."""
    document = default_pipeline().extract(text, id="x")
    plain = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    (row,) = to_arrow([document]).to_pylist()
    assert row["text"] == plain
    assert [(s["start"], s["end"], s["text"]) for s in row["spans"]] == [(s.start, s.end, plain[s.start : s.end]) for s in document.spans]
    if plain == text:
        assert from_row(row) == document


def test_one_document_is_enough_and_what_is_none_is_told(pipeline: Pipeline) -> None:
    """A document counts as a list of one; a string or a list of other things is a TypeError that says what to give."""
    document = pipeline.extract("輝達")
    assert list(rows(document, "spans")) == list(rows([document], "spans"))
    for wrong in ("輝達", [1]):
        with pytest.raises(TypeError, match=r"expected documents.*Pipeline\.pipe.*found (str|int)"):
            list(rows(wrong, "spans"))  # type: ignore[arg-type]
