"""The lexicon: entities with their names, and the rules that guard ambiguous ones."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO, TypeVar

from ..cache import kept, state
from ..errors import LexiconError
from ..normalization import fold
from ..spans import LABELS
from .entry import CHANGES, Abbreviation, Change, Entity, SenseRule, check_entity, check_rule, row_surfaces, split_list, unknown_id
from .read import read_parts
from .resources import folder

__all__ = ["ROLL_UPS", "Lexicon"]

T = TypeVar("T")
Strings = str | Iterable[str]
Names = str | Iterable[str | tuple[str, str]]
"""Names, or pairs of an id and a name."""

ROLL_UPS = ("family", "maker", "parent", "jurisdiction")
"""What `Lexicon.roll_up` sums entities up to."""

_LONGEST_FORM = 3
"""A form in ``abbreviations.tsv`` or ``pairs.tsv`` has at most this many characters."""


class Lexicon:
    """An immutable collection of entities, read from files or built from Python objects.

    It iterates over its entities, has a length, and ``lexicon[id]`` is the entity with an id (KeyError if there is none). Lexicons add up: in ``Lexicon.default() + Lexicon.read("mine.tsv")`` the right one's entities, rules and changes win.

    Args:
        entities: the entries; an id that occurs twice keeps its last entry.
        rules: sense rules for ambiguous aliases.
        abbreviations: contexts in which one character stands for a country.

    Attributes:
        sources: the files of the shipped lexicon; empty for any other.
        state: their state when they were read, so that nothing kept of another state is put beside it.

    Raises:
        LexiconError: naming entity and field, for an entity or rule that cannot be used.

    >>> lexicon = Lexicon.default()
    >>> lexicon["nvidia"].names["tw"][0], lexicon["nvidia"].names["cn"][0]
    ('輝達', '英伟达')
    >>> own = Lexicon([Entity("haixing", "COMPANY", "Haixing", {"tw": ("海星",)})], [SenseRule("海星", "haixing", "some", ("晶片",))])
    >>> (lexicon + own)["haixing"].names["tw"]
    ('海星',)
    """

    __slots__ = ("_abbreviations", "_by_id", "_changes", "_removed", "_rules", "sources", "state")

    def __init__(self, entities: Iterable[Entity] = (), rules: Iterable[SenseRule] = (), abbreviations: Iterable[Abbreviation] = ()) -> None:
        # What was read from files stays as it was written there until it is first asked for.
        self._by_id: dict[str, Entity | str] = {}
        self._rules: list[SenseRule | str] = []
        for entity in entities:
            check_entity(entity)
            self._by_id[entity.id] = entity
        for rule in rules:
            check_rule(rule)
            self._rules.append(rule)
        self._abbreviations: tuple[Abbreviation, ...] | bytes = tuple(abbreviations)
        self._changes: tuple[tuple[Change, ...], ...] = ()
        """What it does to a lexicon that it is added to, file by file."""
        self._removed: dict[str, frozenset[str]] = {}
        """By id the folded names that count no longer."""
        self.sources: tuple[Path, ...] = ()
        self.state = ""

    def __reduce__(self) -> tuple[object, ...]:
        return _restored, (self._by_id, self._rules, self._abbreviations, self._changes, self._removed)

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

    def ancestors(self, id_: str) -> Iterator[Entity]:
        """The entity, what it is a part of, what that is a part of, and so on; nothing for an id that no entity has.

        Args:
            id_: id of an entity.

        >>> [entity.id for entity in Lexicon.default().ancestors("nvidia-h200")]
        ['nvidia-h200', 'nvidia-hopper', 'nvidia']
        """
        seen: set[str] = set()
        at: str | None = id_
        while at in self._by_id and at not in seen:
            seen.add(at)
            entity = self[at]
            yield entity
            at = entity.parent

    def roll_up(self, id_: str, to: str = "parent") -> str:
        """The id of what an entity counts for when entities are summed up; its own where there is nothing above it.

        Args:
            id_: id of an entity.
            to: what to sum up to. ``family``: a product counts for the line of products that it belongs to (H200 for Hopper). ``maker``: for who makes it
                (NVIDIA). ``parent``: a product or company for the group of companies, a sub-body for its ministry (BIS for the
                Department of Commerce), though no ministry for its cabinet. ``jurisdiction``: anything for its home country.

        Raises:
            ValueError: for another ``to``.

        >>> [Lexicon.default().roll_up("us-bis", to) for to in ("maker", "parent", "jurisdiction")]
        ['us-bis', 'us-doc', 'country-us']
        """
        if to not in ROLL_UPS:
            raise ValueError(f"cannot roll up to {to!r}; choose one of {', '.join(ROLL_UPS)}")
        chain = list(self.ancestors(id_))
        if not chain:
            return id_
        label = chain[0].label
        if to == "jurisdiction":
            country = f"country-{(chain[0].jurisdiction or '').lower()}"
            return country if country in self else id_
        if label == "PRODUCT":
            products = next((i for i, entity in enumerate(chain) if entity.label != "PRODUCT"), len(chain))
            if to == "family" or products == len(chain):
                return chain[products - 1].id
            chain = chain[products:]
            label = chain[0].label
            if to == "maker":
                return chain[0].id
        if to == "parent" and label in ("COMPANY", "AGENCY"):
            group = [entity for entity in takewhile(lambda entity: entity.label == label, chain) if entity is chain[0] or entity.note != "cabinet"]
            return group[-1].id
        return chain[0].id

    def named(self) -> Iterator[tuple[str, str, Sequence[str]]]:
        """Yield (id, label, surfaces that count) of every entity, some surfaces perhaps twice.

        Compiling reads only this, so that entities of a file become objects when they are first met in a text.
        """
        removed = self._removed
        for id_, entry in self._by_id.items():
            if isinstance(entry, Entity):
                label, names = entry.label, list(entry.surfaces)
            else:
                cells = tuple(entry.split("\t"))
                label, names = cells[1], row_surfaces(cells)
            yield id_, label, [name for name in names if fold(name) not in removed[id_]] if id_ in removed else names

    def label(self, id_: str) -> str:
        """The label of the entity with this id, without making an object of it."""
        entry = self._by_id[id_]
        return entry.label if isinstance(entry, Entity) else entry.split("\t", 2)[1]

    @property
    def rules(self) -> tuple[SenseRule, ...]:
        """The sense rules of ambiguous aliases."""
        return tuple(map(self.rule, range(len(self._rules))))

    def rule(self, place: int) -> SenseRule:
        """One of the rules, by its place in `rules`."""
        rule = self._rules[place]
        if isinstance(rule, str):
            alias, entity, support, cues, against = rule.split("\t")
            rule = self._rules[place] = SenseRule(alias, entity, support, split_list(cues), split_list(against))
        return rule

    @property
    def abbreviations(self) -> tuple[Abbreviation, ...]:
        """The contexts in which one character stands for a country, and those in which it does not."""
        if isinstance(self._abbreviations, bytes):
            return tuple(Abbreviation(*abbreviation) for abbreviation in marshal.loads(self._abbreviations))
        return self._abbreviations

    @property
    def changes(self) -> tuple[Change, ...]:
        """What it does to a lexicon that it is added to, beside what it holds itself."""
        return tuple(change for group in self._changes for change in group)

    def __add__(self, other: Lexicon) -> Lexicon:
        """Both lexicons together: the right one's changes are made to the left one; then, where an id stands in both, its entry and rules win."""
        if not isinstance(other, Lexicon):
            return NotImplemented
        both = self._copy()
        for group in other._changes:
            both._apply(group)
        for id_ in other._by_id:
            both._removed.pop(id_, None)
        both._by_id.update(other._by_id)
        both._removed.update(other._removed)
        if other._rules:
            replaced = set(map(_guarded, other._rules))
            both._rules = [rule for rule in both._rules if _guarded(rule) not in replaced] + other._rules
        if other._abbreviations:
            both._abbreviations = (*both.abbreviations, *other.abbreviations) if both._abbreviations else other._abbreviations
        return both

    def only(self, *, ids: Strings = (), labels: Strings = (), names: Names = ()) -> Lexicon:
        """An allow list: nothing but these entities, the entities with these labels, and these names.

        Args:
            ids: ids of entities.
            labels: labels of entities.
            names: names, in any script, width and case; a pair of an id and a name means the name of one entity.

        Raises:
            LexiconError: for an id or label that does not exist, or if nothing is given.
            TypeError: for ids, labels or names that are no strings.

        >>> sorted({entity.label for entity in Lexicon.default().only(labels=["COMPANY", "PRODUCT"])})
        ['COMPANY', 'PRODUCT']
        """
        return self._with("keep", ids, labels, names)

    def without(self, *, ids: Strings = (), labels: Strings = (), names: Names = ()) -> Lexicon:
        """A block list: everything but these entities, the entities with these labels, and these names.

        Arguments and errors are those of `only`.

        >>> "nvidia-h20" in Lexicon.default().without(ids="nvidia-h20")
        False
        """
        return self._with("remove", ids, labels, names)

    def _with(self, kind: str, ids: Strings, labels: Strings, names: Names) -> Lexicon:
        group = [Change(kind, id_, "", ()) for id_ in _listed(ids, "ids")]
        group += [Change(kind, "", label, ()) for label in _listed(labels, "labels")]
        for name in _listed(names, "names"):
            id_, surface = name if isinstance(name, tuple) else ("", name)
            group.append(Change(kind, id_, "", (surface,)))
        if not group:
            raise LexiconError("say which: give ids, labels or names")
        for part in (part for change in group for part in (change.id, change.label, *change.names)):
            if not isinstance(part, str):
                raise TypeError(f"ids, labels and names are strings, and a name may be a pair of an id and a name; {part!r} is of the type {type(part).__name__}")
        for change in group:
            if change.id and change.id not in self:
                raise LexiconError(unknown_id(change.id, self._by_id), field="ids")
            if change.label and change.label not in LABELS:
                raise LexiconError(f"unknown label {change.label!r}; the labels are {', '.join(LABELS)}", field="labels")
        changed = self._copy()
        changed._apply(group)
        changed._changes = self._changes  # they are made; nothing is left for a lexicon that this one may be added to
        return changed

    def _copy(self) -> Lexicon:
        return _restored(self._by_id.copy(), self._rules.copy(), self._abbreviations, self._changes, self._removed.copy())

    def _apply(self, group: Iterable[Change]) -> None:
        """Make the changes of one file: first what it keeps, then what it removes, then what it adds."""
        by_kind = {kind: [change for change in group if change.kind == kind] for kind in CHANGES}
        gone: set[str] = set()
        if by_kind["keep"]:
            kept_names: dict[str, frozenset[str]] = {}
            for change in by_kind["keep"]:
                for id_, names in self._meant(change):
                    kept_names[id_] = kept_names.get(id_, frozenset()) | (names if change.names else self._forms(id_))
            gone = self._by_id.keys() - kept_names.keys()
            for id_, names in kept_names.items():
                self._remove(id_, self._forms(id_) - names)
        for change in by_kind["remove"]:
            for id_, names in self._meant(change):
                if change.names:
                    self._remove(id_, names)
                else:
                    gone.add(id_)
        for id_ in gone:
            del self._by_id[id_]
            self._removed.pop(id_, None)
        if gone:
            self._rules = [rule for rule in self._rules if _guarded(rule)[1] in self._by_id]
        barred = {(fold(name), change.id) for change in by_kind["remove"] for name in change.names if len(name) <= _LONGEST_FORM}
        if gone or barred:
            self._abbreviations = tuple(a for a in self.abbreviations if not self._drops(a, barred))
        waiting = []
        for change in by_kind["add"]:
            if change.id in self._by_id:
                self._by_id[change.id] = _extended(self[change.id], Entity.from_row(change.cells))
                if change.id in self._removed:
                    self._removed[change.id] -= set(map(fold, change.names))
            else:
                waiting.append(change)
        self._changes = (*self._changes, (*by_kind["keep"], *by_kind["remove"], *waiting))

    def _drops(self, abbreviation: Abbreviation, barred: set[tuple[str, str]]) -> bool:
        """Whether an entity that a context speaks of is gone, or its form counts no longer."""
        ids = [id_ for _, id_ in abbreviation.places]
        if not all(id_ in self._by_id for id_ in ids):
            return True
        return bool(barred) and not barred.isdisjoint([(folded, id_) for folded in [fold(abbreviation.form)] for id_ in ("", *ids)])

    def _meant(self, change: Change) -> Iterator[tuple[str, frozenset[str]]]:
        """The entities that a change means, and which of the names that it gives are theirs, folded."""
        wanted = frozenset(map(fold, change.names))
        for id_ in [change.id] if change.id else self._by_id:
            if id_ in self._by_id and change.label in ("", self.label(id_)):
                names = wanted & self._forms(id_) if wanted else wanted
                if names or not wanted:
                    yield id_, names

    def _forms(self, id_: str) -> frozenset[str]:
        """The folded names of an entity that count."""
        entry = self._by_id[id_]
        names = entry.surfaces if isinstance(entry, Entity) else row_surfaces(tuple(entry.split("\t")))
        return frozenset(fold("\n".join(names)).split("\n")) - self._removed.get(id_, frozenset())

    def _remove(self, id_: str, names: frozenset[str]) -> None:
        if names:
            self._removed[id_] = self._removed.get(id_, frozenset()) | names

    def check_references(self) -> None:
        """Refuse changes and rules that speak of an entity which is not there.

        Raises:
            LexiconError: naming file and line, where it came from a file, and the id that may be meant.
        """
        for change in self.changes:
            if change.kind == "add":
                raise LexiconError(f"{unknown_id(change.id, self._by_id)}; give the row a label and no change to make a new entity", file=change.file or None, line=change.line or None, field="id")
        for alias, entity in map(_guarded, self._rules):
            if entity not in self._by_id:
                raise LexiconError(f"the sense rule for {alias!r}: {unknown_id(entity, self._by_id)}; where it stands in a file, chipnews lexicon check tells the line", field="entity")

    def digest(self) -> str:
        """What tells the contents of one lexicon from those of another."""
        from hashlib import blake2b

        content = blake2b(digest_size=16)
        for part in (self._by_id.values(), self._rules):
            content.update("\n".join([str(entry) if isinstance(entry, str) else entry.to_row() for entry in part]).encode("utf-8", "surrogatepass") + b"\0")
        content.update(self._abbreviations if isinstance(self._abbreviations, bytes) else repr(self._abbreviations).encode("utf-8", "surrogatepass"))
        content.update(repr(sorted((id_, sorted(names)) for id_, names in self._removed.items())).encode("utf-8", "surrogatepass"))
        return content.hexdigest()

    def __repr__(self) -> str:
        return f"<Lexicon of {len(self)} entities>"

    @classmethod
    def default(cls) -> Lexicon:
        """The lexicon that chipnews ships, read once per process.

        Raises:
            LexiconError: if a file of it was damaged.
        """
        return _default()

    @classmethod
    def read(cls, path: str | Path) -> Lexicon:
        """Read a file of entities or of sense rules, or a folder of such files.

        The first row names the columns, in any order. Of entities these are ``id``, ``label``, ``en`` (or ``name``), ``tw``, ``hk``, ``cn``,
        ``aliases``, ``parent``, ``jurisdiction``, ``tickers``, ``note``, ``source``, ``checked`` and ``change``; only the id, the label
        and a name are needed, and ``|`` stands between the items of a list. Of sense rules they are ``alias``, ``entity``, ``support``, ``for``, ``against`` and ``note``.

        A row with a ``change`` speaks of the lexicon that this one is added to: ``add`` gives an entity further names and facts; ``remove``
        takes away the entities with its id or label or, where it gives names, only these names; ``keep`` takes away all that no such row means.

        Args:
            path: a ``.tsv`` file; a ``.csv`` file as spreadsheets write it; or a folder of such files. As in the shipped one,
                ``ambiguous.tsv`` there may have the sense rules, ``abbreviations.tsv`` and ``pairs.tsv`` the one-character forms.

        Raises:
            LexiconError: naming file, line and field of the first fault.
        """
        return _restored(*read_parts(Path(path)))


