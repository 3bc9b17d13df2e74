"""The files of a lexicon, read into what a `Lexicon` is made of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ..errors import LexiconError
from ..spans import LABELS
from .entry import CHANGES, COLUMNS, SUPPORT, Abbreviation, Change, Entity, Row, SenseRule, check_lists, check_row, split_list, unknown_id
from .forms import KINDS
from .resources import rows, table

__all__ = ["SENSE_COLUMNS", "Parts", "read_parts"]

_ENTITY_COLUMNS = (*COLUMNS, "change")
SENSE_COLUMNS = ("alias", "entity", "support", "for", "against", "note")
_ABBREVIATION_COLUMNS = ("char", "entity", "before", "after", "not", "note")
_PAIR_COLUMNS = ("pair", "first", "second", "third", "after", "not", "note")
_TABLES_OF_THEIR_OWN = frozenset({"ambiguous.tsv", "abbreviations.tsv", "cues.tsv", "pairs.tsv", "crossings.tsv", "families.tsv", *KINDS, "ordinary.tsv", "regions.tsv", "scripts.tsv", "sources.tsv"})
"""Files of the shipped folder that hold neither entities nor rules as a user writes them."""


class Parts(NamedTuple):
    """What files hold."""

    entries: dict[str, Entity | str]
    """By id the row, which becomes an entity when it is first asked for."""
    rules: list[SenseRule | str]
    abbreviations: tuple[Abbreviation, ...]
    changes: tuple[tuple[Change, ...], ...]
    """What they do to a lexicon that they are added to, in one group."""


def read_parts(path: Path) -> Parts:
    """Read a file of entities or of sense rules, or a folder of such files; `chipnews.Lexicon.read` says what they look like.

    Raises:
        LexiconError: naming file, line and field of the first fault.
    """
    entries: dict[str, Entity | str] = {}
    rules: list[SenseRule | str] = []
    changes: list[Change] = []
    abbreviations: list[Abbreviation] = []
    files = [path]
    if path.is_dir():
        files = [file for pattern in ("*.tsv", "*.csv") for file in sorted(path.glob(pattern)) if file.name not in _TABLES_OF_THEIR_OWN]
        if not files:
            raise LexiconError("the folder has no .tsv or .csv file of entities or rules", file=str(path))
    for file in files:
        lines = table(file)
        number, named = next(lines, (None, ()))
        header = tuple(map(str.strip, named))
        if "alias" in header and "entity" in header:
            rules += _rules(file, _arranged(file, number or 1, header, lines, SENSE_COLUMNS), None)
        else:
            _read_entities(file, number, header, lines, entries, changes)
    if path.is_dir():
        senses, characters, pairs = (path / name for name in ("ambiguous.tsv", "abbreviations.tsv", "pairs.tsv"))
        if senses.is_file():
            rules += _rules(senses, rows(senses, SENSE_COLUMNS), entries)
        if characters.is_file():
            abbreviations += _characters(characters, entries)
        if pairs.is_file():
            abbreviations += _pairs(pairs, entries)
    return Parts(entries, rules, tuple(abbreviations), (tuple(changes),) if changes else ())


def _arranged(path: Path, number: int, header: Row, lines: Iterable[tuple[int, Row]], columns: Sequence[str]) -> Iterator[tuple[int, Row]]:
    """The rows of a file with the cells in the order of some columns, empty where the file has no such column."""
    given = [{"name": "en"}.get(column, column) if "en" not in header else column for column in header]
    for column in given:
        if column not in columns or given.count(column) > 1:
            fault = "stands twice" if column in columns else "is unknown"
            raise LexiconError(f"the column {column!r} {fault}; the columns are: {' '.join(columns)}", file=str(path), line=number, field=column)
    if given == list(columns):
        yield from lines
        return
    places = [given.index(column) if column in given else len(given) for column in columns]
    for line, cells in lines:
        padded = (*map(str.strip, cells), "")
        yield line, tuple([padded[place] for place in places])


def _read_entities(path: Path, number: int | None, header: Row, lines: Iterator[tuple[int, Row]], entries: dict[str, Entity | str], changes: list[Change]) -> None:
    """Add the entities of a file to others, and its changes to others.

    Args:
        path: the file.
        number: line of its header; None if it has none.
        header: the names of its columns.
        lines: the rows after that.
        entries: receives the entities.
        changes: receives the changes.
    """
    name = str(path)
    if not ({"id", "label"} <= set(header) or "change" in header):
        found = "the file is empty" if number is None else f"the first row is {' '.join(header)[:80]!r}"
        needed = f"the first row must be the header, {'with commas' if path.suffix.lower() == '.csv' else 'with tabs'} between its names, of which there must be id, label and a name (en, tw, hk, cn or aliases)"
        raise LexiconError(f"{found}; {needed}: {' '.join(_ENTITY_COLUMNS)}", file=name, line=number)
    assert number is not None
    full = header == COLUMNS
    for line, row in lines if full else _arranged(path, number, header, lines, _ENTITY_COLUMNS):
        cells, change = row[: len(COLUMNS)], "" if full else row[-1]
        if not cells[2]:
            cells = (*cells[:2], next((cell.split("|")[0] for cell in cells[3:7] if cell), ""), *cells[3:])
        if change:
            changes.append(_change(change, row[: len(COLUMNS)], name, line))
            continue
        check_row(cells, name, line)
        if cells[0] in entries:
            raise LexiconError(f"the id {cells[0]!r} stands twice; ids are unique over all files", file=name, line=line, field="id")
        entries[cells[0]] = "\t".join(cells)


def _change(kind: str, cells: Row, file: str, line: int) -> Change:
    if kind not in CHANGES:
        raise LexiconError(f"change is {kind!r}; write 'add', 'remove' or 'keep', or nothing for an entity of your own", file=file, line=line, field="change")
    if cells[1] and cells[1] not in LABELS:
        raise LexiconError(f"unknown label {cells[1]!r}; choose one of {', '.join(LABELS)}", file=file, line=line, field="label")
    check_lists(cells, file, line)
    names = tuple(name for cell in cells[3:7] for name in split_list(cell))
    if kind == "add" and not cells[0]:
        raise LexiconError("the id is empty; say which entity the row adds to", file=file, line=line, field="id")
    if not (cells[0] or cells[1] or names):
        raise LexiconError(f"say what to {kind}: give an id, a label, or names in tw, hk, cn or aliases", file=file, line=line, field="id")
    return Change(kind, cells[0], cells[1], names, cells, file, line)


def _rules(path: Path, lines: Iterable[tuple[int, Row]], known: Collection[str] | None) -> Iterator[SenseRule]:
    for line, (alias, entity, support, cues, against, _) in lines:
        if not alias:
            raise LexiconError("the alias is empty; write the name that the rule guards", file=str(path), line=line, field="alias")
        if support not in SUPPORT:
            raise LexiconError(f"support is {support!r}; write 'none', 'some' or 'explicit'", file=str(path), line=line, field="support")
        if known is not None:
            _known(entity, known, path, line)
        yield SenseRule(alias, entity, support, split_list(cues), split_list(against))


def _characters(path: Path, known: Collection[str]) -> Iterator[Abbreviation]:
    for line, (char, entity, before, after, not_, _) in rows(path, _ABBREVIATION_COLUMNS):
        _known(entity, known, path, line)
        for context in split_list(before):
            yield Abbreviation(context + char, ((len(context), entity),), char)
        for context in split_list(after):
            yield Abbreviation(char + context, ((0, entity),), char)
        for context in split_list(not_):
            yield Abbreviation(context, (), char)


def _pairs(path: Path, known: Collection[str]) -> Iterator[Abbreviation]:
    for line, (pair, first, second, third, after, not_, _) in rows(path, _PAIR_COLUMNS):
        ids = [id_ for id_ in (first, second, third) if id_]
        for id_ in ids:
            _known(id_, known, path, line)
        if len(pair) != len(ids):
            raise LexiconError(f"{pair!r} has {len(pair)} characters and {len(ids)} entities", file=str(path), line=line, field="pair")
        places = tuple(enumerate(ids))
        yield Abbreviation(pair, places, pair, split_list(after))
        for context in split_list(not_):
            yield Abbreviation(context, (), pair)


def _known(id_: str, known: Collection[str], path: Path, line: int) -> None:
    if id_ not in known:
        raise LexiconError(unknown_id(id_, known), file=str(path), line=line, field="entity")
