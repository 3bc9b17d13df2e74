"""What is kept between processes is read back only if it is exactly what this code once wrote for these sources."""

from __future__ import annotations

import marshal
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from chipnews import Entity, Lexicon, Pipeline
from chipnews.cache import kept

posix = pytest.mark.skipif(os.name != "posix", reason="who owns a file is told by POSIX permissions")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in the place of the user's own."""
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda *args, **kwargs: str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file that tables are made from."""
    path = tmp_path / "source.tsv"
    path.write_text("words", encoding="utf-8")
    return path


class Builder:
    """Makes tables, and counts how often."""

    def __init__(self) -> None:
        self.built = 0
        self.read: list[bytes] = []

    def __call__(self, source: Path, kind: str = "table", content: str = "", room: int = 1) -> str:
        """The table, kept or made."""

        def build() -> str:
            self.built += 1
            return f"table {self.built}"

        def read(file: BinaryIO) -> str:
            self.read.append(file.read())
            table: str = marshal.loads(self.read[-1])
            return table

        return kept(kind, [source], read, lambda file, table: marshal.dump(table, file), build, content=content, room=room)


@posix
def test_a_table_is_made_once(home: Path, source: Path) -> None:
    """And read back after that."""
    table = Builder()
    assert [table(source), table(source), table(source)] == ["table 1"] * 3
    assert (table.built, len(table.read)) == (1, 2)


@posix
def test_a_change_of_its_sources_makes_it_anew(home: Path, source: Path) -> None:
    """Another size, another time of change, another content that came from no file."""
    table = Builder()
    table(source)
    source.write_text("more words", encoding="utf-8")
    assert table(source) == "table 2"
    os.utime(source, ns=(1, 1))
    assert table(source) == "table 3"
    assert table(source, content="mine") == "table 4"
    assert len(list(home.iterdir())) == 1


@posix
def test_only_so_many_of_a_kind_are_kept(home: Path, source: Path) -> None:
    """The oldest go; other kinds stay."""
    table = Builder()
    table(source, kind="other")
    for i, content in enumerate("abcd"):
        table(source, content=content, room=3)
        for path in home.glob("table-*"):
            os.utime(path, ns=(i, min(path.stat().st_mtime_ns, i)))
    assert len(list(home.glob("table-*"))) == 3
    assert len(list(home.glob("other-*"))) == 1
    assert [table(source, content=content, room=3) for content in "dcb"] == ["table 5", "table 4", "table 3"]


class _Trap:
    """What, unpickled, would leave a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (str(self.path),)


HARM: dict[str, Callable[[bytes], bytes]] = {
    "cut short": lambda whole: whole[: len(whole) // 2],
    "cut to its head": lambda whole: whole[:24],
    "empty": lambda whole: b"",
    "one bit": lambda whole: whole[:-1] + bytes([whole[-1] ^ 1]),
    "more at the end": lambda whole: whole + b"\0",
    "another table": lambda whole: marshal.dumps("planted"),
    "of other sources": lambda whole: whole[:4] + bytes(16) + whole[20:],
    "code": lambda whole: whole[:24] + marshal.dumps(compile("1/0", "planted", "exec")),
}


@posix
@pytest.mark.parametrize("harm", HARM.values(), ids=HARM)
def test_a_damaged_or_foreign_file_is_never_read(home: Path, source: Path, harm: Callable[[bytes], bytes]) -> None:
    """Its bytes do not reach the reader; the table is made anew and kept in its place."""
    table = Builder()
    table(source)
    (path,) = home.iterdir()
    path.write_bytes(harm(path.read_bytes()))
    assert table(source) == "table 2"
    assert table.read == []
    assert table(source) == "table 2"


@posix
def test_nothing_kept_is_executed(home: Path, source: Path, tmp_path: Path) -> None:
    """Not even a pickle in the place of a table."""
    table = Builder()
    table(source)
    (path,) = home.iterdir()
    path.write_bytes(path.read_bytes()[:24] + pickle.dumps(_Trap(tmp_path / "sprung")))
    assert table(source) == "table 2"
    assert not (tmp_path / "sprung").exists()


@posix
def test_a_table_that_cannot_be_written_leaves_nothing(home: Path, source: Path) -> None:
    """No half of a file, and the fault of the writer is not hidden."""

    def write(file: BinaryIO, table: str) -> None:
        file.write(b"half")
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        kept("table", [source], lambda file: "", write, lambda: "whole")
    assert list(home.iterdir()) == []


@posix
def test_a_user_s_lexicon_keeps_its_compiled_form(home: Path) -> None:
    """The shipped lexicon with additions is compiled once; another addition is another form; a few entities are not worth keeping."""
    own = Lexicon([Entity("haixing", "COMPANY", "Haixing", {"tw": ("海星晶片",)})])

    def forms() -> list[str]:
        return sorted(path.name for path in home.glob("own-index-*"))

    assert Pipeline(Lexicon.default() + own).extract("海星晶片").companies
    first = forms()
    assert len(first) == 1
    assert Pipeline(Lexicon.default() + own).extract("海星晶片").companies
    assert forms() == first
    assert not Pipeline(Lexicon.default().without(names="海星晶片")).extract("海星晶片").companies
    assert len(forms()) == 2
    assert Pipeline(own).extract("海星晶片").companies
    assert len(forms()) == 2
