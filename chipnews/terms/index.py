"""The lexicon compiled for matching: one automaton over folded aliases, and what to test at each hit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from ..normalization import fold
from .entry import Entity, SenseRule
from .lexicon import Lexicon
from .resources import folder, rows

if TYPE_CHECKING:
    import ahocorasick_rs

__all__ = ["Alias", "Index", "Reading", "crossing_words"]

_LATIN = re.compile(r"[0-9a-zß-ɏ]")
_SCRIPT_EDGE = re.compile(r"(?<=[0-9a-z])(?=[㐀-鿿])|(?<=[㐀-鿿])(?=[0-9a-z])")
_CODE = re.compile(r"[a-z]{1,4}[0-9]{2,}[a-z]?")

SHORT_LATIN = 4
"""Latin aliases with at most this many letters, and no digit, match only in the case they are listed in."""


class Reading(NamedTuple):
    """One entity that an alias may stand for."""

    entity: Entity
    rule: SenseRule | None
    support: re.Pattern[str] | None
    """Folded cue words, as one alternation of literals."""
    against: re.Pattern[str] | None


@dataclass(slots=True)
class Alias:
    """A surface form and everything that is tested where it occurs."""

    surface: str
    """As the lexicon writes it."""
    readings: list[Reading]
    case: frozenset[str] = frozenset()
    """Exact spellings required, for short Latin forms; empty where case does not matter."""
    latin_left: bool = False
    latin_right: bool = False
    crossed: tuple[str, str, str] | None = None
    """The folded form, and the ordinary words that cross its left and its right edge, separated by ``|``."""
    places: tuple[tuple[int, Reading], ...] | None = None
    """For a context of one-character forms: offset and reading of each. Empty: a string in which there is none."""

    @property
    def guarded(self) -> bool:
        """Whether a hit has to be looked at before it counts."""
        return bool(self.latin_left or self.latin_right or self.case or self.crossed or self.places is not None)


class Index:
    """A lexicon ready for matching. Immutable after construction.

    Args:
        lexicon: what to compile.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        import ahocorasick_rs

        self.lexicon = lexicon
        aliases: dict[str, Alias] = {}
        rules = {(fold(rule.alias), rule.entity): rule for rule in lexicon.rules}
        surfaces = [(entity, surface) for entity in lexicon for surface in entity.surfaces]
        folded_surfaces = fold("\n".join(surface for _, surface in surfaces)).split("\n") if surfaces else []
        for (entity, surface), folded in zip(surfaces, folded_surfaces, strict=True):
            alias = aliases.get(folded)
            if alias is None:
                alias = aliases[folded] = Alias(surface, [], latin_left=bool(_LATIN.match(folded[0])), latin_right=bool(_LATIN.match(folded[-1])))
            if all(reading.entity is not entity for reading in alias.readings):
                alias.readings.append(_reading(entity, rules.get((folded, entity.id))))
            if folded.isascii() and folded.isalpha() and len(folded) <= SHORT_LATIN:
                alias.case |= {surface}
        for _, (folded, left, right) in rows(folder() / "crossings.tsv", ("alias", "left", "right")):
            if folded in aliases:
                aliases[folded].crossed = (folded, left, right)
        patterns: dict[str, Alias] = {}
        for folded, alias in aliases.items():
            for variant in _variants(folded):
                patterns.setdefault(variant, alias)
        by_id = {entity.id: _reading(entity, None) for entity in lexicon}
        contexts = []
        if lexicon.abbreviations:
            folded_contexts = fold("\n".join(context for context, _, _ in lexicon.abbreviations)).split("\n")
            for folded, (context, places, _) in zip(folded_contexts, lexicon.abbreviations, strict=True):
                contexts.append((folded, Alias(context, [], places=tuple((offset, by_id[id_]) for offset, id_ in places))))
        self.aliases: list[Alias] = [*patterns.values(), *(alias for _, alias in contexts)]
        self.guarded: list[bool] = [alias.guarded for alias in self.aliases]
        self.patterns: list[str] = [*patterns, *(folded for folded, _ in contexts)]
        self.automaton: ahocorasick_rs.AhoCorasick = ahocorasick_rs.AhoCorasick(self.patterns, implementation=ahocorasick_rs.Implementation.ContiguousNFA)

    @cached_property
    def names(self) -> frozenset[str]:
        """Folded aliases without the one-character contexts."""
        return frozenset(folded for folded, alias in zip(self.patterns, self.aliases, strict=True) if alias.places is None)


def _reading(entity: Entity, rule: SenseRule | None) -> Reading:
    if rule is None:
        return Reading(entity, None, None, None)
    return Reading(entity, rule, _alternation(rule.cues), _alternation(rule.against))


def _alternation(words: Iterable[str]) -> re.Pattern[str] | None:
    folded = [re.escape(fold(word)) for word in words]
    return re.compile("|".join(folded)) if folded else None


def _variants(folded: str) -> Iterator[str]:
    """The spellings of one folded alias: spaces and hyphens inside codes, spaces between scripts.

    >>> sorted(_variants("gb300 nvl72"))
    ['gb300 nvl72', 'gb300-nvl72', 'gb300nvl72']
    >>> sorted(_variants("昇腾910c"))
    ['昇腾 910c', '昇腾910c']
    """
    yield folded
    if folded.isascii():
        if any(char.isdigit() for char in folded):
            parts = re.split(r"(?<=[0-9a-z])[ -](?=[0-9a-z])", folded)
            for joints in product((" ", "-", ""), repeat=len(parts) - 1) if 1 < len(parts) <= 4 else ():
                yield "".join(part + joint for part, joint in zip(parts, (*joints, ""), strict=True))
            if _CODE.fullmatch(folded):
                yield re.sub(r"(?<=[a-z])(?=[0-9])", "-", folded, count=1)
        elif " " in folded or "-" in folded:
            yield folded.replace(" ", "-")
            yield folded.replace("-", " ")
        return
    if " " in folded or _SCRIPT_EDGE.search(folded):
        tight = re.sub(r"(?<=[0-9a-z]) (?=[㐀-鿿])|(?<=[㐀-鿿]) (?=[0-9a-z])", "", folded)
        yield tight
        yield _SCRIPT_EDGE.sub(" ", tight)


@cache
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
