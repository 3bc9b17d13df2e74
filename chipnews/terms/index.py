"""The lexicon compiled for matching: one automaton over folded aliases and words, and what to test at each hit."""

from __future__ import annotations

import marshal
import re
from array import array
from collections.abc import Container, Iterator, Mapping
from functools import cache, lru_cache
from itertools import groupby, product
from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO, NamedTuple
from weakref import WeakValueDictionary

from ..cache import kept
from ..errors import LexiconError
from ..normalization import fold
from ..regex import lazy
from .entry import Abbreviation, Entity, SenseRule
from .forms import families, folded_words_of, policy_sources, policy_words, words_of
from .lexicon import Lexicon
from .resources import folder, rows

if TYPE_CHECKING:
    import ahocorasick_rs

__all__ = ["CONTEXT", "CROSSED", "CUE", "LATIN", "OFFICE", "TELLING", "Alias", "Index", "Reading", "alternation", "crossing_words", "label_cues", "variants"]

_SCRIPT_EDGE = lazy(r"(?<=[0-9a-z])(?=[㐀-鿿])|(?<=[㐀-鿿])(?=[0-9a-z])")
_LOOSE_EDGE = lazy(r"(?<=[0-9a-z]) (?=[㐀-鿿])|(?<=[㐀-鿿]) (?=[0-9a-z])")
_JOINT = lazy(r"(?<=[0-9a-z])[ -](?=[0-9a-z])")
_LATIN = lazy("[0-9a-z]")
_CODE_JOINT = lazy(r"(?<=[a-z])(?=[0-9])")
_CODE = lazy(r"[a-z]{1,4}[0-9]{2,}[a-z]?")
_OWN_NAME = lazy(" ?(?!AI|A[Pp][Pp]|Pad)[A-Z][A-Za-z]*(?:[ -]?[0-9]|[a-z]{2,}).*")

_TOPICAL = frozenset({"COMPANY", "PRODUCT", "TECHNOLOGY"})
"""Labels of which several names in a text tell that it speaks of the field."""

_OFFICES = frozenset("部院署局厅处委会省军司大协")

LATIN, CROSSED, OFFICE, CONTEXT, TELLING, CUE = 1, 2, 4, 8, 16, 32
"""What a hit has to be tested for: edges and case of Latin letters, ordinary words across its edges, the title of an
agency's head, the strings that bar a one-character form; or nothing, where a word only tells the region, or that a name
that no row lists may stand beside it."""

_CUES = ("apposition", "codename", "company_form", "goods", "latin_after", "latin_announces", "latin_form", "launch", "person_title", "speech", "title_after")
"""The kinds of words in ``forms.tsv`` beside which names that no row lists are looked for."""

WORTH_KEEPING = 1000
"""The compiled form of a user's lexicon with at least this many entities, such as the shipped one with additions, is kept."""

SHORT_LATIN = 4
"""Latin aliases with at most this many letters, and no digit, match only in the case they are listed in."""


class Reading(NamedTuple):
    """One entity that an alias may stand for."""

    entity: Entity
    rule: SenseRule | None
    cues: re.Pattern[str] | None = None
    """The rule's words for the reading, folded, as one alternation of literals."""
    against: re.Pattern[str] | None = None
    """The rule's words against it."""


