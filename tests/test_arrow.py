"""The function from Arrow batch to Arrow batch."""

from __future__ import annotations

from typing import Any

import pytest

from chipnews import Lexicon, Pipeline
from chipnews.export.schema import TABLES, arrow_schema
from chipnews.export.tables import from_row, to_arrow
from chipnews.integrations.arrow import annotate_batch

pa = pytest.importorskip("pyarrow")

IDS, TEXTS = [3, None, 1, 4], ["美國放行輝達H20", "高通膨🚀", None, ""]


def batch(**changes: Any) -> Any:
    """A record batch of four texts, one of them null."""
    return pa.RecordBatch.from_pydict({"id": IDS, "text": TEXTS, **changes})


def test_each_row_has_a_row(pipeline: Pipeline) -> None:
    """Rows come in order with their ids as strings; a null text is an error and no empty document."""
    out = annotate_batch(batch(), id="id")
    assert out.schema == arrow_schema()
    found = out.to_pylist()
    assert [row["id"] for row in found] == ["3", None, "1", "4"]
    assert [row["error"] for row in found] == [None, None, "the column 'text' is null", None]
    assert [from_row(row) for row in found if row["error"] is None] == [pipeline.extract(t, id=None if i is None else str(i)) for i, t in zip(IDS, TEXTS, strict=True) if t is not None]


@pytest.mark.parametrize("table", ["spans", "actions"])
def test_flat_rows_are_those_of_the_documents(table: str, pipeline: Pipeline) -> None:
    """Flat rows carry the id of their text."""
    docs = [pipeline.extract(text, id=str(i)) for i, text in enumerate(text or "" for text in TEXTS)]
    assert annotate_batch(batch(id=["0", "1", "2", "3"]), id="id", table=table).to_pylist() == to_arrow(docs, table).to_pylist()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("of", [pa.RecordBatch, pa.Table])
def test_what_comes_goes(of: Any, table: str) -> None:
    """A table gives a table and a batch a batch, empty ones too, with the fixed schema."""
    for rows in ([], [{"id": "1", "text": "輝達"}]):
        out = annotate_batch(of.from_pylist(rows, schema=pa.schema([("id", pa.string()), ("text", pa.string())])), id="id", table=table)
        assert isinstance(out, of)
        assert out.schema == arrow_schema(table)


@pytest.mark.parametrize("type_", [pa.large_string(), pa.string_view()])
def test_every_kind_of_string_is_read(type_: Any) -> None:
    """DuckDB and polars have strings of their own kinds."""
    table = pa.table({"text": pa.array(["輝達"]).cast(type_)})
    assert annotate_batch(table).to_pylist()[0]["spans"][0]["entity"] == "nvidia"


def test_duckdb_and_polars_give_and_take() -> None:
    """Their tables go in, and what comes out is a table of theirs."""
    duckdb, pl = pytest.importorskip("duckdb"), pytest.importorskip("polars")
    said = annotate_batch(duckdb.sql("SELECT 7 AS id, '放行輝達H20' AS text").to_arrow_table(), id="id", table="spans")
    assert duckdb.from_arrow(said).filter("entity IS NOT NULL").project("doc_id, entity").fetchall() == [("7", "nvidia"), ("7", "nvidia-h20")]
    assert pl.from_arrow(annotate_batch(pl.DataFrame({"text": ["輝達"]}).to_arrow()))["spans"][0][0]["entity"] == "nvidia"


def test_another_lexicon_is_used() -> None:
    """The pipeline that is given does the work."""
    out = annotate_batch(batch(), pipeline=Pipeline(Lexicon([Lexicon.default()["nvidia"]]), policy=False)).to_pylist()
    assert [span["name"] for row in out for span in row["spans"] if span["entity"]] == ["NVIDIA"]
    assert [row["id"] for row in out] == [None] * 4


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"text": "body"}, r"no column 'body'.*id, text"),
        ({"id": "key"}, r"no column 'key'.*id, text"),
        ({"text": "id"}, r"'id' must hold strings, not int64"),
        ({"table": "spans"}, r"need the name of the id column"),
        ({"table": "tokens"}, r"documents, spans, actions"),
    ],
)
def test_what_cannot_be_done_is_told(options: dict[str, Any], said: str) -> None:
    """The error names the column and what there is."""
    with pytest.raises(ValueError, match=said):
        annotate_batch(batch(), **options)
