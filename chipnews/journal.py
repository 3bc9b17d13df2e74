"""What a run has finished so far, kept so that after any interruption each input is in the output exactly once.

Beside ``OUT`` lies a folder ``OUT.partial`` with

- ``run.json``: what the run was asked for: version, lexicon, inputs, options;
- ``records.jsonl``: the records of finished chunks;
- ``chunks``: one line for each finished chunk, written after its records: its number, the size of ``records.jsonl`` with it, how
  many documents, errors and characters it held, and its checksum.

What stands in ``records.jsonl`` beyond the size that the last whole line of ``chunks`` tells was torn off in the writing, and is cut away.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from .errors import BatchError, place
from .files import cannot_write
from .workers import Chunk, Result

__all__ = ["Journal", "Summary", "partial_folder"]


@dataclass(frozen=True)
class Summary:
    """How far a run is, or how it went."""

    documents: int = 0
    errors: int = 0
    characters: int = 0

    def plus(self, documents: int, errors: int, characters: int) -> Summary:
        """With some more."""
        return Summary(self.documents + documents, self.errors + errors, self.characters + characters)


class _Line(NamedTuple):
    """A finished chunk."""

    number: int
    size: int
    documents: int
    errors: int
    characters: int
    digest: int


def partial_folder(output: Path) -> Path:
    """Where the unfinished output is kept."""
    return output.with_name(f"{output.name}.partial")


class Journal:
    """The unfinished output of a run, begun or taken up again.

    Args:
        output: the file or folder that the run is to make; the journal lies beside it.
        run: what the run was asked for, in plain JSON types.
        resume: take up an unfinished run.
        force: discard an unfinished run that is in the way or, with ``resume``, one that was asked for something else.

    Raises:
        BatchError: if an unfinished run is there and neither ``resume`` nor ``force`` was given, if it was asked for something else, or if another process is at it.
        OSError: if the folder cannot be written.
    """

    def __init__(self, output: Path, run: Mapping[str, Any], *, resume: bool = False, force: bool = False) -> None:
        self.folder = partial_folder(output)
        self.records = self.folder / "records.jsonl"
        self._output = output
        self._lines: dict[int, _Line] = {}
        try:
            self.folder.mkdir(exist_ok=True)
            self._lock = _locked(self.folder)
        except OSError as error:
            raise cannot_write(str(output), error) from error
        try:
            self._open(run, resume, force)
        except BaseException:
            os.close(self._lock)
            raise

    def _open(self, run: Mapping[str, Any], resume: bool, force: bool) -> None:
        lines = self._read_lines()
        if lines and not (force and not resume):
            if not resume:
                done = sum(line.documents for line in lines)
                raise BatchError(f"{self.folder} holds {done:,} documents of an unfinished run; go on with --resume, or discard it with --force")
            changed = self._changed(run)
            if not changed:
                self._lines = {line.number: line for line in lines}
            elif not force:
                raise BatchError(f"the unfinished run in {self.folder} cannot be taken up: {changed}; undo the change, or begin anew with --resume --force")
        size = max((line.size for line in self._lines.values()), default=0)
        self._write_whole("run.json", json.dumps(run, ensure_ascii=True, indent=1).encode())
        self._write_whole("chunks", "".join(map(_dump, self._lines.values())).encode())
        self._records: BinaryIO = open(self.records, "ab")  # noqa: SIM115
        self._records.truncate(size)
        self._records.seek(size)
        self._chunks: BinaryIO = open(self.folder / "chunks", "ab")  # noqa: SIM115

    @property
    def summary(self) -> Summary:
        """What is finished."""
        total = Summary()
        for line in self._lines.values():
            total = total.plus(line.documents, line.errors, line.characters)
        return total

    @staticmethod
    def is_over(output: Path) -> bool:
        """Whether no run into this output is unfinished; what an ended one could not clear away any more is cleared away."""
        folder = partial_folder(output)
        if not folder.exists():
            return True
        chunks = folder / "chunks"
        if (folder / "records.jsonl").exists() or not chunks.exists() or not chunks.stat().st_size:
            return False
        shutil.rmtree(folder)
        return True

    def remaining(self, chunks: Iterable[Chunk]) -> Iterator[Chunk]:
        """Yield the chunks that are not finished.

        Raises:
            BatchError: if the input of a finished one was another one then.
        """
        count, finished = 0, set(self._lines)
        for chunk in chunks:
            line = self._lines.get(chunk.number) if chunk.number in finished else None
            if line is None:
                yield chunk
            elif line.digest != chunk.digest:
                first = chunk.pieces[0]
                raise BatchError(f"{place(first.file, first.line)}: from here the input is not what it was when the run in {self.folder} read it; begin anew with --force")
            count = chunk.number + 1
        if any(number >= count for number in finished):
            raise BatchError(f"the input is shorter than it was when the run in {self.folder} read it; begin anew with --force")

    def add(self, result: Result) -> None:
        """Write down a finished chunk: first its records, then that they are there."""
        self._records.write(result.lines)
        self._records.flush()
        line = _Line(result.number, self._records.tell(), result.documents, result.errors, result.characters, result.digest)
        self._chunks.write(_dump(line).encode())
        self._chunks.flush()
        self._lines[line.number] = line

    def close(self) -> None:
        """Stop writing. Where nothing is finished, nothing is left behind."""
        for file in (self._records, self._chunks):
            with suppress(OSError):  # where the disk is full, what could not be written was no whole chunk
                file.close()
        if not self._lines:
            shutil.rmtree(self.folder, ignore_errors=True)
        with suppress(OSError):
            os.close(self._lock)

    def end(self) -> None:
        """Forget what is finished: the output stands under its name, and `close` clears the journal away."""
        self._lines = {}

    def _read_lines(self) -> list[_Line]:
        """The chunks that are finished for certain, as far as both files tell the same."""
        try:
            size = self.records.stat().st_size
            text = (self.folder / "chunks").read_text("ascii", "replace")
        except OSError:
            return []
        found: list[_Line] = []
        for raw in text.split("\n")[:-1]:
            try:
                line = _Line(*map(int, raw.split()))
            except (ValueError, TypeError):
                break
            if line.size > size:
                break
            found.append(line)
        return found

    def _changed(self, run: Mapping[str, Any]) -> str:
        """What the unfinished run was asked for that this one is not, in words; nothing if they are the same."""
        try:
            before = json.loads((self.folder / "run.json").read_bytes())
        except (OSError, ValueError) as error:
            return f"what it was asked for cannot be read ({error})"
        now = json.loads(json.dumps(run))
        return "; ".join(f"{key} was {before.get(key)}, and is {now.get(key)}" for key in sorted({*before, *now}) if before.get(key) != now.get(key))

    def _write_whole(self, name: str, data: bytes) -> None:
        temporary = self.folder / f"{name}.new"
        temporary.write_bytes(data)
        os.replace(temporary, self.folder / name)


def _dump(line: _Line) -> str:
    return " ".join(map(str, line)) + "\n"


def _locked(folder: Path) -> int:
    """A lock on the folder that ends with this process, however it ends."""
    lock = os.open(folder / "lock", os.O_CREAT | os.O_RDWR, 0o666)
    try:
        import fcntl
    except ImportError:  # no POSIX: two runs at once are not noticed
        return lock
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise BatchError(f"another run is writing to {folder}") from None
    return lock
