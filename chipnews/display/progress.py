"""The progress of a run on a terminal; nothing where standard error is none."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

__all__ = ["reporting"]


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
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    words = TextColumn("{task.fields[documents]:,} documents, {task.fields[rate]}")
    with Progress(BarColumn(), TaskProgressColumn(), words, TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
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
