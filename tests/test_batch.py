"""A run over an archive: one record for each text, whole or not there, resumable after any kill."""

from __future__ import annotations

import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from chipnews import Document, Pipeline
from chipnews.batch import Options, Progress, Summary, annotate
from chipnews.errors import BatchError, FormatError
from chipnews.journal import Journal, partial_folder
from chipnews.sources import Columns
from chipnews.workers import Result

TEXTS = [f"第{n}則：美國放行輝達H20出口。\r\n" * (1 + n % 3) for n in range(60)]
SMALL = Options(chunk=250)
"""Chunks of a few texts, so that a run over few texts has many."""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """JSON lines of which one is bad."""
    path = tmp_path / "news.jsonl"
    lines = [json.dumps({"id": n, "text": text}, ensure_ascii=False) for n, text in enumerate(TEXTS)]
    path.write_text("\n".join([*lines[:7], "{bad", *lines[7:], ""]), encoding="utf-8", newline="\n")
    return path


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Where a run writes."""
    return tmp_path / "out" / "out.jsonl"


@pytest.fixture(autouse=True)
def _folder(output: Path) -> None:
    output.parent.mkdir()


def records(path: Path) -> list[dict[str, Any]]:
    """The records of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def interrupt_after(count: int, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Break a run off when so many chunks are finished."""
    add = Journal.add
    done = 0

    def add_or_break(self: Journal, result: Result) -> None:
        nonlocal done
        if done == count:
            raise error
        done += 1
        add(self, result)

    monkeypatch.setattr(Journal, "add", add_or_break)


def test_one_record_for_each_text_in_order(source: Path, output: Path, pipeline: Pipeline) -> None:
    """Documents and errors stand in the order of the input, and the summary counts them."""
    summary = annotate([str(source)], str(output), SMALL)
    found = records(output)
    assert summary == Summary(60, 1, sum(map(len, TEXTS)))
    assert [record["id"] for record in found] == [*range(7), None, *range(7, 60)]
    assert (found[7]["file"], found[7]["line"]) == (str(source), 8)
    assert Document.from_dict(found[20]) == pipeline.extract(TEXTS[19], id=19)
    assert os.listdir(output.parent) == ["out.jsonl"]


def test_output_appears_when_it_is_whole(source: Path, output: Path) -> None:
    """While a run goes on there is nothing under the name; the old file stays until then."""
    output.write_text("old")
    seen: list[str] = []
    annotate([str(source)], str(output), SMALL, progress=lambda progress: seen.append(output.read_text()))
    assert set(seen) == {"old"}
    assert len(records(output)) == 61


def test_progress_tells_bytes_and_documents(source: Path, output: Path) -> None:
    """Bytes read grow up to the size of the input, documents up to their number."""
    told: list[Progress] = []
    summary = annotate([str(source)], str(output), SMALL, progress=told.append)
    assert len(told) > 10
    assert {progress.total for progress in told} == {source.stat().st_size}
    assert told[-1] == Progress(source.stat().st_size, source.stat().st_size, summary)
    assert [progress.done.documents for progress in told] == sorted(progress.done.documents for progress in told)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
@pytest.mark.parametrize("workers", [1, 2])
def test_broken_off_run_goes_on(source: Path, output: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, workers: int) -> None:
    """What broke a run off comes out of it; the run taken up gives what an uninterrupted one gives."""
    annotate([str(source)], str(output), SMALL)
    whole = output.read_bytes()
    output.unlink()
    with monkeypatch.context() as patch:
        interrupt_after(5, patch, error)
        with pytest.raises(type(error)):
            annotate([str(source)], str(output), SMALL, workers=workers)
    assert not output.exists()
    assert partial_folder(output).is_dir()
    assert annotate([str(source)], str(output), SMALL, resume=True) == Summary(60, 1, sum(map(len, TEXTS)))
    assert output.read_bytes() == whole
    assert os.listdir(output.parent) == ["out.jsonl"]


def test_resume_begins_where_nothing_was_begun(source: Path, output: Path) -> None:
    """The same command serves for the first and every later try."""
    assert annotate([str(source)], str(output), SMALL, resume=True).documents == 60
    told: list[str] = []
    before = output.stat().st_mtime_ns
    assert annotate([str(source)], str(output), SMALL, resume=True, warn=told.append) == Summary()
    assert "whole already" in told[0]
    assert output.stat().st_mtime_ns == before


def test_run_killed_while_its_output_got_its_name_is_whole(source: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the renaming and the clearing away there is nothing to lose either."""
    with monkeypatch.context() as patch:
        patch.setattr(Journal, "end", lambda self: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            annotate([str(source)], str(output), SMALL)
    assert partial_folder(output).is_dir()
    told: list[str] = []
    annotate([str(source)], str(output), SMALL, resume=True, warn=told.append)
    assert "whole already" in told[0]
    assert os.listdir(output.parent) == ["out.jsonl"]
    assert len(records(output)) == 61


LEXICON = "id\tlabel\ten\ttw\thk\tcn\taliases\tparent\tjurisdiction\ttickers\tnote\tsource\tchecked\nmine\tCOMPANY\tMine\t礪象\t\t\t\t\t\t\t\t\t\n"


@pytest.mark.parametrize("change", ["input", "longer input", "options", "own lexicon", "lexicon"])
def test_changed_run_is_refused(source: Path, output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    """Another input, option or lexicon is noticed, and with force the run begins anew, never mixed."""
    own = tmp_path / "mine.tsv"
    own.write_text(LEXICON, encoding="utf-8")
    options = Options(lexicon=(str(own),) if change == "own lexicon" else (), chunk=250)
    with monkeypatch.context() as patch:
        interrupt_after(5, patch, KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            annotate([str(source)], str(output), options)
    data = source.read_bytes()
    if change == "input":
        source.write_bytes(data.replace("輝達".encode(), "輝鞑".encode(), 1))
    elif change == "longer input":
        source.write_bytes(data + b'{"id": 60, "text": "a"}\n')
    elif change == "options":
        options = Options(policy=False, chunk=250)
    elif change == "own lexicon":
        own.write_text(LEXICON.replace("礪象", "礪像"), encoding="utf-8")
    else:
        monkeypatch.setattr("chipnews.batch._fingerprint", lambda lexicon: "another")
    with pytest.raises(BatchError, match="--force"):
        annotate([str(source)], str(output), options, resume=True)
    with pytest.raises(BatchError, match="--resume"):
        annotate([str(source)], str(output), options)
    annotate([str(source)], str(output), options, force=True)
    anew = output.read_bytes()
    annotate([str(source)], str(output), options)
    assert output.read_bytes() == anew


KILLED = """
import sys
from chipnews.batch import Options, annotate
if __name__ == "__main__":
    annotate([sys.argv[1]], sys.argv[2], Options(ordered=sys.argv[3] == "ordered", chunk=250), workers=2, resume=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
@pytest.mark.parametrize("order", ["ordered", "unordered"])
def test_killed_run_goes_on(source: Path, output: Path, tmp_path: Path, order: str) -> None:
    """Killed at random moments again and again and taken up each time, a run gives what an uninterrupted one gives: nothing lost, nothing twice."""
    (tmp_path / "killed.py").write_text(KILLED)
    seed = random.randrange(1 << 30)
    print("seed", seed)
    chance = random.Random(seed)
    annotate([str(source)], str(output), SMALL)
    whole = output.read_bytes()
    output.unlink()
    command = [sys.executable, str(tmp_path / "killed.py"), str(source), str(output), order]
    chunks = partial_folder(output) / "chunks"
    for kills in range(1, 4):
        with subprocess.Popen(command) as run:
            wanted = kills * chance.randint(2, 6)
            while run.poll() is None and (not chunks.exists() or chunks.read_bytes().count(b"\n") < wanted):
                time.sleep(0.001)
            time.sleep(chance.random() / 200)
            run.send_signal(signal.SIGKILL)
    assert subprocess.run(command, check=False).returncode == 0
    if order == "ordered":
        assert output.read_bytes() == whole
    assert sorted(output.read_bytes().splitlines()) == sorted(whole.splitlines())
    assert os.listdir(output.parent) == ["out.jsonl"]


def test_input_may_hold_the_output(source: Path, tmp_path: Path) -> None:
    """A folder that the output lies in can be annotated again and again."""
    for _ in range(2):
        assert annotate([str(tmp_path)], str(tmp_path / "out.jsonl"), SMALL).documents == 60


def test_input_is_not_replaced(source: Path, tmp_path: Path) -> None:
    """An output that is one of the inputs, by whatever name, is refused before anything is written."""
    before = source.read_bytes()
    (tmp_path / "link.jsonl").symlink_to(source)
    for name in ("news.jsonl", "link.jsonl"):
        with pytest.raises(BatchError, match=r"one of the inputs.*-o"):
            annotate([str(source)], str(tmp_path / name), SMALL)
    assert source.read_bytes() == before


@pytest.mark.parametrize("name", ["out.jsonl.gz", "out.jsonl.zst"])
def test_compressed_output_is_compressed_input(source: Path, output: Path, name: str) -> None:
    """What is written by suffix is read by suffix."""
    packed = output.with_name(name)
    annotate([str(source)], str(packed), SMALL)
    annotate([str(packed)], str(output), SMALL)
    assert [record["text"] for record in records(output) if "text" in record] == TEXTS


def test_errors_that_a_format_cannot_hold_are_kept_beside(source: Path, output: Path) -> None:
    """CSV has no place for error records: they lie beside it, and go when there are none."""
    told: list[str] = []
    target = output.with_name("out.csv")
    assert annotate([str(source)], str(target), SMALL, warn=told.append).errors == 1
    (error,) = records(output.with_name("out.csv.errors.jsonl"))
    assert error["line"] == 8
    assert any("out.csv.errors.jsonl" in line for line in told)
    assert any("cannot hold" in line for line in told)
    source.write_text('{"id": 1, "text": "輝達"}\n', encoding="utf-8")
    annotate([str(source)], str(target), SMALL)
    assert os.listdir(output.parent) == ["out.csv"]


def test_own_names_join_the_shipped_ones(output: Path, tmp_path: Path) -> None:
    """Entities of a file of the user are found beside the others."""
    (tmp_path / "mine.tsv").write_text(LEXICON, encoding="utf-8")
    (tmp_path / "a.txt").write_text("礪象與輝達", encoding="utf-8")
    annotate([str(tmp_path / "a.txt")], str(output), Options(lexicon=(str(tmp_path / "mine.tsv"),)))
    assert [span["entity"] for span in records(output)[0]["spans"]] == ["mine", "nvidia"]


def test_columns_are_options(output: Path, tmp_path: Path) -> None:
    """Text and id come from the columns that were asked for."""
    (tmp_path / "a.csv").write_text("編號,body\nx,輝達\n", encoding="utf-8")
    annotate([str(tmp_path / "a.csv")], str(output), Options(Columns("body", "編號")))
    assert [(record["id"], record["text"]) for record in records(output)] == [("x", "輝達")]


@pytest.mark.parametrize(("name", "format", "reason"), [("out.docx", None, "suffix"), ("out.jsonl", "docx", "unknown format"), ("-", "parquet", "stream"), ("-", "brat", "stream")])
def test_output_that_cannot_be_is_refused_at_once(source: Path, output: Path, name: str, format: str | None, reason: str) -> None:
    """Before any work is done, a wrong format is named, with the right ones."""
    with pytest.raises((BatchError, FormatError), match=reason):
        annotate([str(source)], name if name == "-" else str(output.with_name(name)), format=format)
    assert os.listdir(output.parent) == []


@pytest.mark.parametrize(
    ("name", "writing", "reason"),
    [("out.jsonl", {"table": "spans"}, "no option 'table'; those that do: csv, parquet"), ("out.parquet", {"bom": True}, "csv"), ("out.csv", {"table": "documents"}, "spans or actions"), ("out.parquet", {"table": "rows"}, "documents")],
)
def test_option_that_cannot_be_is_refused_at_once(source: Path, output: Path, name: str, writing: dict[str, Any], reason: str) -> None:
    """Before any work is done, an option that the format does not have is named, with those that have it."""
    with pytest.raises(FormatError, match=reason):
        annotate([str(source)], str(output.with_name(name)), writing=writing)
    assert os.listdir(output.parent) == []


@pytest.mark.parametrize(("name", "module", "extra"), [("out.parquet", "pyarrow", "arrow"), ("out.jsonl.zst", "zstandard", "zstd")])
def test_package_that_is_missing_is_named_at_once(source: Path, output: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str, extra: str) -> None:
    """Before any work is done, the command is given that installs what the output needs."""
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ModuleNotFoundError, match=rf'pip install "chipnews\[{extra}\]"'):
        annotate([str(source)], str(output.with_name(name)))
    assert os.listdir(output.parent) == []


def test_stream_cannot_be_resumed(source: Path) -> None:
    """What went down a pipe is gone."""
    with pytest.raises(BatchError, match="-o"):
        annotate([str(source)], "-", resume=True)


def test_standard_input_can_be_taken_up(source: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream that is sent again is recognised by its texts."""

    def stdin(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))

    stdin(source.read_bytes())
    with monkeypatch.context() as patch:
        interrupt_after(5, patch, KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            annotate(["-"], str(output), SMALL)
    stdin(source.read_bytes().replace("第1則".encode(), "第X則".encode()))
    with pytest.raises(BatchError, match="not what it was"):
        annotate(["-"], str(output), SMALL, resume=True)
    stdin(source.read_bytes())
    assert annotate(["-"], str(output), SMALL, resume=True).documents == 60


def test_folder_that_is_not_empty_is_not_replaced(source: Path, output: Path) -> None:
    """Brat files go into a folder of their own; a folder is no file for the other formats."""
    (output.parent / "keep").write_text("mine")
    with pytest.raises(BatchError, match="empty"):
        annotate([str(source)], str(output.parent), format="brat")
    with pytest.raises(BatchError, match="folder"):
        annotate([str(source)], str(output.parent), format="jsonl")
    annotate([str(source)], str(output.parent / "brat"), SMALL, format="brat")
    assert len(list((output.parent / "brat").glob("*.txt"))) == 60