class Alias(NamedTuple):
    """A surface form and everything that is tested where it occurs."""

    surface: str
    """As the lexicon writes it."""
    readings: tuple[Reading, ...]
    entity: Entity | None = None
    """The entity of the first reading; None for a context or a telling word."""
    label: str = ""
    """Its label."""
    sense: int = 0
    """0: no reading has a rule. 1: rules only say what speaks against a reading. 2: a reading needs support."""
    case: frozenset[str] = frozenset()
    """Exact spellings required, for short Latin forms; empty where case does not matter."""
    latin_left: bool = False
    latin_right: bool = False
    left: str = ""
    """The ordinary words that cross the left edge (升华 over 华为), with ``|`` between them."""
    right: str = ""
    """The ordinary words that cross the right edge."""
    office: bool = False
    """Whether it is an agency whose name and 長 together are the title of its head (商務部 + 長)."""
    places: tuple[tuple[int, Reading], ...] = ()
    """For a context of one-character forms: offset and reading of each."""
    region: str = ""
    """The regions whose press uses the form, where others use another: ``TW``, ``HK``, ``CN`` or two of them."""
    by_place: Mapping[str | None, Entity] = MappingProxyType({})
    """For a name that several agencies share: the first of each jurisdiction."""
    maker: tuple[int, Entity] | None = None
    """For a product written with its maker before it (宝马 X5): the length of the maker's name, and the maker."""
    after: tuple[str, ...] = ()
    """For such a context: strings of which one must follow; none: nothing need follow."""
    tail: int = 0
    """For a product written with what it is (Vera CPU, Zen架構): the length of that, which is no part of its name."""
    plain: bool = False
    """Whether it has one reading, that is looked at no further unless what follows it may go on from it."""
    barred: tuple[tuple[int, int, frozenset[str]], ...] = ()
    """For such a context: (offset of the first form, length, strings) in which the forms stand for nothing (美好)."""
    alone: str = ""
    """Id of the entity, where the alias stands for no other."""
    topic: str = ""
    """Id of the entity, where its label is one that the field is told by."""
    opposed: tuple[str, str] | None = None
    """Where all words against its readings hold it (印度洋): the characters before it and those after it in them. None where others do not."""


class _Tables(NamedTuple):
    """The compiled form of a lexicon, in few and large objects, so that it is kept and read again at once.

    Tables of strings are one string with a line for each entry.
    """

    names: str
    """The folded forms of all names."""
    forms: str
    """For each of them the surface, then the ids that it may stand for, with tabs between."""
    spelled: bytes
    """For each spelling of a name the number of its form, four bytes each; the first patterns are the spellings."""
    case: dict[str, tuple[str, ...]]
    """Folded form of a short Latin name -> the spellings that count."""
    rules: dict[str, tuple[int, ...]]
    """Folded form -> places of its rules in the lexicon."""
    crossed: str
    """The rows of ``crossings.tsv`` whose alias is a form, and such rows for names that the shipped lexicon lacks."""
    contexts: list[tuple[str, tuple[tuple[int, str], ...], str, tuple[str, ...]]]
    """The contexts of one-character forms."""
    characters: dict[str, str]
    """One-character form -> the id of the country it stands for in some context."""
    bars: dict[str, list[tuple[int, int, list[str]]]]
    """Form -> (offset, length, strings) in which it stands for nothing."""
    telling: list[tuple[str, str]]
    """(region, word) of the words that tell a region."""
    cues: list[tuple[str, str]]
    """(kind, word) of the words beside which unlisted names stand."""
    patterns: str
    """Spellings of names, contexts, cues, telling words, words of policy."""
    guards: bytes
    """For each pattern but the words of policy what a hit has to be tested for."""


def _kept_tables(lexicon: Lexicon) -> _Tables:
    def read(file: BinaryIO) -> _Tables:
        return _Tables(*marshal.loads(file.read()))

    def write(file: BinaryIO, tables: _Tables) -> None:
        marshal.dump(tuple(tables), file)

    if lexicon.sources:
        return kept("index", [*lexicon.sources, *policy_sources()], read, write, lambda: _compile(lexicon), content=lexicon.state)
    if len(lexicon) < WORTH_KEEPING:
        return _compile(lexicon)
    return kept("own-index", [*Lexicon.default().sources, *policy_sources()], read, write, lambda: _compile(lexicon), content=lexicon.digest(), room=4)


