"""One row of the lexicon."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import LexiconError
from ..spans import LABELS

__all__ = ["COLUMNS", "REGIONS", "Entity", "SenseRule"]

COLUMNS = ("id", "label", "en", "tw", "hk", "cn", "aliases", "parent", "jurisdiction", "tickers", "note", "source", "checked")
"""Header of an entity file; lists inside a cell are separated by ``|``."""

REGIONS = ("tw", "hk", "cn")

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
        if self.label in _NAMED_BY_CANONICAL and self.name.isascii() and "(" not in self.name:
            found[self.name] = None
        return tuple(found)

    @classmethod
    def from_row(cls, cells: list[str], *, file: str | None = None, line: int | None = None) -> Entity:
        """Build an entity from the cells of one row.

        Raises:
            LexiconError: naming file, line and field, for a wrong number of cells, an unknown label or an empty name.
        """
        if len(cells) != len(COLUMNS):
            raise LexiconError(f"expected {len(COLUMNS)} tab-separated cells, found {len(cells)}; write empty cells as two tabs in a row", file=file, line=line)
        id_, label, name, tw, hk, cn, aliases, parent, jurisdiction, tickers, note, source, checked = cells
        if not id_:
            raise LexiconError("the id is empty; give a lower-case slug such as nvidia-h200", file=file, line=line, field="id")
        if label not in _ENTITY_LABELS:
            raise LexiconError(f"unknown label {label!r}; choose one of {', '.join(sorted(_ENTITY_LABELS))}", file=file, line=line, field="label")
        if not name:
            raise LexiconError("the canonical name is empty", file=file, line=line, field="en")
        names = {region: tuple(cell.split("|")) for region, cell in zip(REGIONS, (tw, hk, cn), strict=True) if cell}
        entity = cls(id_, label, name, names, _split(aliases), parent or None, jurisdiction or None, _split(tickers), note, source, checked)
        for form in entity.surfaces:
            if not form or form != form.strip():
                raise LexiconError(f"a name of {id_!r} is empty or has spaces at its edge: {form!r}", file=file, line=line)
        return entity


_NAMED_BY_CANONICAL = frozenset({"COMPANY", "PERSON", "MEDIA"})


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


@dataclass(frozen=True, slots=True)
class SenseRule:
    """How much support an alias needs before it is read as an entity."""

    alias: str
    entity: str
    support: str
    """``some``: a supporting word near it, or other evidence in the document. ``explicit``: a supporting word beside it."""
    cues: tuple[str, ...]
    """Words near the alias that speak for the reading."""
    against: tuple[str, ...]
    """Words near the alias that speak against it."""
