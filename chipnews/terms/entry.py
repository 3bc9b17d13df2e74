"""What a row of the lexicon says: an entity, a rule for one of its names, a change, or a context of one-character forms."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ..errors import LexiconError
from ..spans import LABELS

__all__ = ["CHANGES", "COLUMNS", "SUPPORT", "Abbreviation", "Change", "Entity", "Row", "SenseRule", "check_entity", "check_lists", "check_row", "check_rule", "row_surfaces", "split_list", "unknown_id"]

COLUMNS = ("id", "label", "en", "tw", "hk", "cn", "aliases", "parent", "jurisdiction", "tickers", "note", "source", "checked")
"""Header of an entity file; lists inside a cell are separated by ``|``."""

SUPPORT = ("none", "some", "explicit")
"""How much a sense rule may ask for."""

CHANGES = ("add", "remove", "keep")
"""What the ``change`` cell of a row may say of a lexicon that the row's own is added to."""

_ENTITY_LABELS = frozenset(LABELS) - {"POLICY_ACTION"}
_SEPARATORS = frozenset("|\t\n")
_REGIONS = frozenset(("tw", "hk", "cn"))


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing with one identity and many names. What it holds is checked when it joins a lexicon.

    >>> haixing = Entity("haixing", "COMPANY", "Haixing Chips", {"tw": ("海星晶片", "海星"), "cn": ("海星芯片",)}, aliases=("HXC",), jurisdiction="CN")
    >>> haixing.surfaces
    ('海星晶片', '海星', '海星芯片', 'HXC', 'Haixing Chips')
    """

    id: str
    """A lower-case slug, unique in a lexicon."""
    label: str
    """One of `chipnews.LABELS`, but for ``POLICY_ACTION``."""
    name: str
    """Canonical English name, or the Chinese one where no English name is in use."""
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Names by region (``tw``, ``hk``, ``cn``), the usual one first; a region that has none of its own is absent."""
    aliases: tuple[str, ...] = ()
    """Further surfaces: English names, short and legal forms, nicknames, former names."""
    parent: str | None = None
    """Id of the maker, product family, parent company or parent ministry."""
    jurisdiction: str | None = None
    """ISO 3166 two-letter code of the home, ``EU``, or ``INT`` for an international body."""
    tickers: tuple[str, ...] = ()
    """Codes on stock markets with the market after a dot: ``2330.TW``, ``6488.TWO``, ``688981.SH``, ``00981.HK`` (five digits),
    ``NVDA.US`` (any exchange of the United States), ``6857.T``, ``005930.KS``, ``IFX.DE``; a class of shares after a hyphen, ``BRK-B.US``."""
    note: str = ""
    source: str = ""
    """Where it was looked up: keys of ``sources.tsv`` or addresses, with ``|`` between them."""
    checked: str = ""
    """When, as ``YYYY-MM-DD``."""

    @property
    def surfaces(self) -> tuple[str, ...]:
        """Every form that stands for this entity in a text, regional names first, without repeats.

        The canonical name is one of them for a company, person or medium, and for anything that has no other name.
        """
        found = dict.fromkeys(form for forms in self.names.values() for form in forms)
        found.update(dict.fromkeys(self.aliases))
        if not found or _named_by_canonical(self.label, self.name):
            found[self.name] = None
        return tuple(found)

    @classmethod
    def from_row(cls, cells: Row) -> Entity:
        """Build an entity from the cells of a checked row."""
        id_, label, name, tw, hk, cn, aliases, parent, jurisdiction, tickers, note, source, checked = cells
        names = {region: tuple(cell.split("|")) for region, cell in (("tw", tw), ("hk", hk), ("cn", cn)) if cell}
        return cls(id_, label, name, names, split_list(aliases), parent or None, jurisdiction or None, split_list(tickers), note, source, checked)

    def to_row(self) -> str:
        """The entity as a line of an entity file."""
        regions = ("|".join(self.names.get(region, ())) for region in ("tw", "hk", "cn"))
        lists = ("|".join(self.aliases), self.parent or "", self.jurisdiction or "", "|".join(self.tickers))
        return "\t".join((self.id, self.label, self.name, *regions, *lists, self.note, self.source, self.checked))


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
        raise LexiconError(_unknown_label(cells[1]), file=file, line=line, field="label")
    if not cells[2]:
        raise LexiconError("the entity has no name; fill en, tw, hk, cn or aliases", file=file, line=line, field="en")
    check_lists(cells, file, line)


def check_lists(cells: Row, file: str, line: int) -> None:
    """Refuse a row with an empty or padded name in a list cell.

    Raises:
        LexiconError: naming file, line and field.
    """
    for column in (3, 4, 5, 6):
        cell = cells[column]
        if cell and ("||" in cell or "| " in cell or " |" in cell or cell[0] in "| " or cell[-1] in "| "):
            raise LexiconError(f"a name is empty or has a space at its edge: {cell!r}", file=file, line=line, field=COLUMNS[column])


