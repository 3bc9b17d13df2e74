"""Tables that take long to build, kept in the user's own cache folder."""

from __future__ import annotations

import os
import stat
import tempfile
import zlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import BinaryIO, TypeVar

__all__ = ["kept", "state"]

T = TypeVar("T")


def kept(kind: str, sources: Sequence[Path], read: Callable[[BinaryIO], T], write: Callable[[BinaryIO, T], object], build: Callable[[], T], *, content: str = "", room: int = 3) -> T:
    """What ``build`` makes, read back where it was kept and its sources have not changed since.

    The folder and the file must be such that no other user can have written them; where they are not, or cannot be
    read or written (a read-only file system), everything is built anew and works as well. A file says for which sources
    it was made and has a checksum, so that a torn, damaged or foreign one is never read, but made anew. Nothing kept is ever run.

    Args:
        kind: names the table.
        sources: files it is made from; size and time of change tell whether it is current.
        read: reads the table, and raises ValueError, EOFError, KeyError or TypeError for anything that is none.
        write: writes it.
        build: makes it.
        content: what it is made from beside the files.
        room: how many tables of the kind are kept, so that several environments or releases side by side keep each its own; the oldest go.
    """
    from hashlib import blake2b
    from io import BytesIO

    import platformdirs

    stamp = blake2b(repr([_code(), *map(_state, sources), content]).encode("utf-8", "surrogatepass"), digest_size=16)
    path = Path(platformdirs.user_cache_dir("chipnews", appauthor=False)) / f"{kind}-{stamp.hexdigest()[:8]}"
    try:
        if _private(path.parent) and _private(path):
            data = path.read_bytes()
            table = memoryview(data)[_HEAD:]
            if data[:_HEAD] == _head(stamp.digest(), table):
                return read(BytesIO(table))
    except (OSError, ValueError, EOFError, KeyError, TypeError):
        pass
    made = build()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                buffer = BytesIO()
                write(buffer, made)
                file.write(_head(stamp.digest(), buffer.getbuffer()) + buffer.getbuffer())
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
        others = sorted((other for other in path.parent.glob(f"{kind}-*") if other != path), key=lambda other: other.stat().st_mtime_ns)
        for stale in others[: len(others) - room + 1]:
            stale.unlink(missing_ok=True)
    except OSError:
        pass
    return made


_HEAD = 24


def _head(stamp: bytes, table: memoryview) -> bytes:
    """What a kept file begins with: a name, the stamp of what it was made from, and the checksum of the rest."""
    return b"chip" + stamp + zlib.crc32(table).to_bytes(4, "big")


@cache
def _code() -> list[tuple[str, int, int]]:
    """The state of our own code: another version of it may make another table."""
    return [_state(path) for path in sorted(Path(__file__).parent.rglob("*.py"))]


def _state(path: Path) -> tuple[str, int, int]:
    """What tells one content of a file from another; a file that is missing is for ``build`` to complain of."""
    try:
        info = path.stat()
    except OSError:
        return str(path), -1, -1
    return str(path), info.st_size, info.st_mtime_ns


def state(sources: Sequence[Path]) -> str:
    """What tells the content of some files from another: to be taken before they are read, and given as ``content`` where a table is made of what was read."""
    return repr([_state(path) for path in sources])


def _private(path: Path) -> bool:
    """Whether only this user can have written the file or folder."""
    if os.name != "posix":
        return True
    info = path.stat()
    return info.st_uid == os.getuid() and not info.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
