"""The command line: data on standard output, words on standard error, and exit codes."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pytest

import chipnews
from chipnews import Document, Pipeline
from chipnews.cli import main
from chipnews.journal import Journal
from chipnews.workers import Result as Chunked

NEWS = "美國商務部放行輝達H20晶片對華出口\n"
ASCII = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
"""An environment whose encoding holds no Chinese."""


class Result(NamedTuple):
    """What a command left."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """Standard output as JSON lines; anything else on it fails here."""
        return [json.loads(line) for line in self.out.split("\n")[:-1]]


class Run(Protocol):
    """Runs the command with arguments and standard input."""

    def __call__(self, *arguments: str | Path, stdin: bytes = b"") -> Result:
        """Run."""


@pytest.fixture
def chip(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """The command, run in this process."""

    def run(*arguments: str | Path, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "argv", ["chipnews", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(stdin))))
        try:
            main()
            code: Any = 0
        except SystemExit as end:
            code = end.code or 0
        captured = capfd.readouterr()
        return Result(code, captured.out, captured.err)

    return run


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A text file with one article."""
    path = tmp_path / "article.txt"
    path.write_text(NEWS, encoding="utf-8")
    return path


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """JSON lines of which the second and the fourth are bad."""
    path = tmp_path / "mixed.jsonl"
    path.write_text('{"id": 1, "text": "輝達"}\n{"id": 2, "text": \n{"id": 3, "text": "台積電"}\n[]\n{"text": "中芯"}\n', encoding="utf-8")
    return path


