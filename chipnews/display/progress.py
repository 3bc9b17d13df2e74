"""The progress of a run on a terminal; nothing where standard error is none."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn

__all__ = ["counted", "reporting"]


class _Done(Protocol):
    @property
    def documents(self) -> int: ...
    @property
    def characters(self) -> int: ...


class _Progress(Protocol):
    @property
    def read(self) -> int: ...
    @property
    def total(self) -> int | None: ...
    @property
    def done(self) -> _Done: ...


@contextmanager
def reporting() -> Iterator[Callable[[_Progress], None]]:
    """Give a function that shows how far a run is: share of the bytes, documents, rate, time gone and time left."""
    if not sys.stderr.isatty():
        yield lambda progress: None
        return
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    words = TextColumn("{task.fields[documents]:,} documents, {task.fields[rate]}")
    with _line(BarColumn(), TaskProgressColumn(), words, TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn()) as bar:
        task = bar.add_task("annotate", total=None, documents=0, rate="")
        begun: int | None = None

        def report(progress: _Progress) -> None:
            nonlocal begun
            if begun is None:
                begun = progress.done.characters
            elapsed = bar.tasks[0].elapsed or 1e-9
            rate = f"{(progress.done.characters - begun) / elapsed / 1e6:.2f} million characters a second"
            bar.update(task, completed=progress.read, total=progress.total, documents=progress.done.documents, rate=rate)

        yield report


def counted(texts: Iterable[str], task: str) -> Iterator[str]:
    """Pass texts on, and show how many there were and the time gone.

    Args:
        texts: any number of them.
        task: the word before the count.
    """
    if not sys.stderr.isatty():
        yield from texts
        return
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    with _line(SpinnerColumn(), TextColumn("{task.description}: {task.completed:,.0f} texts"), TimeElapsedColumn()) as line:
        shown = line.add_task(task, total=None)
        for text in texts:
            yield text
            line.advance(shown)


def _line(*columns: ProgressColumn) -> Progress:
    """A line on standard error that is gone when the run is over."""
    from rich.console import Console
    from rich.progress import Progress

    return Progress(*columns, console=Console(stderr=True), transient=True)
