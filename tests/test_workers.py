"""Chunks of texts through one process or several: the same records, whatever dies."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import pytest

from chipnews import Document, Pipeline, SchemaError
from chipnews.errors import BatchError, LexiconError
from chipnews.pipeline import default_pipeline
from chipnews.sources import Columns, Item, Lines, items_of
from chipnews.workers import Chunk, Result, annotate_chunks, in_chunks

ITEMS = [Item(n, f"美國放行輝達H20出口，第{n}則", "a.jsonl", n + 1) for n in range(40)]

needs_signals = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")


class Fatal(Pipeline):
    """A pipeline on which some texts kill the process, as a defect in native code or a lack of memory would."""

    def pipe(self, texts: Iterable[Any], **options: Any) -> Iterator[Document]:
        """Kill, or not."""
        for id_, text in texts:
            if "第7則" in text or "第23則" in text:
                os.kill(os.getpid(), signal.SIGKILL)
            yield Document(text, id=id_)

    def __reduce__(self) -> tuple[object, ...]:
        return Fatal, ()


class Doomed(Fatal):
    """A pipeline on which every text does."""

    def pipe(self, texts: Iterable[Any], **options: Any) -> Iterator[Document]:
        """Kill."""
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    def __reduce__(self) -> tuple[object, ...]:
        return Doomed, ()


def fatal() -> Pipeline:
    """Build a pipeline on which some texts kill the process."""
    return Fatal(policy=False)


def doomed() -> Pipeline:
    """Build a pipeline on which every text does."""
    return Doomed(policy=False)


def dies_at_once() -> Pipeline:
    """Die instead of building a pipeline."""
    os._exit(3)


def refuses() -> Pipeline:
    """Raise instead of building a pipeline."""
    raise LexiconError("the alias is empty", file="mine.tsv", line=3)


def records(results: Iterator[Result]) -> list[dict[str, Any]]:
    """The records of results."""
    return [json.loads(line) for result in results for line in result.lines.splitlines()]


def test_chunks_hold_every_item_once_in_order() -> None:
    """Chunks are numbered neighbours; a long text is one of its own; the same items give the same chunks."""
    items = [Item(1, "字" * 10, "-"), Item(2, "字" * 170, "-"), Item(3, None, "-", error="gone"), Item(4, "", "-")]
    chunks = list(in_chunks(items, 100))
    assert [(chunk.number, [item.id for item in items_of(chunk.pieces)]) for chunk in chunks] == [(0, [1, 2]), (1, [3, 4])]
    assert list(in_chunks(items, 100)) == chunks
    assert list(in_chunks([], 100)) == []


@pytest.mark.parametrize("changed", [Item(2, "字", "-"), Item(1, "子", "-"), Item("1", "字", "-"), Item(1, None, "-", error="字"), Item(1, "字\ud800", "-")])
def test_digest_tells_whether_an_input_has_changed(changed: Item) -> None:
    """Another id, text or error gives another digest; another line does not."""
    (before,), (after,), (moved,) = (list(in_chunks([item])) for item in (Item(1, "字", "-"), changed, Item(1, "字", "-", 7)))
    assert before.digest != after.digest or changed.text is None
    assert before.digest == moved.digest


def test_one_record_for_each_item_in_order(pipeline: Pipeline) -> None:
    """Documents and errors stand in the order of the items, and the result counts them."""
    items = [Item(1, "輝達", "-"), Item(None, None, "b.txt", 4, error="gone"), Item("c", "", "-")]
    (result,) = annotate_chunks(in_chunks(items), default_pipeline)
    assert (result.documents, result.errors, result.characters) == (2, 1, 2)
    first, error, last = records(iter([result]))
    assert Document.from_dict(first) == pipeline.extract("輝達", id=1)
    assert error == {"id": None, "file": "b.txt", "line": 4, "error": "gone"}
    assert last["id"] == "c"
    with pytest.raises(SchemaError):
        Document.from_dict(error)


@pytest.mark.parametrize("item", [Item("a\ud800", "輝達\udfff", "\udc80.txt"), Item("a\ud800", None, "a.jsonl", 1, "no text"), Item(None, None, "\udc80.txt", error="gone")])
def test_lone_surrogates_can_be_written(item: Item) -> None:
    """A lone surrogate in a text, an id or the name of a file, which no encoding holds, does not end the run."""
    first, second = records(annotate_chunks(in_chunks([item, Item("b", "台積電", "-")]), default_pipeline))
    assert (first["id"], second["id"]) == (item.id, "b")


def test_defect_costs_its_own_text_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """What extraction raises becomes the error of that text."""
    pipe = Pipeline.pipe

    def fail(self: Pipeline, texts: Iterable[tuple[int, str]]) -> Iterator[Document]:
        for id_, text in texts:
            if "第3則" in text:
                raise ZeroDivisionError("no luck")
            yield from pipe(self, [(id_, text)])

    monkeypatch.setattr(Pipeline, "pipe", fail)
    (error,) = (record for record in records(annotate_chunks(in_chunks(ITEMS), default_pipeline)) if "error" in record)
    assert (error["id"], error["file"], error["line"]) == (3, "a.jsonl", 4)
    assert "ZeroDivisionError: no luck" in error["error"]


@pytest.mark.parametrize("ordered", [True, False])
def test_several_workers_give_what_one_gives(ordered: bool) -> None:
    """The same records, and in the same order unless that was waived."""
    alone = [result.lines for result in annotate_chunks(in_chunks(ITEMS, 160), default_pipeline)]
    together = [result.lines for result in annotate_chunks(in_chunks(ITEMS, 160), default_pipeline, 2, ordered)]
    assert len(alone) > 8
    assert (together if ordered else sorted(together)) == (alone if ordered else sorted(alone))


def test_chunks_are_read_no_further_than_needed() -> None:
    """While results wait to be taken, no more than a few chunks a worker are read."""
    taken = 0

    def endless() -> Iterator[Chunk]:
        nonlocal taken
        while True:
            yield Chunk(taken, [Item(taken, "輝達", "-")], 0)
            taken += 1

    results = annotate_chunks(endless(), partial(Pipeline, policy=False), 2)
    assert [next(results).number for _ in range(3)] == [0, 1, 2]
    assert taken <= 3 + 4 * 2 + 1
    results.close()  # type: ignore[attr-defined]


@needs_signals
def test_text_that_kills_a_worker_is_named() -> None:
    """The others are annotated, in order; the killers become error records; the death is told."""
    told: list[str] = []
    found = records(annotate_chunks(in_chunks(ITEMS, 320), fatal, 2, warn=told.append))
    assert [record["id"] for record in found] == list(range(40))
    assert {record["id"]: (record["file"], record["line"]) for record in found if "error" in record} == {7: ("a.jsonl", 8), 23: ("a.jsonl", 24)}
    assert all("signal 9" in record["error"] for record in found if "error" in record)
    assert len(told) == 2
    assert "a.jsonl:" in told[0]


@needs_signals
def test_line_that_kills_a_worker_is_named() -> None:
    """The same for lines of JSON that only the workers read, and for blank ones among them."""
    data = "".join(f'{{"id": {item.id}, "text": "{item.text}"}}\n\n' for item in ITEMS).encode()
    told: list[str] = []
    found = records(annotate_chunks(in_chunks([Lines(data, "a.jsonl", 1, Columns())]), fatal, 2, warn=told.append))
    assert [record["id"] for record in found] == list(range(40))
    assert {record["id"]: (record["file"], record["line"]) for record in found if "error" in record} == {7: ("a.jsonl", 15), 23: ("a.jsonl", 47)}
    assert "a.jsonl:1" in told[0]


@needs_signals
def test_workers_that_always_die_end_the_run() -> None:
    """Where no text survives, the fault is not the texts', and the run says so instead of going on for ever."""
    with pytest.raises(BatchError, match="memory"):
        list(annotate_chunks(in_chunks(ITEMS), doomed, 2))


def test_worker_that_cannot_start_is_an_error() -> None:
    """A process that ends before it is ready is told with its exit code; what it raises is raised here."""
    with pytest.raises(BatchError, match="exit code 3"):
        list(annotate_chunks(in_chunks(ITEMS), dies_at_once, 2))
    with pytest.raises(LexiconError, match=r"mine\.tsv:3"):
        list(annotate_chunks(in_chunks(ITEMS), refuses, 2))


@needs_signals
def test_no_process_is_left_behind() -> None:
    """When the results are no longer wanted, the workers end."""
    import multiprocessing

    results = annotate_chunks(in_chunks(ITEMS, 160), default_pipeline, 2)
    next(results)
    assert multiprocessing.active_children()
    results.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []
    assert sys.exc_info() == (None, None, None)