def process(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The command as a process of its own, in an environment without Chinese."""
    command = [sys.executable, "-m", "chipnews", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, env={**os.environ, **ASCII}, check=False)


# --- annotate ---------------------------------------------------------------------------------------------------------


def test_annotate_a_text_file(chip: Run, article: Path, pipeline: Pipeline) -> None:
    """One line of JSON on standard output, the summary on standard error, exit code 0."""
    done = chip("annotate", article)
    assert done.code == 0
    assert [Document.from_dict(record) for record in done.records] == [pipeline.extract(NEWS, id=str(article))]
    assert done.err == "1 document, 0 errors\n"


def test_annotate_goes_on_after_bad_lines(chip: Run, mixed: Path) -> None:
    """Bad lines become records with an error and their line number, the others are annotated, and the exit code is 1."""
    done = chip("annotate", mixed)
    assert done.code == 1
    assert [record["id"] for record in done.records] == [1, None, 3, None, f"{mixed}:5"]
    assert [record["line"] for record in done.records if "error" in record] == [2, 4]
    first, summary = done.err.splitlines()
    assert first == f"chipnews: {mixed}:2: no JSON: Expecting value at character 20 (the first error; all are kept as records)"
    assert summary == "3 documents, 2 errors"


def test_annotate_many_inputs(chip: Run, article: Path, mixed: Path, tmp_path: Path) -> None:
    """Files of all kinds, missing ones and standard input in one run, in order."""
    done = chip("annotate", article, tmp_path / "gone.txt", "-", mixed, stdin="聯發科".encode())
    assert done.code == 1
    assert len(done.records) == 3 + 5
    assert "cannot read" in done.records[1]["error"]
    assert done.records[2]["text"] == "聯發科"
    assert done.err.endswith("5 documents, 3 errors\n")


def test_annotate_unknown_extension(chip: Run, tmp_path: Path) -> None:
    """A file of another kind is an error record, and the exit code tells."""
    done = chip("annotate", tmp_path / "a.docx")
    assert done.code == 1
    assert ".jsonl" in done.records[0]["error"]


@pytest.mark.parametrize(("stdin", "texts"), [(NEWS.encode(), [NEWS]), (b'{"id": 1, "text": "a"}\n{"id": 2, "text": "b"}\n', ["a", "b"]), (b"", [""])])
def test_annotate_standard_input(chip: Run, stdin: bytes, texts: list[str]) -> None:
    """`-` reads one text, or JSON lines."""
    done = chip("annotate", "-", stdin=stdin)
    assert (done.code, [record["text"] for record in done.records]) == (0, texts)


def test_annotate_an_empty_file_of_lines(chip: Run, tmp_path: Path) -> None:
    """No lines in, no lines out."""
    (tmp_path / "a.jsonl").write_bytes(b"")
    assert chip("annotate", tmp_path / "a.jsonl") == Result(0, "", "0 documents, 0 errors\n")


def test_annotate_other_encoding(chip: Run, tmp_path: Path) -> None:
    """GB18030 bytes are an error record with a way out, not an annotation of garbage."""
    (tmp_path / "a.txt").write_bytes("英伟达与高通".encode("gb18030"))
    done = chip("annotate", tmp_path / "a.txt")
    assert done.code == 1
    assert "iconv -f GB18030" in done.records[0]["error"]


def test_annotate_drops_a_byte_order_mark(chip: Run, tmp_path: Path) -> None:
    """Offsets count from the first character of the text."""
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf" + "輝達".encode())
    (record,) = chip("annotate", tmp_path / "a.txt").records
    assert (record["text"], record["spans"][0]["start"]) == ("輝達", 0)


def test_annotate_into_a_file(chip: Run, article: Path, mixed: Path, tmp_path: Path) -> None:
    """With -o the records go to the file and standard output stays empty, errors or not."""
    target = tmp_path / "out.jsonl"
    done = chip("annotate", article, mixed, "-o", target)
    assert (done.code, done.out) == (1, "")
    assert len(target.read_text(encoding="utf-8").splitlines()) == 6


@pytest.mark.parametrize(("error", "code"), [(OSError(28, "the disk is full"), 1), (KeyboardInterrupt(), 130)])
def test_annotate_that_breaks_off_can_be_resumed(chip: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int) -> None:
    """A run that dies, or is stopped with Ctrl-C, leaves no file under the name, says how to go on, and goes on."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("字" * 100_000, encoding="utf-8")
    add = Journal.add

    def fail_later(self: Journal, result: Chunked) -> None:
        if result.number == 1:
            raise error
        add(self, result)

    command = ("annotate", tmp_path / "a.txt", tmp_path / "b.txt", "-o", tmp_path / "out.jsonl")
    with monkeypatch.context() as patch:
        patch.setattr(Journal, "add", fail_later)
        done = chip(*command)
    assert done.code == code
    assert "--resume" in done.err
    assert "Traceback" not in done.err
    assert code == 130 or "the disk is full" in done.err
    assert not (tmp_path / "out.jsonl").exists()
    refused = chip(*command)
    assert refused.code == 1
    assert "--resume" in refused.err
    assert chip(*command, "--resume") == Result(0, "", "2 documents, 0 errors\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt", "out.jsonl"]


def test_annotate_with_every_option(chip: Run, tmp_path: Path) -> None:
    """Columns, workers, order, format, table and byte order mark reach the run."""
    (tmp_path / "a.csv").write_text("編號,body\nx,輝達\n", encoding="utf-8")
    options = ("--text-column", "body", "--id-column", "編號", "--workers", "2", "--unordered", "--table", "spans", "--bom", "--no-policy", "--input-format", "csv")
    assert chip("annotate", tmp_path / "a.csv", "-o", tmp_path / "out.csv", *options).code == 0
    header, row = (tmp_path / "out.csv").read_bytes().decode("utf-8").splitlines()
    assert header.startswith("\ufeffdoc_id,")
    assert row.startswith("x,0,0,2,輝達,COMPANY,nvidia")


def test_annotate_names_a_wrong_option(chip: Run, article: Path, tmp_path: Path) -> None:
    """A format or table that does not exist is one line, with those that do."""
    for options in (("--format", "docx"), ("--format", "csv", "--table", "documents")):
        done = chip("annotate", article, "-o", tmp_path / "out", *options)
        assert (done.code, done.out) == (1, "")
        assert "csv" in done.err.lower()
        assert "Traceback" not in done.err


@pytest.mark.parametrize(("format", "begin"), [("csv", "doc_id,"), ("bio", "# id = "), ("doccano", '{"id": '), ("label-studio", "[\n{")])
def test_annotate_streams_other_formats(chip: Run, article: Path, format: str, begin: str) -> None:
    """Formats that are text go down a pipe as well; what they lose is said on standard error."""
    done = chip("annotate", article, "--format", format)
    assert done.out.startswith(begin)
    assert "cannot hold" in done.err


@pytest.mark.parametrize("target", ["gone/out.jsonl", "folder"])
def test_output_that_cannot_be_written(chip: Run, article: Path, tmp_path: Path, target: str) -> None:
    """A target that the system refuses is one line on standard error and exit code 1."""
    (tmp_path / "folder").mkdir()
    done = chip("annotate", article, "-o", tmp_path / target)
    assert (done.code, done.out) == (1, "")
    assert target in done.err
    assert done.err.strip().split("\n")[-1].startswith("chipnews: ")
    assert "Traceback" not in done.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["article.txt", "folder"]


# --- show -------------------------------------------------------------------------------------------------------------


def test_show_prints_text_and_tables(chip: Run, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text, its entities and its actions, plain where there is no terminal."""
    monkeypatch.setenv("COLUMNS", "120")
    done = chip("show", article)
    assert done.code == 0
    assert all(part in done.out for part in (NEWS.strip(), "NVIDIA", "license_decision"))
    assert "\x1b" not in done.out


def test_show_writes_a_page(chip: Run, article: Path, tmp_path: Path) -> None:
    """With --html the page goes to its file, titled after the article."""
    done = chip("show", article, "--html", tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert (done.code, done.out) == (0, "")
    assert page.startswith("<!doctype html>")
    assert "<title>article.txt</title>" in page


def test_show_writes_a_page_to_standard_output(chip: Run, article: Path) -> None:
    """--html - prints the page."""
    assert chip("show", article, "--html", "-").out.startswith("<!doctype html>")


def test_show_reads_standard_input(chip: Run) -> None:
    """`-` shows what comes in."""
    assert "台積電" in chip("show", "-", stdin="台積電".encode()).out


@pytest.mark.parametrize("name", ["gone.txt", "a.docx"])
def test_show_names_what_it_cannot_read(chip: Run, tmp_path: Path, name: str) -> None:
    """A missing or unknown file is one line on standard error and exit code 1, and no page is written."""
    done = chip("show", tmp_path / name, "--html", tmp_path / "page.html")
    assert (done.code, done.out) == (1, "")
    assert name in done.err
    assert done.err.count("\n") == 1
    assert not (tmp_path / "page.html").exists()


def test_show_names_the_bad_line(chip: Run, mixed: Path) -> None:
    """A bad line is named with file and number."""
    done = chip("show", mixed)
    assert done.code == 1
    assert f"{mixed}:2" in done.err


# --- evaluate ---------------------------------------------------------------------------------------------------------

GOLD = [
    {"id": "a", "text": "美國放行輝達H20出口", "spans": [{"start": 4, "end": 6, "label": "COMPANY", "entity": "NVIDIA"}, {"start": 0, "end": 1, "label": "GPE", "entity": "United States"}]},
    {"id": "b", "text": "高通膨時代", "spans": []},
]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Gold with one mention that has another boundary."""
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in GOLD), encoding="utf-8")
    return path


