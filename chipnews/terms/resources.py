"""Where the lexicon files lie, and reading a table with good errors."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..errors import LexiconError

__all__ = ["folder", "rows"]


def folder() -> Path:
    """The shipped ``lexicons/``: the installed package ``chipnews.lexicons``, or the folder beside the code in a checkout."""
    spec = importlib.util.find_spec("chipnews.lexicons")
    if spec is not None and spec.submodule_search_locations:
        return Path(next(iter(spec.submodule_search_locations)))
    return Path(__file__).resolve().parents[2] / "lexicons"


def rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield (line number, cells) of a TSV file whose first row is the header.

    Blank lines and lines that begin with ``#`` are comments.

    Raises:
        LexiconError: if the file cannot be read, the header differs, or a row has another number of cells.
    """
    name = str(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"cannot read the lexicon file: {error}", file=name) from error
    expected = list(columns)
    header = False
    for number, line in enumerate(text.split("\n"), 1):
        line = line.rstrip("\r")
        if not line or line[0] == "#":
            continue
        cells = tuple(line.split("\t"))
        if not header:
            if cells != tuple(expected):
                raise LexiconError("the first row must be the header, tab-separated: " + " ".join(expected), file=name, line=number)
            header = True
            continue
        if len(cells) != len(expected):
            raise LexiconError(f"expected {len(expected)} tab-separated cells, found {len(cells)}; write an empty cell as two tabs in a row", file=name, line=number)
        yield number, cells
    if not header:
        raise LexiconError("the file is empty; the first row must be the header, tab-separated: " + " ".join(expected), file=name)
