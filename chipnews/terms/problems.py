"""A lexicon file as a table whose rows know their place, and what is wrong with its form."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ..errors import LexiconError
from ..normalization import fold
from .resources import table

__all__ = ["Problem", "Row", "Table", "out_of_order", "read_table", "repeated"]

_LISTS = frozenset({"tw", "hk", "cn", "aliases", "tickers", "source", "words", "for", "against", "before", "after", "not", "left", "right", "prefixes"})
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


class Problem(NamedTuple):
    """A fault of a lexicon file; ``str()`` gives the line that editors and CI systems understand."""

    file: str
    line: int
    column: int
    """1-based, in code points."""
    severity: str
    """``error``, or ``warning`` for what may be meant so."""
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.severity}: {self.message} [{self.code}]"


@dataclass(frozen=True)
class Row:
    """A row with its place."""

    file: str
    line: int
    raw: str
    cells: Mapping[str, str]
    separator: str = "\t"

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def items(self, column: str) -> list[str]:
        """The items of a list cell."""
        cell = self[column]
        return cell.split("|") if cell else []

    def problem(self, column: str, code: str, message: str, *, part: str = "", severity: str = "error") -> Problem:
        """A fault in a cell, or in a part of a list cell."""
        return Problem(self.file, self.line, self._place(column, part), severity, code, f"{column}: {message}")

    def _place(self, column: str, part: str) -> int:
        start = 0
        for name in self.cells:
            if name == column:
                break
            start = self.raw.find(self.separator, start) + 1
        at = self.raw.find(part, start) if part else start
        return max(at, start) + 1


@dataclass
class Table:
    """A file that could be read as far as its rows."""

    path: Path
    header: tuple[str, ...]
    rows: list[Row]


def read_table(path: Path, problems: list[Problem], *, strict: bool) -> list[Table]:
    """The file as a table, in a list that is empty where it is none; what is wrong with its lines goes to the problems."""
    name = str(path)
    try:
        data = path.read_bytes()
        text = data.decode("utf-8")
    except OSError as error:
        problems.append(Problem(name, 1, 1, "error", "read", f"cannot read the file: {error.strerror or error}"))
        return []
    except UnicodeDecodeError as error:
        problems.append(Problem(name, data.count(b"\n", 0, error.start) + 1, 1, "error", "encoding", f"not UTF-8 at byte {error.start}; save the file as UTF-8"))
        return []
    if strict:
        problems += _check_lines(name, text)
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        odd = next((i for i, char in enumerate(line.removesuffix("\r")) if char != "\t" and unicodedata.category(char) in _INVISIBLE), None)
        if odd is not None:
            problems.append(Problem(name, number, odd + 1, "error", "invisible", f"an invisible character, U+{ord(line[odd]):04X}; delete it"))
        elif not unicodedata.is_normalized("NFC", line):
            problems.append(Problem(name, number, 1, "error", "composition", "a character in decomposed form; write it in composed form (NFC)"))
    return _rows(path, text.removeprefix("\ufeff"), problems, strict=strict)


def _check_lines(name: str, text: str) -> Iterator[Problem]:
    if text.startswith("\ufeff"):
        yield Problem(name, 1, 1, "error", "encoding", "a byte order mark; save the file as UTF-8 without it")
    if "\r" in text:
        yield Problem(name, text.count("\n", 0, text.index("\r")) + 1, 1, "error", "line-end", "a carriage return; end lines with a line feed alone")
    if not text.endswith("\n") or text.endswith("\n\n"):
        yield Problem(name, text.count("\n") + 1, 1, "error", "line-end", "the file must end with one line feed")


def _rows(path: Path, text: str, problems: list[Problem], *, strict: bool) -> list[Table]:
    name = str(path)
    lines = text.split("\n")
    if path.suffix.lower() == ".csv":
        try:
            numbered = list(table(path))
        except LexiconError as error:
            problems.append(Problem(name, error.line or 1, 1, "error", "cells", error.message))
            return []
        separator = ";" if lines[0].count(";") > lines[0].count(",") else ","
    else:
        numbered = [(number, tuple(line.rstrip("\r").split("\t"))) for number, line in enumerate(lines, 1) if line.rstrip("\r") and line[0] != "#"]
        separator = "\t"
    if not numbered:
        problems.append(Problem(name, 1, 1, "error", "header", "the file is empty; its first row must name the columns"))
        return []
    header = tuple(map(str.strip, numbered[0][1]))
    problems += [Problem(name, numbered[0][0], 1, "error", "header", f"the column {column!r} stands twice") for column in dict.fromkeys(header) if header.count(column) > 1]
    rows = []
    seen: dict[str, int] = {}
    for number, cells in numbered[1:]:
        if len(cells) != len(header):
            problems.append(Problem(name, number, 1, "error", "cells", f"expected {len(header)} cells, found {len(cells)}; write an empty cell as two tabs in a row"))
            continue
        row = Row(name, number, lines[number - 1], dict(zip(header, cells, strict=True)), separator)
        problems += _check_cells(row, strict=strict)
        content = "\t".join(cell for column, cell in row.cells.items() if column != "note")
        if content in seen:
            problems.append(Problem(name, number, 1, "error", "duplicate", f"the row stands in line {seen[content]} too"))
        seen.setdefault(content, number)
        rows.append(row)
    return [Table(path, header, rows)]


def _check_cells(row: Row, *, strict: bool) -> Iterator[Problem]:
    for column, cell in row.cells.items():
        if cell != cell.strip() and strict:
            yield row.problem(column, "space", "a space at the edge of the cell")
        if column in _LISTS and "|" in cell:
            parts = cell.split("|")
            for part in parts:
                if not part or part != part.strip():
                    yield row.problem(column, "space", f"an item is empty or has a space at its edge: {part!r}", part=part)
            for part in dict.fromkeys(part for part in parts if part and parts.count(part) > 1):
                yield row.problem(column, "duplicate", f"{part!r} stands twice in the cell", part=part)


def out_of_order(rows: Sequence[Row], columns: tuple[str, ...]) -> Iterator[Problem]:
    """The rows whose cells in some columns come before those of the row above them, by code point."""
    keys = [tuple(row[column] for column in columns) for row in rows]
    for row, key, before in zip(rows[1:], keys[1:], keys, strict=False):
        if key < before:
            yield row.problem(columns[0], "order", f"{' '.join(key)!r} stands after {' '.join(before)!r}; sort the rows by {' and '.join(columns)}")


def repeated(rows: Iterable[Row], column: str, group: str = "") -> Iterator[Problem]:
    """The rows whose cell in a column another has too, but for script, width and case; of those with the same cell in the column ``group``, if one is named."""
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        key = row[group], fold(row[column])
        if key in seen:
            yield row.problem(column, "duplicate", f"{row[column]!r} stands in line {seen[key]} too")
        seen.setdefault(key, row.line)
