"""What is finished stays finished: torn writes are cut away, other runs are refused, nothing is left behind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from chipnews.errors import BatchError
from chipnews.journal import Journal, Summary, partial_folder
from chipnews.sources import Item, items_of
from chipnews.workers import Chunk, Result, in_chunks

RUN = {"version": "1", "inputs": {"files": 2, "digest": "ab"}, "options": {"ordered": True}}
CHUNKS = list(in_chunks([Item(n, "字" * 10, "a.jsonl", n + 1) for n in range(8)], 50))


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Where a run writes."""
    return tmp_path / "out.jsonl"


def result(chunk: Chunk) -> Result:
    """The result of a chunk, as far as a journal looks at it."""
    return Result(chunk.number, b"".join(b'{"id": %d}\n' % item.id for item in items_of(chunk.pieces) if isinstance(item.id, int)), len(chunk.pieces), 0, 20, chunk.digest)


def write(output: Path, numbers: list[int]) -> None:
    """Finish some chunks of a run and stop."""
    journal = Journal(output, RUN)
    for number in numbers:
        journal.add(result(CHUNKS[number]))
    journal.close()


def numbers(chunks: Iterator[Chunk]) -> list[int]:
    """The numbers of chunks."""
    return [chunk.number for chunk in chunks]


def ids(output: Path) -> list[int]:
    """The ids of the records that are finished."""
    return [json.loads(line)["id"] for line in (partial_folder(output) / "records.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("finished", [[0], [0, 1], [2, 0], [3, 1, 2]])
def test_what_is_finished_is_not_done_again(output: Path, finished: list[int]) -> None:
    """A run taken up asks for the other chunks only, in whatever order they were finished."""
    write(output, finished)
    journal = Journal(output, RUN, resume=True)
    assert numbers(journal.remaining(CHUNKS)) == [number for number in range(4) if number not in finished]
    assert journal.summary == Summary(2 * len(finished), 0, 20 * len(finished))
    journal.close()


@pytest.mark.parametrize("cut", range(1, 25))
def test_torn_records_are_cut_away(output: Path, cut: int) -> None:
    """However many bytes at the end of the records are missing, whole chunks remain and the rest is done again."""
    write(output, [0, 1, 2])
    records = partial_folder(output) / "records.jsonl"
    records.write_bytes(records.read_bytes()[:-cut])
    journal = Journal(output, RUN, resume=True)
    remaining = numbers(journal.remaining(CHUNKS))
    for number in remaining:
        journal.add(result(CHUNKS[number]))
    assert sorted(ids(output)) == list(range(8))
    assert remaining
    journal.close()


@pytest.mark.parametrize("name", ["records.jsonl", "chunks"])
@pytest.mark.parametrize("torn", [b'{"id": 4', b'{"id": 4}\n', b"2 66", b"\0\0\0", b"2 x 1\n"])
def test_torn_ends_are_cut_away(output: Path, name: str, torn: bytes) -> None:
    """Half a record, a record that was not yet accounted for, half a line of account: all is cut away and done again."""
    write(output, [0, 1])
    with (partial_folder(output) / name).open("ab") as file:
        file.write(torn)
    journal = Journal(output, RUN, resume=True)
    assert numbers(journal.remaining(CHUNKS)) == [2, 3]
    for number in (2, 3):
        journal.add(result(CHUNKS[number]))
    assert ids(output) == list(range(8))
    journal.close()
    journal = Journal(output, RUN, resume=True)
    assert numbers(journal.remaining(CHUNKS)) == []
    journal.close()


def test_unfinished_run_is_not_thrown_away(output: Path) -> None:
    """Without a word the work of an earlier run is neither used nor discarded."""
    write(output, [0, 1])
    with pytest.raises(BatchError, match=r"4 documents of an unfinished run.*--resume.*--force"):
        Journal(output, RUN)
    assert ids(output) == [0, 1, 2, 3]
    Journal(output, RUN, force=True).close()
    assert not partial_folder(output).exists()


@pytest.mark.parametrize(("key", "value"), [("version", "2"), ("inputs", {"files": 3, "digest": "cd"}), ("options", {"ordered": False})])
def test_other_run_is_not_taken_up(output: Path, key: str, value: object) -> None:
    """A run that was asked for something else is refused, with what differs; with force it is begun anew."""
    write(output, [0])
    with pytest.raises(BatchError, match=f"{key} was .*force"):
        Journal(output, {**RUN, key: value}, resume=True)
    assert ids(output) == [0, 1]
    journal = Journal(output, {**RUN, key: value}, resume=True, force=True)
    assert numbers(journal.remaining(CHUNKS)) == [0, 1, 2, 3]
    journal.close()


def test_force_keeps_a_run_that_can_be_taken_up(output: Path) -> None:
    """Resuming with force discards nothing that is good."""
    write(output, [0, 1])
    journal = Journal(output, RUN, resume=True, force=True)
    assert numbers(journal.remaining(CHUNKS)) == [2, 3]
    journal.close()


@pytest.mark.parametrize("texts", [["子"] * 8, ["字" * 10] * 2, []])
def test_other_input_is_noticed(output: Path, texts: list[str]) -> None:
    """A finished chunk whose text is another now, or is gone, is refused by name."""
    write(output, [0, 1])
    journal = Journal(output, RUN, resume=True)
    with pytest.raises(BatchError, match=r"the input is (not what it was|shorter)"):
        list(journal.remaining(in_chunks([Item(n, text, "a.jsonl", n + 1) for n, text in enumerate(texts)], 50)))
    journal.close()


def test_two_runs_at_once_are_refused(output: Path) -> None:
    """While one process writes, another one does not."""
    pytest.importorskip("fcntl")
    journal = Journal(output, RUN)
    journal.add(result(CHUNKS[0]))
    with pytest.raises(BatchError, match="another run"):
        Journal(output, RUN, resume=True)
    journal.close()
    Journal(output, RUN, resume=True).close()


def test_run_that_finished_nothing_leaves_nothing(output: Path) -> None:
    """Where there is nothing to take up, nothing is in the way of the next run."""
    Journal(output, RUN).close()
    assert list(output.parent.iterdir()) == []