def _compile(lexicon: Lexicon) -> _Tables:
    lexicon.check_references()
    ids: list[str] = []
    surfaces: list[str] = []
    for id_, _, names in lexicon.named():
        for name in names:
            if "\t" in name or "\n" in name or not name:
                raise LexiconError(f"{name!r} is no name: it is empty or has a tab or a line break in it; correct the entity {id_}")
        surfaces += names
        ids += [id_] * len(names)
    forms: dict[str, tuple[str, ...]] = {}
    case: dict[str, tuple[str, ...]] = {}
    for folded, surface, id_ in zip(_fold_all(surfaces), surfaces, ids, strict=True):
        form = forms.get(folded)
        if form is None:
            forms[folded] = (surface, id_)
        elif id_ not in form:
            forms[folded] = (*form, id_)
        if len(folded) <= SHORT_LATIN and folded.isascii() and folded.isalpha():
            case[folded] = (*case.get(folded, ()), surface)
    rules: dict[str, tuple[int, ...]] = {}
    for i, folded in enumerate(_fold_all([rule.alias for rule in lexicon.rules])):
        rules[folded] = (*rules.get(folded, ()), i)
    crossed = {cells[0]: "\t".join(cells) for _, cells in rows(folder() / "crossings.tsv", ("alias", "left", "right")) if cells[0] in forms}
    if not lexicon.sources:
        from .crossings import crossings

        shipped = {name for _, _, names in Lexicon.default().named() for name in names}
        own = [folded for folded, form in forms.items() if form[0] not in shipped and folded not in crossed]
        crossed.update({alias: f"{alias}\t{'|'.join(left)}\t{'|'.join(right)}" for alias, (left, right) in crossings(own).items()})
    spelled = {folded: folded for folded in forms}  # a name before the spelling of another: Go1 is not GO-1
    for folded in forms:
        if not folded.isalpha() or (not folded.isascii() and _SCRIPT_EDGE.search(folded)):  # most names have one spelling
            for variant in variants(folded):
                spelled.setdefault(variant, folded)
    spelled = dict(sorted(spelled.items()))  # sorted patterns make the automaton in four fifths of the time
    contexts = [(a.context, a.places, a.form, a.after) for a in lexicon.abbreviations if a.places]
    bars = _bars([abbreviation for abbreviation in lexicon.abbreviations if not abbreviation.places])
    telling = [(region, word) for _, (region, word, _) in rows(folder() / "regions.tsv", ("region", "word", "elsewhere"))]
    cues = [(kind, word) for kind in _CUES for word in words_of(kind)]
    cues += [("family", prefix) for family in families() for prefix in family.prefixes]
    policy = tuple(dict.fromkeys(_fold_all(policy_words())))
    patterns = [*spelled, *_fold_all([context[0] for context in contexts]), *_fold_all([word for _, word in cues]), *_fold_all([word for _, word in telling]), *policy]
    guards = [
        (LATIN if folded[0] < "ɐ" or folded[-1] < "ɐ" else 0) + (CROSSED if folded in crossed else 0) + (OFFICE if folded[-1] in _OFFICES else 0)
        for folded in spelled.values()
    ]
    guards += [CONTEXT] * len(contexts) + [CUE] * len(cues) + [TELLING] * len(telling)
    number = {folded: i for i, folded in enumerate(forms)}
    return _Tables(
        "\n".join(forms),
        "\n".join("\t".join(form) for form in forms.values()),
        array("I", [number[folded] for folded in spelled.values()]).tobytes(),
        case,
        rules,
        "\n".join(crossed.values()),
        contexts,
        _characters(contexts),
        bars,
        telling,
        cues,
        "\n".join(patterns),
        bytes(guards),
    )


