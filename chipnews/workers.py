"""Chunks of texts in, chunks of records out, by one process or by several; a process that dies is named, not waited for."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, NamedTuple

from .document import dumps
from .errors import BatchError, place
from .sources import Item, Lines, Piece, items_of

if TYPE_CHECKING:
    from .pipeline import Pipeline  # where others annotate, this process needs none

__all__ = ["BYTES", "Chunk", "Result", "annotate_chunks", "in_chunks"]

BYTES = 300_000
"""Size of a chunk: some tenths of a second of work, so that sending it costs little and losing it costs little."""

PIECES = 500
"""Most pieces in a chunk, so that many short texts make no longer one."""

DEATHS = 5
"""So many documents in a row on which a worker dies are no longer the fault of the documents."""


class Chunk(NamedTuple):
    """Neighbouring pieces of the input. The same input gives the same chunks, however many workers there are."""

    number: int
    pieces: list[Piece]
    digest: int
    """Checksum of the pieces: tells whether an input is still what it was."""


class Result(NamedTuple):
    """The records of a chunk as JSON lines."""

    number: int
    lines: bytes
    documents: int
    errors: int
    characters: int
    digest: int


def in_chunks(pieces: Iterable[Piece], bytes: int = BYTES) -> Iterator[Chunk]:
    """Group pieces until they hold so many ``bytes``, or are `PIECES`."""
    number = size = digest = 0
    some: list[Piece] = []
    for piece in pieces:
        data = piece.data if isinstance(piece, Lines) else f"{piece.id!r}\0{piece.text or piece.error}\0".encode("utf-8", "surrogatepass")
        some.append(piece)
        size += len(data)
        digest = zlib.crc32(data, digest)
        if size >= bytes or len(some) >= PIECES:
            yield Chunk(number, some, digest)
            number, size, digest, some = number + 1, 0, 0, []
    if some:
        yield Chunk(number, some, digest)


def _annotate(pipeline: Pipeline, chunk: Chunk) -> Result:
    """One record for each item: the document, or the error and where it stands."""
    items = list(items_of(chunk.pieces))
    texts = [(item.id, item.text) for item in items if item.text is not None]
    found = iter(_records(pipeline, texts))
    records = [item.error if item.text is None else next(found) for item in items]
    lines = [record if isinstance(record, bytes) else _error_line(item, record) for item, record in zip(items, records, strict=True)]
    documents = sum(isinstance(record, bytes) for record in records)
    return Result(chunk.number, b"".join(lines), documents, len(items) - documents, sum(len(text) for _, text in texts), chunk.digest)


def _records(pipeline: Pipeline, texts: list[tuple[str | int | None, str]]) -> Sequence[bytes | str]:
    """The records of documents; if one fails, of all one by one, and in its place what is wrong with it."""
    try:
        return [document.to_json().encode() + b"\n" for document in pipeline.pipe(texts)]
    except Exception as failure:  # a defect of ours must not cost the user the other documents
        if len(texts) == 1:
            return [f"cannot annotate the text: {type(failure).__name__}: {failure}"]
        return [record for text in texts for record in _records(pipeline, [text])]


def _error_line(item: Item, error: str | None) -> bytes:
    return dumps({"id": item.id, "file": item.file, "line": item.line, "error": error}).encode() + b"\n"


def annotate_chunks(
    chunks: Iterable[Chunk], build: Callable[[], Pipeline], workers: int = 1, ordered: bool = True, warn: Callable[[str], None] = lambda message: None
) -> Iterator[Result]:
    """Yield the result of each chunk as it becomes ready; no more than a few chunks a worker are held at once.

    Args:
        chunks: read as they are needed.
        build: makes the pipeline; for more than one worker it must be picklable, and is called in each process.
        workers: number of processes that annotate; 1 annotates in this one.
        ordered: whether results keep the order of the chunks.
        warn: called with a sentence when a worker dies. Its documents are then tried one by one, and the one on which a
            worker dies again becomes an error record.

    Raises:
        BatchError: if a worker cannot start, or if workers die again and again.
    """
    if workers == 1:
        pipeline = build()
        for chunk in chunks:
            yield _annotate(pipeline, chunk)
        return
    crew: list[_Worker] = []
    given: deque[int] = deque()
    ready: dict[int, Result] = {}
    try:
        crew += [_Worker(build) for _ in range(workers)]
        stream = iter(chunks)
        upcoming = next(stream, None)
        while upcoming is not None or given:
            for worker in crew:
                if upcoming is not None and worker.is_idle and len(given) < 4 * workers:
                    worker.give(upcoming)
                    given.append(upcoming.number)
                    upcoming = next(stream, None)
            if given and (given[0] in ready if ordered else ready):
                number = given[0] if ordered else next(iter(ready))
                given.remove(number)
                yield ready.pop(number)
                continue
            answering = wait([worker.connection for worker in crew if not worker.is_idle])
            for post, worker in enumerate(crew):
                if worker.connection not in answering:
                    continue
                try:
                    result = worker.take()
                except _Died as death:
                    if death.chunk is None:
                        raise BatchError(f"a worker process could not start ({death}); a script that starts workers needs: if __name__ == '__main__'") from None
                    first = death.chunk.pieces[0]
                    warn(f"a worker process died ({death}) on a chunk that begins at {place(first.file, first.line)}; its texts are tried one by one")
                    result, crew[post] = _one_by_one(death.chunk, build)
                    worker.stop()
                if result is not None:
                    ready[result.number] = result
    finally:
        for worker in crew:
            worker.stop()


def _one_by_one(chunk: Chunk, build: Callable[[], Pipeline]) -> tuple[Result, _Worker]:
    """The result of a chunk on which a worker died, and a worker that lives."""
    whole = Result(chunk.number, b"", 0, 0, 0, chunk.digest)
    lines: list[bytes] = []
    deaths = 0
    worker = _Worker(build).started()
    for item in items_of(chunk.pieces):
        try:
            worker.give(Chunk(chunk.number, [item], 0))
            part = worker.take()
            assert part is not None
            lines.append(part.lines)
            whole = whole._replace(documents=whole.documents + part.documents, errors=whole.errors + part.errors, characters=whole.characters + part.characters)
            deaths = 0
        except _Died as death:
            deaths += 1
            if deaths == DEATHS:
                raise BatchError(f"worker processes die on every document ({death}), the last at {place(item.file, item.line)}; is there too little memory for so many workers?") from None
            lines.append(_error_line(item, f"the process that annotated this text died ({death})"))
            whole = whole._replace(errors=whole.errors + 1)
            worker = _Worker(build).started()
    return whole._replace(lines=b"".join(lines)), worker


class _Died(Exception):
    """A worker is gone; the chunk is what it had, None if it was still starting."""

    def __init__(self, message: str, chunk: Chunk | None) -> None:
        super().__init__(message)
        self.chunk = chunk


class _Worker:
    """A process with a pipeline and a pipe of its own, which no dead neighbour can block. It has one chunk at a time."""

    def __init__(self, build: Callable[[], Pipeline]) -> None:
        context = multiprocessing.get_context("spawn")  # the same on every platform, and safe beside threads
        self.connection, other = context.Pipe()
        self.process = context.Process(target=_serve, args=(other, build), daemon=True)
        with _interrupts_ignored(), _memory_given_back():
            self.process.start()
        other.close()
        self.is_idle = False  # until it says that it is ready
        self.chunk: Chunk | None = None

    def started(self) -> _Worker:
        """Wait until it is ready."""
        self.take()
        return self

    def give(self, chunk: Chunk) -> None:
        """Send a chunk."""
        self.chunk, self.is_idle = chunk, False
        with suppress(OSError):  # if it has died, taking the result will tell
            self.connection.send(chunk)

    def take(self) -> Result | None:
        """Wait for the result, or for the word that the worker is ready."""
        try:
            answer = self.connection.recv()
        except (EOFError, OSError):
            self.process.join()
            code = self.process.exitcode or 0
            raise _Died(f"exit code {code}" if code >= 0 else f"signal {-code}", self.chunk) from None
        if isinstance(answer, Exception):
            raise answer
        self.chunk, self.is_idle = None, True
        return answer if isinstance(answer, Result) else None

    def stop(self) -> None:
        """End the process."""
        self.connection.close()
        self.process.terminate()
        self.process.join()


def _serve(connection: Connection, build: Callable[[], Pipeline]) -> None:
    """What a worker does: build the pipeline once, then annotate what comes until the other end is closed."""
    try:
        pipeline = build()
    except Exception as error:
        connection.send(error)
        return
    try:
        connection.send(None)
        while True:
            connection.send(_annotate(pipeline, connection.recv()))
    except (EOFError, OSError):
        return


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal; workers, which inherit this, leave it to the one that started them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _memory_given_back() -> Iterator[None]:
    """Have glibc give back every large block once it is free, as it does at first: after a few it keeps them, and reading the tables leaves 20 MB of holes."""
    if _LARGE in os.environ:
        yield
        return
    os.environ[_LARGE] = str(1 << 17)  # its own value at first, and fixed by being given; read at the start of a process only
    try:
        yield
    finally:
        os.environ.pop(_LARGE, None)


_LARGE = "MALLOC_MMAP_THRESHOLD_"
