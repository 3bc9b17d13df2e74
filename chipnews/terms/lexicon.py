"""The lexicon: entities with their names, and the rules that guard ambiguous ones."""

from __future__ import annotations

import marshal
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ..cache import kept, state
from ..errors import LexiconError
from ..normalization import fold
from ..spans import LABELS
from .entry import COLUMNS, SUPPORT, Entity, Row, SenseRule, check_entity, check_lists, check_row, check_rule, row_surfaces
from .forms import KINDS as FORM_FILES
from .resources import folder, rows, table

__all__ = ["CHANGES", "ROLL_UPS", "SENSE_COLUMNS", "Abbreviation", "Change", "Lexicon", "unknown_id"]

CHANGES = ("add", "remove", "keep")
"""What the ``change`` cell of a row may say of a lexicon that the row's own is added to."""

ROLL_UPS = ("family", "maker", "parent", "jurisdiction")
"""What `Lexicon.roll_up` sums entities up to."""

SENSE_COLUMNS = ("alias", "entity", "support", "for", "against", "note")
_ABBREVIATION_COLUMNS = ("char", "entity", "before", "after", "not", "note")
_PAIR_COLUMNS = ("pair", "first", "second", "third", "after", "not", "note")
_LONGEST_FORM = 3
"""A form in ``abbreviations.tsv`` or ``pairs.tsv`` has at most this many characters."""


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


class Lexicon:
    """An immutable collection of entities, read from files or built from Python objects.

    Lexicons add up: in ``Lexicon.default() + Lexicon.read("mine.tsv")`` the right one's entities, rules and changes win.

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
        """The entity, what it is a part of, what that is a part of, and so on.

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
            to: ``family``: a product counts for the line of products that it belongs to (H200 for Hopper). ``maker``: for who makes it
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
            rule = self._rules[place] = SenseRule(alias, entity, support, _split(cues), _split(against))
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

    def only(self, *, ids: str | Iterable[str] = (), labels: str | Iterable[str] = (), names: str | Iterable[str | tuple[str, str]] = ()) -> Lexicon:
        """An allow list: nothing but these entities, the entities with these labels, and these names.

        Args:
            ids: ids of entities.
            labels: labels.
            names: names, in any script, width and case; a pair of an id and a name means the name of one entity.

        Raises:
            LexiconError: for an id or label that does not exist.

        >>> sorted({entity.label for entity in Lexicon.default().only(labels=["COMPANY", "PRODUCT"])})
        ['COMPANY', 'PRODUCT']
        """
        return self._with("keep", ids, labels, names)

    def without(self, *, ids: str | Iterable[str] = (), labels: str | Iterable[str] = (), names: str | Iterable[str | tuple[str, str]] = ()) -> Lexicon:
        """A block list: everything but these entities, the entities with these labels, and these names.

        Args:
            ids: ids of entities.
            labels: labels.
            names: names, in any script, width and case; a pair of an id and a name means the name of one entity.

        Raises:
            LexiconError: for an id or label that does not exist.

        >>> "nvidia-h20" in Lexicon.default().without(ids="nvidia-h20")
        False
        """
        return self._with("remove", ids, labels, names)

    def _with(self, kind: str, ids: str | Iterable[str], labels: str | Iterable[str], names: str | Iterable[str | tuple[str, str]]) -> Lexicon:
        group = [Change(kind, id_, "", ()) for id_ in ([ids] if isinstance(ids, str) else ids)]
        group += [Change(kind, "", label, ()) for label in ([labels] if isinstance(labels, str) else labels)]
        for name in [names] if isinstance(names, str) else names:
            id_, surface = ("", name) if isinstance(name, str) else name
            group.append(Change(kind, id_, "", (surface,)))
        if not group:
            raise LexiconError("say which: give ids, labels or names")
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
                raise LexiconError(f"the sense rule for {alias!r}: {unknown_id(entity, self._by_id)}", field="entity")

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
        """The lexicon that chipnews ships, read once per process."""
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
        path = Path(path)
        if not path.is_dir():
            entries, rules, changes = _read_files([path])
            return _restored(entries, rules, changes=changes)
        files = [file for pattern in ("*.tsv", "*.csv") for file in sorted(path.glob(pattern)) if file.name not in _OTHER_TABLES]
        entries, rules, changes = _read_files(files)
        senses, characters, pairs = (path / name for name in ("ambiguous.tsv", "abbreviations.tsv", "pairs.tsv"))
        known = entries.keys()
        if senses.is_file():
            rules += _read_rules(senses, rows(senses, SENSE_COLUMNS), known)
        abbreviations = (*(_read_characters(characters, known) if characters.is_file() else ()), *(_read_pairs(pairs, known) if pairs.is_file() else ()))
        return _restored(entries, rules, abbreviations, changes)


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