class Index:
    """A lexicon ready for matching. Immutable but for aliases, which become objects when they are first met.

    Args:
        lexicon: what to compile.

    Attributes:
        names: folded aliases, without their variants and without the one-character contexts.
        characters: the one-character forms of countries, which count only in their contexts.
        patterns: folded spellings, in the order of the automaton.
        guards: for each pattern but the words of policy, which are the last, what a hit has to be tested for: the sum of `LATIN`, `CROSSED`, `OFFICE`, `CONTEXT`, `TELLING` and `CUE`.
        entries: for each of these patterns that has been met its guard, its alias, and the characters that tell something before and after it: of words across its
            edges; for a cue, those that no name ends in or that names begin with. `entry` makes the others.
        automaton: finds the patterns.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        import ahocorasick_rs

        self._lexicon = lexicon
        self._tables = tables = _kept_tables(lexicon)
        self.patterns, self.guards = _lines(tables.patterns), tables.guards
        self.names = _lines(tables.names)
        self._forms = _lines(tables.forms)
        self._spelled = array("I", tables.spelled)
        self._read: dict[tuple[str, str], Alias] = {}
        self.characters = {form: Reading(lexicon[id_], None) for form, id_ in tables.characters.items()}
        self._crossed = {line[: line.index("\t")]: line for line in _lines(tables.crossed)}
        self.entries: list[tuple[int, Alias, Container[str], Container[str]] | None] = [None] * len(self.guards)
        self.automaton: ahocorasick_rs.AhoCorasick = ahocorasick_rs.AhoCorasick(self.patterns, implementation=ahocorasick_rs.Implementation.ContiguousNFA)

    @classmethod
    def of(cls, lexicon: Lexicon) -> Index:
        """The index of a lexicon, one for all pipelines that hold it."""
        index = _SHARED.get(id(lexicon))
        if index is None:
            index = _SHARED[id(lexicon)] = cls(lexicon)
        return index

    def entry(self, pattern: int) -> tuple[int, Alias, Container[str], Container[str]]:
        """What the pattern with this number stands for; kept in ``entries`` from then on."""
        guard, alias = self.guards[pattern], self._make(pattern)
        left: Container[str] = ""
        right: Container[str] = ""
        if guard == CUE:
            left = folded_words_of("no_speaker") if alias.surface == "speech" else ""
            right = _name_beginnings() if alias.surface == "person_title" else ""
        elif guard & CROSSED:
            # A few characters are found in a string sooner than in a dict, which is spread over the memory.
            folded = self.patterns[pattern]
            outside = crossing_words.__wrapped__  # most of these words are never asked for again: kept, they are 14 MB after a few articles
            left, right = "".join(outside(folded, alias.left, -1)), "".join(outside(folded, alias.right, 1))
        entry = self.entries[pattern] = (guard, alias, left, right)
        return entry

    def character(self, surface: str, reading: Reading) -> Alias:
        """The alias of a one-character form in a context of it."""
        key = surface, reading.entity.id
        alias = self._read.get(key)
        if alias is None:
            alias = self._read[key] = Alias(surface, (reading,), reading.entity, reading.entity.label, alone=reading.entity.id, plain=True)
        return alias

    def _make(self, pattern: int) -> Alias:
        lexicon, tables = self._lexicon, self._tables
        if self.guards[pattern] == TELLING:
            region, word = tables.telling[pattern - len(self.guards)]
            return Alias(word, (), region=region)
        if self.guards[pattern] == CUE:
            kind = tables.cues[pattern - len(self._spelled) - len(tables.contexts)][0]
            return Alias(kind, ())
        if self.guards[pattern] == CONTEXT:
            context, places, form, after = tables.contexts[pattern - len(self._spelled)]
            readings = tuple((offset, Reading(lexicon[id_], None)) for offset, id_ in places)
            return Alias(context, (), places=readings, after=tuple(_fold_all(list(after))), barred=tuple((at, length, frozenset(strings)) for at, length, strings in tables.bars.get(form, ())))
        number = self._spelled[pattern]
        folded = self.names[number]
        surface, *ids = self._forms[number].split("\t")
        rules = {rule.entity: rule for rule in map(lexicon.rule, tables.rules.get(folded, ()))}
        named = tuple(_reading(lexicon[id_], rules.get(id_)) for id_ in ids)
        first, last = folded[0], folded[-1]
        _, left, right = self._crossed[folded].split("\t") if folded in self._crossed else ("", "", "")
        product = named[0].entity.label == "PRODUCT"
        maker = self._maker(surface, folded, named[0].entity) if product else None
        tail = _classifier(folded, named[0].entity) if product else 0
        return Alias(
            surface,
            named,
            named[0].entity,
            named[0].entity.label,
            max(0 if r.rule is None else 1 if r.rule.support == "none" else 2 for r in named),
            frozenset(tables.case.get(folded, ())),
            first < "ɐ" and first.isalnum(),
            last < "ɐ" and last.isalnum(),
            left,
            right,
            last in _OFFICES and named[0].entity.label == "AGENCY",
            region=_region(folded, named[0].entity) if len(named) == 1 and named[0].rule is None else "",
            maker=maker,
            by_place={reading.entity.jurisdiction: reading.entity for reading in reversed(named)} if len(named) > 1 else {},
            tail=tail,
            alone=ids[0] if len(ids) == 1 else "",
            topic=ids[0] if named[0].entity.label in _TOPICAL else "",
            opposed=_edges_of(set(_fold_all(sorted({word for r in named if r.rule is not None for word in r.rule.against}))), folded) if rules else None,
            plain=len(named) == 1 and named[0].rule is None and maker is None and not tail and named[0].entity.label not in ("AGENCY", "INSTRUMENT"),
        )

    def _maker(self, surface: str, folded: str, product: Entity) -> tuple[int, Entity] | None:
        """The maker that an alias of a product begins with, where what follows is a name or code in Latin script."""
        owner = product
        for _ in range(4):
            parent = self._lexicon.get(owner.parent) if owner.parent else None
            if parent is None:
                return None
            if parent.label == "COMPANY":
                for name in (fold(name) for name in parent.surfaces):
                    if folded.startswith(name) and not name.isascii() and _OWN_NAME.fullmatch(surface, len(name)):
                        return len(name), parent
            owner = parent
        return None


_SHARED: WeakValueDictionary[int, Index] = WeakValueDictionary()
"""Indices in use by the identity of their lexicon, which lives as long as its index does."""

_CLASSIFIER = lazy(" ?(?:(?P<latin>cpu|gpu|npu|dpu|soc|apu)|芯片|处理器|架构|手机|服务器|型?(?:客机|货机|战机)|(?P<kind>app|应用|平台|系列|(?:操作|作业)?系统|浏览器|大?模型|(?:人形)?机器人|助手))$")


def _classifier(folded: str, product: Entity) -> int:
    """The length of what says what a product is, at the end of one of its names: 架構 of Zen架構, but not of 龍架構, which has no name without it."""
    match = _CLASSIFIER.search(folded)
    if match is None or not match.start():
        return 0
    stem = folded[: match.start()]
    latin = stem[-1].isascii() and match["latin"] is None and match["kind"] is None
    return len(match.group()) if latin or any(fold(name) == stem for name in product.surfaces) else 0


@cache
def _name_beginnings() -> frozenset[str]:
    """The characters that may begin a person's name after a title: of family names, of transliterations, Latin ones."""
    return frozenset({word[0] for word in folded_words_of("surname")} | folded_words_of("transliteration") | set(" (:/|丨abcdefghijklmnopqrstuvwxyz"))


