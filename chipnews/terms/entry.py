"""One row of the lexicon."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import LexiconError
from ..spans import LABELS

__all__ = ["COLUMNS", "Entity", "Row", "SenseRule", "check_row", "row_surfaces"]

COLUMNS = ("id", "label", "en", "tw", "hk", "cn", "aliases", "parent", "jurisdiction", "tickers", "note", "source", "checked")
"""Header of an entity file; lists inside a cell are separated by ``|``."""

_ENTITY_LABELS = frozenset(LABELS) - {"POLICY_ACTION"}


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing with one identity and many names."""

    id: str
    label: str
    name: str
    """Canonical English name, or the Chinese one where no English name is in use."""
    names: dict[str, tuple[str, ...]]
    """Names by region (``tw``, ``hk``, ``cn``), the usual one first; a region that has none of its own is absent."""
    aliases: tuple[str, ...] = ()
    """Further surfaces: English names, short and legal forms, nicknames, former names."""
    parent: str | None = None
    """Id of the maker, product family, parent company or parent ministry."""
    jurisdiction: str | None = None
    """ISO 3166 two-letter code of the home, ``EU``, or ``INT`` for an international body."""
    tickers: tuple[str, ...] = ()
    note: str = ""
    source: str = ""
    checked: str = ""

    @property
    def surfaces(self) -> tuple[str, ...]:
        """Every form that stands for this entity in a text, regional names first, without repeats."""
        found = dict.fromkeys(form for forms in self.names.values() for form in forms)
        found.update(dict.fromkeys(self.aliases))
        if _named_by_canonical(self.label, self.name):
            found[self.name] = None
        return tuple(found)

    @classmethod
    def from_row(cls, cells: Row) -> Entity:
        """Build an entity from the cells of a checked row."""
        id_, label, name, tw, hk, cn, aliases, parent, jurisdiction, tickers, note, source, checked = cells
        names = {region: tuple(cell.split("|")) for region, cell in (("tw", tw), ("hk", hk), ("cn", cn)) if cell}
        return cls(id_, label, name, names, _split(aliases), parent or None, jurisdiction or None, _split(tickers), note, source, checked)


Row = tuple[str, ...]
"""The cells of one row of an entity file, by `COLUMNS`."""


def check_row(cells: Row, file: str, line: int) -> None:
    """Refuse a row that makes no entity.

    Raises:
        LexiconError: naming file, line and field, for an empty id or name, an unknown label, or a list cell with an empty name.
    """
    if not cells[0]:
        raise LexiconError("the id is empty; give a lower-case slug such as nvidia-h200", file=file, line=line, field="id")
    if cells[1] not in _ENTITY_LABELS:
        raise LexiconError(f"unknown label {cells[1]!r}; choose one of {', '.join(sorted(_ENTITY_LABELS))}", file=file, line=line, field="label")
    if not cells[2]:
        raise LexiconError("the canonical name is empty", file=file, line=line, field="en")
    for column in (3, 4, 5, 6):
        cell = cells[column]
        if cell and ("||" in cell or "| " in cell or " |" in cell or cell[0] in "| " or cell[-1] in "| "):
            raise LexiconError(f"a name is empty or has a space at its edge: {cell!r}", file=file, line=line, field=COLUMNS[column])


def row_surfaces(cells: Row) -> list[str]:
    """Every form of a row that stands for its entity, some perhaps twice."""
    forms = [cell for cell in cells[3:7] if cell]
    if _named_by_canonical(cells[1], cells[2]):
        forms.append(cells[2])
    return "|".join(forms).split("|") if forms else []


def _named_by_canonical(label: str, name: str) -> bool:
    """Whether the canonical name itself stands in texts: NVIDIA does, "MIIT (China)" does not."""
    return label in ("COMPANY", "PERSON", "MEDIA") and name.isascii() and "(" not in name


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


@dataclass(frozen=True, slots=True)
class SenseRule:
    """How much support an alias needs before it is read as an entity."""

    alias: str
    entity: str
    support: str
    """``none``: only the words against it are heeded. ``some``: a supporting word near it, or other evidence in the
    document. ``explicit``: a supporting word beside it, or the same entity by another name in the document."""
    cues: tuple[str, ...]
    """Words near the alias that speak for the reading."""
    against: tuple[str, ...]
    """Words near the alias that speak against it."""