def unknown_id(id_: str, known: Collection[str]) -> str:
    """The complaint about an id that no entity has, with the ones that may be meant."""
    from difflib import get_close_matches

    close = get_close_matches(id_, known, n=3, cutoff=0.8)
    return f"no entity has the id {id_!r}" + (f"; did you mean {' or '.join(close)}?" if close else "")


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


_OTHER_TABLES = frozenset({"ambiguous.tsv", "abbreviations.tsv", "cues.tsv", "pairs.tsv", "crossings.tsv", "families.tsv", *FORM_FILES, "ordinary.tsv", "regions.tsv", "sources.tsv"})


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


def _read_files(paths: Iterable[Path]) -> tuple[dict[str, Entity | str], list[SenseRule | str], tuple[tuple[Change, ...], ...]]:
    """Files of entities or of sense rules, as the first row of each says."""
    entries: dict[str, Entity | str] = {}
    rules: list[SenseRule | str] = []
    changes: list[Change] = []
    for path in paths:
        lines = table(path)
        number, header = next(lines, (None, ()))
        if "alias" in header and "entity" in header:
            rules += _read_rules(path, _arranged(path, number or 1, header, lines, SENSE_COLUMNS), None)
        else:
            _read_entities(path, number, header, lines, entries, changes)
    return entries, rules, (tuple(changes),) if changes else ()


def _arranged(path: Path, number: int, header: Row, lines: Iterable[tuple[int, Row]], columns: Sequence[str]) -> Iterator[tuple[int, Row]]:
    """The rows of a file with the cells in the order of some columns, empty where the file has no such column."""
    given = [{"name": "en"}.get(column, column) if "en" not in header else column for column in map(str.strip, header)]
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


_ENTITY_COLUMNS = (*COLUMNS, "change")


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
        fault = "the file is empty; the first row must be the header" if number is None else "the first row must be the header"
        raise LexiconError(f"{fault} with at least id, label and a name (en, tw, hk, cn or aliases), tab-separated: {' '.join(_ENTITY_COLUMNS)}", file=name, line=number)
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
    names = tuple(name for cell in cells[3:7] for name in _split(cell))
    if kind == "add" and not cells[0]:
        raise LexiconError("the id is empty; say which entity the row adds to", file=file, line=line, field="id")
    if not (cells[0] or cells[1] or names):
        raise LexiconError(f"say what to {kind}: give an id, a label, or names in tw, hk, cn or aliases", file=file, line=line, field="id")
    return Change(kind, cells[0], cells[1], names, cells, file, line)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _read_rules(path: Path, lines: Iterable[tuple[int, Row]], known: Collection[str] | None) -> Iterator[SenseRule]:
    for line, (alias, entity, support, cues, against, _) in lines:
        if not alias:
            raise LexiconError("the alias is empty; write the name that the rule guards", file=str(path), line=line, field="alias")
        if support not in SUPPORT:
            raise LexiconError(f"support is {support!r}; write 'none', 'some' or 'explicit'", file=str(path), line=line, field="support")
        if known is not None:
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
        raise LexiconError(unknown_id(id_, known), file=str(path), line=line, field="entity")