def test_evaluate_prints_a_table(chip: Run, gold: Path) -> None:
    """Without predictions the texts are annotated now; labels that the gold does not use are told, not counted."""
    done = chip("evaluate", gold)
    assert (done.code, done.err) == (0, "")
    assert "2 documents" in done.out
    assert re.search(r"strict +COMPANY +1\.0000 +1\.0000", done.out)
    assert re.search(r"strict +GPE +0\.0000", done.out)
    assert "PRODUCT" in done.out.splitlines()[-1]


def test_empty_gold_is_an_error(chip: Run, tmp_path: Path) -> None:
    """A gold file without documents is the wrong file."""
    (tmp_path / "gold.jsonl").write_text("")
    done = chip("evaluate", tmp_path / "gold.jsonl")
    assert (done.code, done.out) == (1, "")
    assert "gold.jsonl: there is no document" in done.err


def test_folder_that_is_missing_is_told(chip: Run, article: Path, tmp_path: Path) -> None:
    """One line says which folder to make, whatever was to be written."""
    for command in (("annotate", article, "-o", tmp_path / "gone" / "out.jsonl"), ("show", article, "--html", tmp_path / "gone" / "out.html")):
        done = chip(*command)
        assert done.code == 1
        assert done.err.splitlines() == [f"chipnews: cannot write {command[3]}: make the folder {tmp_path / 'gone'} first"]