def _edges_of(words: set[str], name: str) -> tuple[str, str] | None:
    """The characters that stand in some words before a name that they hold, and those after it; None where a word does not hold it.

    >>> _edges_of({"印度洋", "东印度"}, "印度")
    ('东', '洋')
    """
    if any(word == name or word.count(name) != 1 for word in words):
        return None
    parts = [word.partition(name) for word in words]
    return "".join(sorted({before[-1] for before, _, _ in parts if before})), "".join(sorted({after[0] for _, _, after in parts if after}))


def _lines(table: str) -> list[str]:
    return table.split("\n") if table else []


def _reading(entity: Entity, rule: SenseRule | None) -> Reading:
    if rule is None:
        return Reading(entity, None)
    return Reading(entity, rule, alternation(rule.cues) if rule.cues else None, alternation(rule.against) if rule.against else None)


def _region(folded: str, entity: Entity) -> str:
    """The regions in whose names of the entity a folded form stands, or nothing where no named region lacks it."""
    used = [region for region in ("tw", "hk", "cn") if any(fold(form) == folded for form in entity.names.get(region, ()))]
    return " ".join(used).upper() if used and len(used) < len(entity.names) else ""


def _fold_all(forms: list[str]) -> list[str]:
    """Fold many short strings at once."""
    return fold("\n".join(forms)).split("\n") if forms else []


