"""Where the lexicon files lie, and reading a table with good errors."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..errors import LexiconError

__all__ = ["folder", "rows", "table"]


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
    expected = " ".join(columns)
    lines = table(path)
    number, header = next(lines, (None, None))
    if header is None:
        raise LexiconError(f"the file is empty; the first row must be the header, tab-separated: {expected}", file=str(path))
    if header != tuple(columns):
        raise LexiconError(f"the first row must be the header, tab-separated: {expected}", file=str(path), line=number)
    yield from lines


def table(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield (line number, cells) of a table, its header first.

    A name that ends in ``.csv`` is read with commas or semicolons between the cells, as spreadsheets write it, any other
    with tabs. Blank lines and lines that begin with ``#`` are comments.

    Raises:
        LexiconError: if the file cannot be read or a row has another number of cells than the header.
    """
    name = str(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise LexiconError(f"cannot read the lexicon file: {error.strerror or error}", file=name) from error
    except UnicodeDecodeError as error:
        raise LexiconError(f"cannot read the lexicon file: not UTF-8 at byte {error.start}; save it as UTF-8 (in a spreadsheet: CSV UTF-8)", file=name) from error
    separated = path.suffix.lower() == ".csv"
    size = 0
    for number, cells in _separated(text) if separated else _tabbed(text):
        if not size:
            size = len(cells)
        elif len(cells) != size:
            hint = "quote a cell that has the separator in it" if separated else "write an empty cell as two tabs in a row"
            raise LexiconError(f"expected {size} {'' if separated else 'tab-separated '}cells, found {len(cells)}; {hint}", file=name, line=number)
        yield number, cells


def _tabbed(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, line in enumerate(text.split("\n"), 1):
        line = line.rstrip("\r")
        if line and line[0] != "#":
            yield number, tuple(line.split("\t"))


def _separated(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    import csv
    from io import StringIO

    head = text[: text.find("\n")]
    reader = csv.reader(StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    for cells in reader:
        if any(cells) and not cells[0].startswith("#"):
            yield reader.line_num, tuple(cells)