def test_evaluate_predictions_of_a_run(chip: Run, gold: Path, tmp_path: Path) -> None:
    """The output of annotate compares as what was annotated now; a page shows the errors in context."""
    chip("annotate", gold, "-o", tmp_path / "out.jsonl")
    now, later = (chip("evaluate", gold, *more, "--json") for more in ((), (tmp_path / "out.jsonl", "--html", tmp_path / "page.html")))
    assert json.loads(now.out) == json.loads(later.out)
    assert json.loads(now.out)["overlap"]["GPE"]["f"] == 1.0
    assert "found 美國<" in (tmp_path / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("line", "reason"), [('{"id": 1, "text": "輝達"}', "spans"), ("{bad", "no JSON"), ('{"text": "輝達", "spans": [{"start": 0, "end": 3, "label": "COMPANY"}]}', "does not lie")])
def test_evaluate_names_a_bad_line(chip: Run, gold: Path, line: str, reason: str) -> None:
    """What is no gold is named with file, line and reason."""
    gold.write_text(f"\n{line}\n", encoding="utf-8")
    done = chip("evaluate", gold)
    assert (done.code, done.out) == (1, "")
    assert f"{gold}:2: " in done.err
    assert reason in done.err


# --- explain and the rest ---------------------------------------------------------------------------------------------


def test_explain_a_text(chip: Run) -> None:
    """The candidates of a text given as an argument, winners and losers."""
    done = chip("explain", "高通膨下，高通獲利")
    assert done.code == 0
    assert "- 高通" in done.out
    assert "+ 高通  qualcomm" in done.out


def test_explain_standard_input(chip: Run) -> None:
    """`-` explains what comes in."""
    assert "+ 輝達  nvidia" in chip("explain", "-", stdin="輝達".encode()).out


def test_version(chip: Run) -> None:
    """--version prints one line and stops."""
    assert chip("--version") == Result(0, f"chipnews {chipnews.__version__}\n", "")


def test_help_names_every_command(chip: Run) -> None:
    """--help tells the commands; without arguments the help is shown too."""
    done = chip("--help")
    assert done.code == 0
    assert all(name in done.out for name in ("annotate", "evaluate", "show", "explain"))
    assert "annotate" in "".join(chip()[1:])


@pytest.mark.parametrize("arguments", [("annotate",), ("show",), ("explain",), ("annotate", "--fast", "a.txt"), ("translate",)])
def test_wrong_use_is_exit_code_2(chip: Run, arguments: tuple[str, ...]) -> None:
    """A command used wrongly says so on standard error and nothing on standard output."""
    done = chip(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err


# --- as a process -----------------------------------------------------------------------------------------------------


def test_process_prints_utf8_whatever_the_locale(article: Path) -> None:
    """Standard output is UTF-8 with plain line ends, and nothing but JSON lines."""
    done = process("annotate", article)
    assert done.returncode == 0
    assert done.stdout.count(b"\n") == 1
    assert b"\r" not in done.stdout
    assert json.loads(done.stdout.decode())["text"] == NEWS
    assert done.stderr == b"1 document, 0 errors\n"


@pytest.mark.parametrize("command", ["show", "explain"])
def test_process_shows_in_any_locale(article: Path, command: str) -> None:
    """The readable commands do not break where the locale is not UTF-8."""
    done = process(command, article if command == "show" else "-", stdin=NEWS.encode())
    assert b"Traceback" not in done.stderr
    assert done.returncode == 0
    assert "輝達" in done.stdout.decode()


def test_reader_of_a_pipe_may_leave(tmp_path: Path) -> None:
    """When `head` has seen enough, the command ends without a traceback."""
    path = tmp_path / "long.jsonl"
    path.write_text('{"text": "輝達與台積電"}\n' * 3000, encoding="utf-8")
    with subprocess.Popen([sys.executable, "-m", "chipnews", "annotate", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as command:
        assert command.stdout is not None
        assert command.stderr is not None
        first = command.stdout.readline()
        command.stdout.close()
        err = command.stderr.read()
    assert json.loads(first)["text"] == "輝達與台積電"
    assert b"Traceback" not in err
    assert b"Exception ignored" not in err
    assert command.returncode != 0
