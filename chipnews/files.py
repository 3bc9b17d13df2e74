"""Opening what is read and written: compression by suffix, and output that appears under its name only when it is whole."""

from __future__ import annotations

import gzip
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, TextIO, cast

from .export.schema import needs

__all__ = ["COMPRESSIONS", "STDIO", "cannot_write", "compressing", "decompressed", "open_counted", "open_output", "stem_suffix"]

STDIO = "-"
"""The name of standard input and standard output on the command line."""

COMPRESSIONS = (".gz", ".zst")


def stem_suffix(name: str) -> str:
    """The suffix that tells the format, in lower case: the last one, or the one before a suffix of compression.

    >>> stem_suffix("news.JSONL"), stem_suffix("news.csv.zst"), stem_suffix("README")
    ('.jsonl', '.csv', '')
    """
    name = name.lower()
    for suffix in COMPRESSIONS:
        name = name.removesuffix(suffix)
    return os.path.splitext(name)[1]


class _Counted(io.FileIO):
    """A file that tells how many bytes were read from it."""

    def __init__(self, path: str, tally: Callable[[int], None]) -> None:
        super().__init__(path, "r")
        self._tally = tally

    def readinto(self, buffer: Any) -> int:
        count = super().readinto(buffer)
        self._tally(count)
        return count

    def readall(self) -> bytes:
        data = super().readall()
        self._tally(len(data))
        return data


def open_counted(path: str, tally: Callable[[int], None]) -> BinaryIO:
    """Open a file for reading and call ``tally`` with the number of bytes whenever some were read."""
    return io.BufferedReader(_Counted(path, tally), 1 << 16)


def decompressed(file: BinaryIO, name: str) -> BinaryIO:
    """What a file holds, decompressed where the suffix of its name says so.

    Reading raises EOFError where a compressed stream is cut off.
    """
    if name.lower().endswith(".gz"):
        return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, gzip.GzipFile(fileobj=file)), 1 << 16))
    if name.lower().endswith(".zst"):
        return io.BufferedReader(_Zstandard(file), 1 << 16)
    return file


class _Zstandard(io.RawIOBase):
    """A Zstandard stream of any number of frames that, unlike the library's own reader, notices that it is cut off."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._new = needs("zstandard", "zstd").ZstdDecompressor().decompressobj
        self._frame: Any = None
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            rest = self._frame.unused_data if self._frame is not None and self._frame.eof else b""
            data = rest or self._file.read(1 << 16)
            if not data:
                if self._frame is not None and not self._frame.eof:
                    raise EOFError("the compressed stream is cut off")
                return 0
            if self._frame is None or self._frame.eof:
                self._frame = self._new()
            try:
                self._ready = self._frame.decompress(data)
            except Exception as error:  # the library's own kind of error, which only it can name
                raise OSError(f"no Zstandard stream: {error}") from error
        count = min(len(buffer), len(self._ready))
        buffer[:count], self._ready = self._ready[:count], self._ready[count:]
        return count


@contextmanager
def compressing(file: IO[bytes], name: str) -> Iterator[IO[bytes]]:
    """A stream into ``file`` that compresses where the suffix of the name says so; ``file`` itself stays open."""
    if name.lower().endswith(".gz"):
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=6, mtime=0) as stream:
            yield cast(IO[bytes], stream)
    elif name.lower().endswith(".zst"):
        with needs("zstandard", "zstd").ZstdCompressor(level=6).stream_writer(file, closefd=False) as stream:
            yield stream
    else:
        yield file
        file.flush()


def cannot_write(path: str, error: OSError) -> OSError:
    """The same error in words that tell the file, and what to do where its folder is missing."""
    folder = Path(path).parent
    return OSError(error.errno, f"cannot write {path}: {error.strerror}" if folder.exists() else f"cannot write {path}: make the folder {folder} first")


@contextmanager
def open_output(path: str) -> Iterator[TextIO]:
    """Standard output for ``-``; else a text file that appears under its name only when it is whole."""
    if path == STDIO:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        yield sys.stdout
        sys.stdout.flush()
        return
    target = Path(path).resolve()
    if target.exists() and not target.is_file():  # a pipe or a device, which nothing may replace
        with target.open("w", encoding="utf-8", newline="\n") as file:
            yield file
        return
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise cannot_write(path, error) from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            yield file
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(temporary, 0o666 & ~umask)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise
