"""The lexicon: entities with their names, and the rules that guard ambiguous ones."""

from __future__ import annotations

import marshal
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ..cache import kept
from ..errors import LexiconError
from .entry import COLUMNS, Entity, SenseRule, check_row, row_surfaces
from .resources import folder, rows

__all__ = ["Abbreviation", "Lexicon"]

_SENSE_COLUMNS = ("alias", "entity", "support", "for", "against", "note")
_ABBREVIATION_COLUMNS = ("char", "entity", "before", "after", "not", "note")
_PAIR_COLUMNS = ("pair", "first", "second", "third", "after", "not", "note")


class Abbreviation(NamedTuple):
    """A context in which one-character forms stand for countries (對華, 美中關係), or one in which they do not (對華為)."""

    context: str
    places: tuple[tuple[int, str], ...]
    """Offset and entity id of each form; empty where the context bars the reading."""
    form: str
    """The character, or the pair of characters, that the context is about."""
    after: tuple[str, ...] = ()
    """Strings of which one must follow; none: nothing need follow."""


class Lexicon:
    """An immutable collection of entities, read from TSV files or built from Python objects.

    Args:
        entities: the entries; an id that occurs twice keeps its last entry.
        rules: sense rules for ambiguous aliases.
        abbreviations: contexts in which one character stands for a country.

    Attributes:
        sources: the files of the shipped lexicon, whose compiled form may be kept; empty for any other.

    >>> lexicon = Lexicon.default()
    >>> lexicon["nvidia"].names["tw"][0], lexicon["nvidia"].names["cn"][0]
    ('輝達', '英伟达')
    """

    __slots__ = ("_abbreviations", "_by_id", "_rules", "sources")

    def __init__(self, entities: Iterable[Entity], rules: Iterable[SenseRule] = (), abbreviations: Iterable[Abbreviation] = ()) -> None:
        # What was read from files stays as it was written there until it is first asked for.
        self._by_id: dict[str, Entity | str] = {entity.id: entity for entity in entities}
        self._rules: list[SenseRule | str] = list(rules)
        self._abbreviations: tuple[Abbreviation, ...] | bytes = tuple(abbreviations)
        self.sources: tuple[Path, ...] = ()

    def __reduce__(self) -> tuple[type[Lexicon], tuple[tuple[Entity, ...], tuple[SenseRule, ...], tuple[Abbreviation, ...]]]:
        return Lexicon, (tuple(self), self.rules, self.abbreviations)

    def __iter__(self) -> Iterator[Entity]:
        return (self[id_] for id_ in self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, id_: object) -> bool:
        return id_ in self._by_id

    def __getitem__(self, id_: str) -> Entity:
        entry = self._by_id[id_]
        if isinstance(entry, str):
            entry = self._by_id[id_] = Entity.from_row(tuple(entry.split("\t")))
        return entry

    def get(self, id_: str) -> Entity | None:
        """The entity with this id, or None."""
        return self[id_] if id_ in self._by_id else None

    def named(self) -> Iterator[tuple[str, str, Sequence[str]]]:
        """Yield (id, label, surfaces) of every entity, some surfaces perhaps twice.

        Compiling reads only this, so that entities of a file become objects when they are first met in a text.
        """
        for id_, entry in self._by_id.items():
            if isinstance(entry, Entity):
                yield id_, entry.label, entry.surfaces
            else:
                cells = tuple(entry.split("\t"))
                yield id_, cells[1], row_surfaces(cells)

    @property
    def rules(self) -> tuple[SenseRule, ...]:
        """The sense rules of ambiguous aliases."""
        return tuple(map(self.rule, range(len(self._rules))))

    def rule(self, place: int) -> SenseRule:
        """One of the rules, by its place in `rules`."""
        rule = self._rules[place]
        if isinstance(rule, str):
            alias, entity, support, cues, against = rule.split("\t")
            rule = self._rules[place] = SenseRule(alias, entity, support, _split(cues), _split(against))
        return rule

    @property
    def abbreviations(self) -> tuple[Abbreviation, ...]:
        """The contexts in which one character stands for a country, and those in which it does not."""
        if isinstance(self._abbreviations, bytes):
            self._abbreviations = tuple(Abbreviation(*abbreviation) for abbreviation in marshal.loads(self._abbreviations))
        return self._abbreviations

    def __add__(self, other: Lexicon) -> Lexicon:
        """Both lexicons together; where an id stands in both, the right one's entry and rules win."""
        if not isinstance(other, Lexicon):
            return NotImplemented
        replaced = {(rule.alias, rule.entity) for rule in other.rules}
        rules = [rule for rule in self.rules if (rule.alias, rule.entity) not in replaced]
        return Lexicon([*self, *other], [*rules, *other.rules], [*self.abbreviations, *other.abbreviations])

    def __repr__(self) -> str:
        return f"<Lexicon of {len(self)} entities>"

    @classmethod
    def default(cls) -> Lexicon:
        """The lexicon that chipnews ships, read once per process."""
        return _default()

    @classmethod
    def read(cls, path: str | Path) -> Lexicon:
        """Read one entity file, or a folder laid out like the shipped one.

        Args:
            path: a ``.tsv`` file with the columns id, label, en, tw, hk, cn, aliases, parent, jurisdiction, tickers,
                note, source, checked; or a folder of such files, with ``ambiguous.tsv``, ``abbreviations.tsv`` and
                ``pairs.tsv`` beside them where needed.

        Raises:
            LexiconError: naming file, line and field of the first fault.
        """
        path = Path(path)
        if not path.is_dir():
            return cls._of_rows(_read_rows([path]))
        entries = _read_rows(sorted(p for p in path.glob("*.tsv") if p.name not in _OTHER_TABLES))
        senses, characters, pairs = (path / name for name in ("ambiguous.tsv", "abbreviations.tsv", "pairs.tsv"))
        known = entries.keys()
        return cls._of_rows(
            entries,
            _read_rules(senses, known) if senses.is_file() else (),
            [*(_read_characters(characters, known) if characters.is_file() else ()), *(_read_pairs(pairs, known) if pairs.is_file() else ())],
        )

    @classmethod
    def _of_rows(cls, entries: dict[str, str], rules: Iterable[SenseRule | str] = (), abbreviations: Iterable[Abbreviation] | bytes = ()) -> Lexicon:
        lexicon = cls(())
        lexicon._by_id.update(entries)
        lexicon._rules += rules
        lexicon._abbreviations = abbreviations if isinstance(abbreviations, bytes) else tuple(abbreviations)
        return lexicon