@cache
def alternation(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that finds the longest of some words, folded, with word edges where they begin with Latin script or are all of it.

    Common beginnings are written once, which makes a search several times as fast as one of a plain ``a|b|c``.

    >>> alternation(("出口管制", "出口", "晶片")).pattern
    '出口(?:管制)?|晶片'
    >>> [alternation(("AI", "GPU")).search(text) is not None for text in ("搭载ai", "mail")]
    [True, False]
    """
    return lazy(_factored(sorted(set(_fold_all(list(words)))), ""))


@cache
def label_cues() -> dict[str, re.Pattern[str]]:
    """For each label of ``cues.tsv`` the words that usually stand near its names."""
    return {label: alternation(tuple(words.split("|"))) for _, (label, words) in rows(folder() / "cues.tsv", ("label", "words"))}


def _factored(words: list[str], before: str) -> str:
    """Sorted words, what is left of them after a common beginning, as a pattern in which each next character stands once."""
    branches = []
    for char, group in groupby(filter(None, words), itemgetter(0)):
        edge = f"(?<![0-9a-z]{char})" if not before and _LATIN.match(char) else ""
        branches.append(f"{re.escape(char)}{edge}{_factored([word[1:] for word in group], before + char)}")
    latin_end = before.isascii() and bool(_LATIN.match(before[-1:]))
    if "" in words and latin_end:
        branches.append("(?![0-9a-z])")
    pattern = "|".join(branches)
    if before and "" in words and not latin_end:
        return f"(?:{pattern})?" if pattern else ""
    return pattern if not before or len(branches) == 1 else f"(?:{pattern})"


def variants(folded: str) -> Iterator[str]:
    """The spellings of one folded alias: spaces and hyphens inside codes, spaces between scripts.

    >>> sorted(set(variants("gb300 nvl72")))
    ['gb300 nvl72', 'gb300-nvl72', 'gb300nvl72']
    >>> sorted(set(variants("昇腾910c")))
    ['昇腾 910c', '昇腾910c']
    """
    yield folded
    if "·" in folded:
        yield folded.replace("·", " · ")
    if not folded.isascii():
        if _SCRIPT_EDGE.search(folded) or " " in folded:
            tight = _LOOSE_EDGE.sub("", folded)
            yield tight
            yield _SCRIPT_EDGE.sub(" ", tight)
    elif any(char.isdigit() for char in folded):
        parts = _JOINT.split(folded)
        if 1 < len(parts) <= 4:
            for joints in product((" ", ""), repeat=len(parts) - 1):
                yield "".join(part + joint for part, joint in zip(parts, (*joints, ""), strict=True))
            yield "-".join(parts)
        if _CODE.fullmatch(folded):
            yield _CODE_JOINT.sub("-", folded, count=1)


def _characters(contexts: list[tuple[str, tuple[tuple[int, str], ...], str, tuple[str, ...]]]) -> dict[str, str]:
    """One-character form -> id of its country; what stands for one by itself (澳 in 訪澳) comes before what does so in a pair (港澳)."""
    found = {fold(form): places[0][1] for _, places, form, _ in contexts if len(form) == 1}
    for context, places, _, _ in contexts:
        for offset, id_ in places:
            found.setdefault(fold(context)[offset], id_)
    return found


def _bars(abbreviations: list[Abbreviation]) -> dict[str, list[tuple[int, int, list[str]]]]:
    """For each form the strings that bar it, by the form's offset in them and their length, for look-up by slices."""
    strings: dict[str, dict[tuple[int, int], set[str]]] = {}
    for (context, _, form, _), folded in zip(abbreviations, _fold_all([a.context for a in abbreviations]), strict=True):
        for offset in range(len(context)):
            if context.startswith(form, offset):
                strings.setdefault(form, {}).setdefault((offset, len(folded)), set()).add(folded)
    return {form: [(offset, length, sorted(found)) for (offset, length), found in sorted(groups.items())] for form, groups in strings.items()}


@lru_cache(maxsize=10_000)
def crossing_words(alias: str, words: str, side: int) -> dict[str, tuple[str, ...]]:
    """The parts outside the alias of the words that cross one of its edges, by the character next to the edge.

    Args:
        alias: folded alias.
        words: a cell of ``crossings.tsv``.
        side: -1 for the left edge, 1 for the right.

    >>> crossing_words("华为", "升华|访华", -1)
    {'升': ('升',), '访': ('访',)}
    """
    outside: dict[str, list[str]] = {}
    for word in words.split("|") if words else ():
        if side < 0:
            shared = next(k for k in range(len(alias) - 1, 0, -1) if word.endswith(alias[:k]))
            outside.setdefault(word[-shared - 1], []).append(word[:-shared])
        else:
            shared = next(k for k in range(len(alias) - 1, 0, -1) if word.startswith(alias[-k:]))
            outside.setdefault(word[shared], []).append(word[shared:])
    return {char: tuple(parts) for char, parts in outside.items()}
