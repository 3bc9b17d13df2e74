"""Frames of pandas and polars: every span or act a row, and the same types when there is none."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

import chipnews
from chipnews import Document
from chipnews.export.schema import TABLES
from chipnews.export.tables import rows
from chipnews.integrations import frames
from chipnews.pipeline import Pipeline

TEXTS: list[tuple[str | int | None, str]] = [("a-1", "美國商務部放行輝達H20晶片對華出口"), (2, ""), (None, "嵐岳半導體\ud800🚀將列入實體清單")]


@pytest.fixture(scope="module")
def docs(pipeline: Pipeline) -> list[Document]:
    """Three documents: a plain one, an empty one, one with a lone surrogate and without an id."""
    return list(pipeline.pipe(TEXTS))


def records(frame: Any, library: str) -> list[dict[str, Any]]:
    """The rows of a frame as plain types."""
    if library == "polars":
        found: list[dict[str, Any]] = frame.to_dicts()
        return found
    import pandas as pd

    return [{name: None if value is pd.NA else value for name, value in record.items()} for record in frame.to_dict("records")]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_frame_holds_the_rows(library: Any, table: str, docs: list[Document]) -> None:
    """A frame is the rows of its table, with nulls where they are None."""
    pytest.importorskip(library)
    found = records(chipnews.to_frame(docs, table, library), library)
    assert found
    assert found == list(rows(docs, table))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_an_empty_frame_has_the_same_columns_and_types(library: Any, table: str, docs: list[Document]) -> None:
    """Programs that read a frame need not know that there was nothing to say."""
    pytest.importorskip(library)
    empty, full = chipnews.to_frame([], table, library), chipnews.to_frame(docs, table, library)
    assert len(empty) == 0
    assert list(empty.columns) == [column.name for column in TABLES[table]]
    assert list(empty.dtypes) == list(full.dtypes)


def test_pandas_types_can_be_null(docs: list[Document]) -> None:
    """Whole numbers stay whole beside nulls."""
    pytest.importorskip("pandas")
    types = chipnews.to_frame(docs, library="pandas").dtypes
    assert {name: str(types[name]) for name in ("doc_id", "start", "score", "parent")} == {"doc_id": "string", "start": "Int64", "score": "float64", "parent": "Int64"}


def test_one_document_will_do(docs: list[Document]) -> None:
    """A document need not be put into a list."""
    assert len(chipnews.to_frame(docs[0])) == len(docs[0].spans)


@pytest.mark.parametrize(("present", "library"), [({"pandas"}, "pandas"), ({"polars"}, "polars"), ({"pandas", "polars"}, "pandas")])
def test_the_library_that_is_installed_is_taken(present: set[str], library: str, docs: list[Document], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an option it is the one there is."""
    pytest.importorskip(library)
    monkeypatch.setattr(frames, "find_spec", lambda name: name if name in present else None)
    assert type(chipnews.to_frame(docs)).__module__.split(".")[0] == library


@pytest.mark.parametrize(("rows", "library", "said"), [("tokens", None, "documents, spans, actions"), ("spans", "arrow", "pandas or polars")])
def test_what_does_not_exist_is_refused(rows: str, library: Any, said: str) -> None:
    """The error says what there is."""
    with pytest.raises(ValueError, match=said):
        chipnews.to_frame([], rows, library)


def test_without_a_library_the_remedy_is_named() -> None:
    """Where neither is installed the error says what to install."""
    code = "import sys; sys.modules['pandas'] = None; import chipnews; chipnews.to_frame([], library='pandas')"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert 'pandas is not installed: pip install "chipnews[pandas]"' in run.stderr