def check_entity(entity: Entity) -> None:
    """Refuse an entity built in Python that a lexicon cannot hold.

    Raises:
        LexiconError: naming the field and what it should be.
        TypeError: for anything else than an entity.
    """
    if not isinstance(entity, Entity):
        raise TypeError(f"a lexicon holds chipnews.Entity objects, not {type(entity).__name__}; read a file with chipnews.Lexicon.read(path)")
    if not isinstance(entity.id, str) or not entity.id:
        raise LexiconError(f"the id of {entity.name!r} is {entity.id!r}; give a lower-case slug such as nvidia-h200", field="id")
    if entity.label not in _ENTITY_LABELS:
        raise LexiconError(f"{entity.id}: {_unknown_label(entity.label)}", field="label")
    if not isinstance(entity.name, str) or not entity.name:
        raise LexiconError(f"{entity.id}: the name is {entity.name!r}; give a string", field="name")
    if not isinstance(entity.names, Mapping) or not entity.names.keys() <= _REGIONS:
        raise LexiconError(f"{entity.id}: names is {entity.names!r}; give a dict from 'tw', 'hk' or 'cn' to a tuple of names", field="names")
    for where, names in (*entity.names.items(), ("aliases", entity.aliases), ("tickers", entity.tickers)):
        if isinstance(names, str) or not all(isinstance(name, str) and name.strip() == name != "" and not _SEPARATORS & set(name) for name in names):
            raise LexiconError(f"{entity.id}: {where} is {names!r}; give a tuple of strings without bar, tab, line break or space at their edges", field=where)


def check_rule(rule: SenseRule) -> None:
    """Refuse a sense rule that a lexicon cannot hold.

    Raises:
        LexiconError: naming the field and what it should be.
        TypeError: for anything else than a rule.
    """
    if not isinstance(rule, SenseRule):
        raise TypeError(f"the rules of a lexicon are chipnews.SenseRule objects, not {type(rule).__name__}; read a file with chipnews.Lexicon.read(path)")
    if rule.support not in SUPPORT:
        raise LexiconError(f"support is {rule.support!r}; write 'none', 'some' or 'explicit'", field="support")
    for where, words in (("for", rule.cues), ("against", rule.against)):
        if isinstance(words, str):
            raise LexiconError(f"the words {where} {rule.alias!r} are {words!r}; give a tuple of strings", field=where)


def _unknown_label(label: str) -> str:
    return f"unknown label {label!r}; choose one of {', '.join(sorted(_ENTITY_LABELS))}"


def row_surfaces(cells: Row) -> list[str]:
    """Every form of a row that stands for its entity, some perhaps twice."""
    forms = [cell for cell in cells[3:7] if cell]
    if not forms or _named_by_canonical(cells[1], cells[2]):
        forms.append(cells[2])
    return "|".join(forms).split("|")


def _named_by_canonical(label: str, name: str) -> bool:
    """Whether the canonical name itself stands in texts: NVIDIA does, "MIIT (China)" does not."""
    return label in ("COMPANY", "PERSON", "MEDIA") and name.isascii() and "(" not in name


def split_list(cell: str) -> tuple[str, ...]:
    """The items of a list cell, without empty ones."""
    return tuple(part for part in cell.split("|") if part)


def unknown_id(id_: str, known: Collection[str]) -> str:
    """The complaint about an id that no entity has, with the ones that may be meant."""
    from difflib import get_close_matches

    close = get_close_matches(id_, known, n=3, cutoff=0.8)
    return f"no entity has the id {id_!r}" + (f"; did you mean {' or '.join(close)}?" if close else "")


@dataclass(frozen=True, slots=True)
class SenseRule:
    """How much support an alias needs before it is read as an entity.

    >>> from chipnews import Lexicon, Pipeline
    >>> pipeline = Pipeline(Lexicon([Entity("haixing", "COMPANY", "Haixing", {"tw": ("海星",)})], [SenseRule("海星", "haixing", "some", ("晶片",), ("沙灘",))]))
    >>> [len(pipeline.extract(text).companies) for text in ("海星的晶片", "沙灘上的海星")]
    [1, 0]
    """

    alias: str
    """One of the names of the entity, in any script, width and case."""
    entity: str
    """Its id."""
    support: str
    """``none``: only the words against it are heeded. ``some``: a supporting word near it, or other evidence in the
    document. ``explicit``: a supporting word beside it, or the same entity by another name in the document."""
    cues: tuple[str, ...] = ()
    """Words near the alias that speak for the reading."""
    against: tuple[str, ...] = ()
    """Words near the alias that speak against it."""

    def to_row(self) -> str:
        """The rule as a line of a file of rules, without the note."""
        return "\t".join((self.alias, self.entity, self.support, "|".join(self.cues), "|".join(self.against)))


class Abbreviation(NamedTuple):
    """A context in which one-character forms stand for countries (對華, 美中關係), or one in which they do not (對華為)."""

    context: str
    places: tuple[tuple[int, str], ...]
    """Offset and entity id of each form; empty where the context bars the reading."""
    form: str
    """The character, or the pair of characters, that the context is about."""
    after: tuple[str, ...] = ()
    """Strings of which one must follow; none: nothing need follow."""


class Change(NamedTuple):
    """What a lexicon does to one that it is added to, beside what it holds itself.

    An entity is meant if it has the id, the label and one of the names, of those that are given.
    """

    kind: str
    """``add`` names and facts to an entity; ``remove`` entities, or only the names given; ``keep`` nothing else."""
    id: str
    label: str
    names: tuple[str, ...]
    cells: Row = ()
    """The row of an addition."""
    file: str = ""
    line: int = 0
