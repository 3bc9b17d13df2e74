"""Progress: shown on a terminal, silent elsewhere, and nothing is changed by being watched."""

from __future__ import annotations

import re
from io import StringIO
from typing import NamedTuple

import pytest

from chipnews.display.progress import counted, reporting


class Terminal(StringIO):
    """A standard error that says it is a terminal."""

    def isatty(self) -> bool:
        """It is one."""
        return True

    def shown(self) -> str:
        """What was written, without colours and movements."""
        return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", self.getvalue())


class Done(NamedTuple):
    """What is finished."""

    documents: int
    characters: int


class Progress(NamedTuple):
    """How far a run is."""

    read: int
    total: int | None
    done: Done


def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Standard error as a terminal; no fixture, as pytest puts its own in place before the test begins."""
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    return stream


def test_a_terminal_shows_how_many_texts_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The texts come through as they are."""
    screen = terminal(monkeypatch)
    assert list(counted(iter(["輝達", "", "台積電"]), "discover")) == ["輝達", "", "台積電"]
    assert "discover: 3 texts" in screen.shown()


def test_a_terminal_shows_how_far_a_run_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Share of the bytes, documents, rate."""
    screen = terminal(monkeypatch)
    with reporting() as report:
        report(Progress(500, 1000, Done(1234, 9000)))
    assert "50%" in screen.shown()
    assert "1,234 documents" in screen.shown()


def test_nothing_is_shown_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    """Standard error in a file or a pipe stays clean."""
    assert list(counted(["輝達"], "discover")) == ["輝達"]
    with reporting() as report:
        report(Progress(1, None, Done(1, 2)))
    assert capsys.readouterr() == ("", "")
