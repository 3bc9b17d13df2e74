"""A run over an archive: files in, one record out for each text, with workers, and resumable after any interruption."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from . import __version__
from .document import Document
from .errors import BatchError, place
from .export.formats import Failure, Format, format_of
from .files import COMPRESSIONS, STDIO, compressing
from .journal import Journal, Summary, partial_folder
from .sources import Columns, cut, expand
from .terms.resources import folder as lexicon_folder
from .workers import BYTES, Chunk, Result, annotate_chunks, in_chunks

if TYPE_CHECKING:
    from .pipeline import Pipeline

__all__ = ["Options", "Progress", "Summary", "annotate"]


@dataclass(frozen=True)
class Options:
    """What the records of a run depend on, besides its inputs. A run is resumed only with the same.

    Args:
        columns: where the text and the id stand.
        input_format: one of `chipnews.sources.FORMATS`, that of every input; if None, the suffixes tell.
        lexicon: files or folders whose entities join the shipped lexicon.
        policy: whether policy actions are framed.
        ordered: whether the records stand in the order of the inputs.
        chunk: bytes that a worker gets at once, and that an interruption can cost.
    """

    columns: Columns = field(default_factory=Columns)
    input_format: str | None = None
    lexicon: tuple[str, ...] = ()
    policy: bool = True
    ordered: bool = True
    chunk: int = BYTES


class Progress(NamedTuple):
    """How far a run is."""

    read: int
    """Bytes of the inputs that were read, a few chunks ahead of what is finished."""
    total: int | None
    """Bytes of all inputs; None with standard input among them."""
    done: Summary


def annotate(
    inputs: Sequence[str],
    output: str,
    options: Options = Options(),
    *,
    workers: int = 1,
    format: str | None = None,
    writing: dict[str, Any] | None = None,
    resume: bool = False,
    force: bool = False,
    progress: Callable[[Progress], None] = lambda progress: None,
    warn: Callable[[str], None] = lambda message: None,
) -> Summary:
    """Annotate every text of the inputs and write one record for each.

    The output appears under its name when it is whole. Until then finished records lie in ``OUTPUT.partial``, from where a
    later call with ``resume`` goes on: each input is in the output exactly once. Records are JSON lines there, whatever the format;
    the output is made of them at the end.

    Args:
        inputs: files, folders, patterns, ``-``; see `chipnews.sources.expand`.
        output: a file (a folder for brat), or ``-`` for standard output.
        options: what the records depend on.
        workers: number of processes that annotate; 1 annotates in this one.
        format: one of `chipnews.export.formats.FORMATS`; if None, the suffix of the output tells.
        writing: options of the format's writer.
        resume: take up an unfinished run of the same inputs, options and lexicon; begin one if there is none; nothing if the output is whole.
        force: discard an unfinished run that is in the way or, with ``resume``, one that cannot be taken up.
        progress: called after every chunk.
        warn: called with a sentence about everything that is not as it should be: the first text that cannot be read, what the format cannot hold, files left out,
            workers that died.

    Returns:
        What is in the output.

    Raises:
        BatchError: if the run cannot start, go on or be resumed, or if the output is one of the inputs.
        FormatError: for an unknown format, or an option that it does not have.
        ModuleNotFoundError: if a format needs a package that is not installed, with the command that installs it.
        LexiconError: for a lexicon file that cannot be used.
        OSError: if the output cannot be written.
    """
    kind, writing = format_of(output, format), writing or {}
    kind.check(output, writing)
    target = _regular(output)
    if target is None and (resume or not kind.is_stream):
        raise BatchError(f"{'a run into a stream cannot be resumed' if resume else f'the format {kind.name} cannot be written into a stream'}; name a file with -o")
    if target is not None and resume and target.exists() and Journal.is_over(target):
        warn(f"{output} is whole already, from an earlier run; nothing is left to resume (without --resume it is made anew)")
        return Summary()
    if target is not None and any(name != STDIO and Path(name).is_file() and Path(name).resolve() == target for name in inputs):
        raise BatchError(f"{output} is one of the inputs, which a run does not replace; name another file with -o")
    own = frozenset() if target is None else frozenset({target, partial_folder(target), errors_file(target)})
    others: Counter[str] = Counter()
    inventory = _Inventory.of(expand(inputs, own, options.input_format, others))
    if others:
        warn(f"left out of the folders, being of other kinds: {_listed(others)}")
    meter = _Meter(inventory.bytes, progress)
    pieces = cut(expand(inputs, own, options.input_format), options.columns, options.input_format, options.chunk, meter.tally)
    chunks = in_chunks(pieces, options.chunk)

    def annotated(chunks: Iterable[Chunk]) -> Iterator[Result]:
        told = False
        for result in annotate_chunks(chunks, partial(_build, options.lexicon, options.policy), workers, options.ordered, warn):
            if result.errors and not told:
                told = True
                warn(f"{_first_error(result)} (the first error; all are kept as records)")
            yield result
            meter.note(result)

    if target is None:
        lines = (line for result in annotated(chunks) for line in result.lines.splitlines(keepends=True))
        with nullcontext(sys.stdout.buffer) if output == STDIO else open(output, "wb") as file, compressing(file, output) as stream:
            _export(lines, kind, stream, writing, output, warn, lambda line: warn(line.decode().rstrip()))
        return meter.done
    _refuse_to_replace(target, kind, resume)
    run = {"version": __version__, "lexicon": _fingerprint(options.lexicon), "inputs": asdict(inventory), "options": asdict(options)}
    journal = Journal(target, run, resume=resume, force=force)
    try:
        meter.done = journal.summary
        for result in annotated(journal.remaining(chunks)):
            journal.add(result)
        _finish(journal, kind, target, writing, warn)
    finally:
        journal.close()
    return meter.done


def _first_error(result: Result) -> str:
    """Where and why the first error of a result came about."""
    record = next(record for record in map(json.loads, result.lines.splitlines()) if "error" in record)
    return f"{place(record['file'], record['line'])}: {record['error']}"


def errors_file(output: Path) -> Path:
    """Where the error records go if the format of the output cannot hold them."""
    return output.with_name(f"{output.name}.errors.jsonl")


def _regular(output: str) -> Path | None:
    """The file or folder to make, links followed; None for standard output, and for a pipe or a device, which nothing may replace."""
    if output == STDIO:
        return None
    target = Path(output).resolve()
    return target if target.is_file() or target.is_dir() or not target.exists() else None


def _refuse_to_replace(target: Path, kind: Format, resume: bool) -> None:
    """Before any work is done, keep what is no earlier output of the same kind from being replaced."""
    if kind.is_folder:
        if target.exists() and not resume and not (target.is_dir() and not any(target.iterdir())):
            raise BatchError(f"{target} is there and no empty folder; name another one")
    elif target.is_dir():
        raise BatchError(f"cannot write {target}: it is a folder")


def _finish(journal: Journal, kind: Format, target: Path, writing: dict[str, Any], warn: Callable[[str], None]) -> None:
    """Make the output of the finished records and put it under its name."""
    whole, errors = journal.folder / "output", journal.folder / "errors"
    if kind.name == "jsonl" and target.suffix not in COMPRESSIONS:
        whole = journal.records
    else:
        with open(journal.records, "rb") as lines, open(errors, "wb") as kept:
            if kind.is_folder:
                shutil.rmtree(whole, ignore_errors=True)
                whole.mkdir()
                _export(lines, kind, whole, writing, target.name, warn, kept.write)
            else:
                with open(whole, "wb") as file, compressing(file, target.name) as stream:
                    _export(lines, kind, stream, writing, target.name, warn, kept.write)
    errors_file(target).unlink(missing_ok=True)
    if errors.exists() and errors.stat().st_size:
        os.replace(errors, errors_file(target))
        warn(f"the error records are in {errors_file(target).name}")
    if target.is_dir():
        os.rename(target, journal.folder / "before")
    os.replace(whole, target)
    journal.end()


def _export(
    lines: Iterable[bytes], kind: Format, target: IO[bytes] | Path, writing: dict[str, Any], name: str, warn: Callable[[str], None], failed: Callable[[bytes], object]
) -> None:
    """Write JSON lines in a format; say what it cannot hold, and hand over the error records where it holds none."""

    def records() -> Iterator[Document | Failure]:
        for line in lines:
            record = json.loads(line)
            if "schema" in record:
                yield Document.from_dict(record)
            elif kind.holds_errors:
                yield Failure(**record)
            else:
                failed(line)

    if kind.name == "jsonl" and not isinstance(target, Path):  # it is that already
        for line in lines:
            target.write(line)
        return
    lost: Counter[str] = Counter()
    kind.write(records(), target, lost, **writing)
    if lost:
        warn(f"{name}: {kind.name} cannot hold {_listed(lost)}")


def _listed(counts: Counter[str]) -> str:
    """Counts as words: ``2 .docx, 1,000 .pdf``."""
    return ", ".join(f"{count:,} {what}" for what, count in sorted(counts.items()))


def _build(lexicon: tuple[str, ...], policy: bool) -> Pipeline:
    """The pipeline of a run, made where texts are annotated: with workers, in each of them and not in this process."""
    from .pipeline import pipeline_with

    return pipeline_with(lexicon, policy=policy)


def _fingerprint(lexicon: tuple[str, ...]) -> str:
    """A digest of everything the lexicon files say, the shipped ones and the user's."""
    digest = hashlib.sha256()
    for root in (lexicon_folder(), *map(Path, lexicon)):
        for path in sorted(root.rglob("*.tsv")) if root.is_dir() else [root]:
            digest.update(f"{path.relative_to(root)}\0".encode("utf-8", "surrogateescape") + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


@dataclass(frozen=True)
class _Inventory:
    """The inputs of a run by name and size. What their finished part says is told by the checksums of the journal."""

    files: int
    bytes: int | None
    """None with standard input among them."""
    digest: str

    @classmethod
    def of(cls, files: Iterable[str]) -> _Inventory:
        count, total, stream, digest = 0, 0, False, hashlib.sha256()
        for path in files:
            try:
                size = -1 if path == STDIO else os.stat(path).st_size
            except OSError:
                size = -2  # reading it tells why
            count, total, stream = count + 1, total + max(size, 0), stream or path == STDIO
            digest.update(f"{size} {path}\0".encode("utf-8", "surrogateescape"))
        return cls(count, None if stream else total, digest.hexdigest()[:16])


class _Meter:
    """Counts what is read and done, and tells it after every chunk."""

    def __init__(self, total: int | None, tell: Callable[[Progress], None]) -> None:
        self.read = 0
        self.total = total
        self.done = Summary()
        self._tell = tell

    def tally(self, count: int) -> None:
        self.read += count

    def note(self, result: Result) -> None:
        self.done = self.done.plus(result.documents, result.errors, result.characters)
        self._tell(Progress(self.read, self.total, self.done))