def _restored(
    entries: dict[str, Entity | str],
    rules: list[SenseRule | str],
    abbreviations: tuple[Abbreviation, ...] | bytes = (),
    changes: tuple[tuple[Change, ...], ...] = (),
    removed: dict[str, frozenset[str]] | None = None,
) -> Lexicon:
    """A lexicon of parts that were checked before."""
    lexicon = Lexicon()
    lexicon._by_id, lexicon._rules, lexicon._abbreviations, lexicon._changes, lexicon._removed = entries, rules, abbreviations, changes, removed or {}
    return lexicon


def _listed(given: Iterable[T], what: str) -> Iterable[T | str]:
    """Several of what a caller gave one or several of."""
    if isinstance(given, str):
        return [given]
    if not isinstance(given, Iterable):
        raise TypeError(f"{what} is a string or several of them, not {type(given).__name__}")
    return given


def _guarded(rule: SenseRule | str) -> tuple[str, str]:
    """The alias and the entity of a rule."""
    if isinstance(rule, SenseRule):
        return rule.alias, rule.entity
    alias, entity, _ = rule.split("\t", 2)
    return alias, entity


def _extended(entity: Entity, more: Entity) -> Entity:
    """An entity with the names of another and with those of its facts that it states."""

    def joined(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*first, *second)))

    names: dict[str, tuple[str, ...]] = {region: joined(entity.names.get(region, ()), more.names.get(region, ())) for region in ("tw", "hk", "cn") if region in entity.names or region in more.names}
    facts = {fact: value for fact in ("label", "name", "parent", "jurisdiction", "note", "source", "checked") if (value := getattr(more, fact))}
    return replace(entity, names=names, aliases=joined(entity.aliases, more.aliases), tickers=joined(entity.tickers, more.tickers), **facts)


@cache
def _default() -> Lexicon:
    """The shipped files, or what was kept of them: lines that become entities when they are met."""
    place = folder()
    sources = sorted(place.glob("*.tsv"))
    before = state(sources)

    def build() -> Lexicon:
        lexicon = Lexicon.read(place)
        lexicon._abbreviations = marshal.dumps([tuple(abbreviation) for abbreviation in lexicon.abbreviations])
        return lexicon

    def read(file: BinaryIO) -> Lexicon:
        entries, rules, abbreviations = marshal.loads(file.read())
        return _restored({line[: line.index("\t")]: line for line in entries.split("\n")}, rules.split("\n"), abbreviations)

    def write(file: BinaryIO, lexicon: Lexicon) -> None:
        marshal.dump(("\n".join(map(str, lexicon._by_id.values())), "\n".join([rule.to_row() for rule in lexicon.rules]), lexicon._abbreviations), file)

    lexicon = kept("lexicon", sources, read, write, build)
    lexicon.sources, lexicon.state = tuple(sources), before
    return lexicon