_OTHER_TABLES = frozenset({"ambiguous.tsv", "abbreviations.tsv", "cues.tsv", "pairs.tsv", "crossings.tsv", "families.tsv", "forms.tsv", "ordinary.tsv", "regions.tsv", "sources.tsv"})


@cache
def _default() -> Lexicon:
    """The shipped files, or what was kept of them: lines that become entities when they are met."""
    place = folder()
    sources = sorted(place.glob("*.tsv"))

    def read(file: BinaryIO) -> Lexicon:
        entries, rules, abbreviations = marshal.loads(file.read())
        return Lexicon._of_rows({line[: line.index("\t")]: line for line in entries.split("\n")}, rules.split("\n"), abbreviations)

    def write(file: BinaryIO, lexicon: Lexicon) -> None:
        rules = ["\t".join((rule.alias, rule.entity, rule.support, "|".join(rule.cues), "|".join(rule.against))) for rule in lexicon.rules]
        marshal.dump(("\n".join(map(str, lexicon._by_id.values())), "\n".join(rules), marshal.dumps([tuple(abbreviation) for abbreviation in lexicon.abbreviations])), file)

    lexicon = kept("lexicon", sources, read, write, lambda: Lexicon.read(place))
    lexicon.sources = tuple(sources)
    return lexicon


def _read_rows(paths: Iterable[Path]) -> dict[str, str]:
    entries: dict[str, str] = {}
    for path in paths:
        name = str(path)
        for line, cells in rows(path, COLUMNS):
            check_row(cells, name, line)
            if cells[0] in entries:
                raise LexiconError(f"the id {cells[0]!r} stands twice; ids are unique over all files", file=name, line=line, field="id")
            entries[cells[0]] = "\t".join(cells)
    return entries


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _read_rules(path: Path, known: Collection[str]) -> Iterator[SenseRule]:
    for line, (alias, entity, support, cues, against, _) in rows(path, _SENSE_COLUMNS):
        if support not in ("none", "some", "explicit"):
            raise LexiconError(f"support is {support!r}; write 'none', 'some' or 'explicit'", file=str(path), line=line, field="support")
        _known(entity, known, path, line)
        yield SenseRule(alias, entity, support, _split(cues), _split(against))


def _read_characters(path: Path, known: Collection[str]) -> Iterator[Abbreviation]:
    for line, (char, entity, before, after, not_, _) in rows(path, _ABBREVIATION_COLUMNS):
        _known(entity, known, path, line)
        for context in _split(before):
            yield Abbreviation(context + char, ((len(context), entity),), char)
        for context in _split(after):
            yield Abbreviation(char + context, ((0, entity),), char)
        for context in _split(not_):
            yield Abbreviation(context, (), char)


def _read_pairs(path: Path, known: Collection[str]) -> Iterator[Abbreviation]:
    for line, (pair, first, second, third, after, not_, _) in rows(path, _PAIR_COLUMNS):
        ids = [id_ for id_ in (first, second, third) if id_]
        for id_ in ids:
            _known(id_, known, path, line)
        if len(pair) != len(ids):
            raise LexiconError(f"{pair!r} has {len(pair)} characters and {len(ids)} entities", file=str(path), line=line, field="pair")
        places = tuple(enumerate(ids))
        yield Abbreviation(pair, places, pair, _split(after))
        for context in _split(not_):
            yield Abbreviation(context, (), pair)


def _known(id_: str, known: Collection[str], path: Path, line: int) -> None:
    if id_ not in known:
        raise LexiconError(f"no entity has the id {id_!r}", file=str(path), line=line, field="entity")
