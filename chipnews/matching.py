"""Folded text + index -> every candidate whose edges hold, overlaps kept."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from .segmentation import respects_edges
from .terms.index import Alias, Index, crossing_words

__all__ = ["Candidate", "Rejected", "find"]


class Candidate(NamedTuple):
    """A place where an alias stands: code points of the matched text, half-open."""

    start: int
    end: int
    alias: Alias


class Rejected(NamedTuple):
    """A place where an alias was found and did not count, with the reason."""

    start: int
    end: int
    surface: str
    reason: str


def find(folded: str, original: str, index: Index, rejected: list[Rejected] | None = None) -> list[Candidate]:
    """Find every alias whose edges hold.

    Args:
        folded: the text to match, folded and squeezed.
        original: the text before folding, of the same length.
        index: the compiled lexicon.
        rejected: if given, receives what was found and did not count.

    Returns:
        Candidates in order of their ends, overlaps kept.
    """
    found: list[Candidate] = []
    crossed: list[tuple[Candidate, str]] = []
    contexts: list[tuple[int, int, Alias]] = []
    alias_of, guarded = index.alias, index.guarded
    for pattern, start, end in index.automaton.find_matches_as_indexes(folded, overlapping=True):
        alias = alias_of(pattern)
        if guarded[pattern]:
            if alias.places is not None:
                contexts.append((start, end, alias))
                continue
            reason = _edge_fault(folded, original, start, end, alias)
            if reason:
                if rejected is not None:
                    rejected.append(Rejected(start, end, original[start:end], reason))
                continue
            if alias.crossed is not None:
                word = _crossing_word(folded, start, end, alias)
                if word:
                    crossed.append((Candidate(start, end, alias), word))
                    continue
        found.append(Candidate(start, end, alias))
    if crossed:
        spans = [(c.start, c.end) for c in found] + [(c.start, c.end) for c, _ in crossed]
        for candidate, word in crossed:
            near = [(s, e) for s, e in spans if s > candidate.start - 10 and e < candidate.end + 10]
            holds, words = respects_edges(folded, candidate.start, candidate.end, near)
            if holds:
                found.append(candidate)
            elif rejected is not None:
                text = original[candidate.start : candidate.end]
                rejected.append(Rejected(candidate.start, candidate.end, text, f"the word {word} crosses its edge; likeliest cutting: {' '.join(words)}"))
    if contexts:
        found += _characters(contexts, found, folded, original, rejected)
    return found


def _edge_fault(folded: str, original: str, start: int, end: int, alias: Alias) -> str:
    """Why a hit with a Latin edge or a required case does not count; empty if it does."""
    if alias.latin_left and start:
        before = folded[start - 1]
        if _latin(before):
            return f"the Latin word goes on to the left: {folded[max(0, start - 8) : end]}"
        if before in "@._" and start > 1 and _latin(folded[start - 2]):
            return "part of an address"
    if alias.latin_right and end < len(folded):
        after = folded[end]
        if _latin(after):
            return f"the Latin word goes on to the right: {folded[start : end + 8]}"
        if after in "._@" and end + 1 < len(folded) and _latin(folded[end + 1]) and (folded[end - 1].isdigit() == folded[end + 1].isdigit() or after != "."):
            return "part of an address or a longer number"
    if alias.case:
        written = original[start:end]
        if not written.isascii():
            written = unicodedata.normalize("NFKC", written)
        if written not in alias.case:
            return f"written {written}, but this short name counts only as {' or '.join(sorted(alias.case))}"
    return ""


def _latin(char: str) -> bool:
    return "a" <= char <= "z" or "0" <= char <= "9" or "ß" <= char <= "ɏ"


def _crossing_word(folded: str, start: int, end: int, alias: Alias) -> str:
    """The part outside the hit of an ordinary word, if any, that lies across one of its edges."""
    assert alias.crossed is not None
    form, left, right = alias.crossed
    if start:
        for outside in crossing_words(form, left, -1).get(folded[start - 1], ()):
            if folded.endswith(outside, 0, start):
                return f"{outside}…"
    if end < len(folded):
        for outside in crossing_words(form, right, 1).get(folded[end], ()):
            if folded.startswith(outside, end):
                return f"…{outside}"
    return ""


def _characters(contexts: list[tuple[int, int, Alias]], names: list[Candidate], folded: str, original: str, rejected: list[Rejected] | None) -> list[Candidate]:
    """One-character forms in their contexts: 華 in 對華, 美 and 中 in 美中. A name around the character takes it."""
    barred: dict[tuple[str, int], str] = {}
    for start, end, alias in contexts:
        if not alias.places:
            at = folded.find(alias.form, start, end)
            while at >= 0:
                barred[alias.form, at] = f"part of {alias.surface}"
                at = folded.find(alias.form, at + 1, end)
    inside: dict[int, str] = {}
    for name in names:
        if any(reading.rule is None for reading in name.alias.readings):
            inside.update(dict.fromkeys(range(name.start, name.end), f"part of {name.alias.surface}"))
    found: dict[int, Candidate] = {}
    for start, _, alias in contexts:
        if not alias.places:
            continue
        fault = barred.get((alias.form, start + alias.places[0][0]), "")
        for offset, reading in alias.places:
            place = start + offset
            reason = fault or inside.get(place, "")
            if reason:
                if rejected is not None:
                    rejected.append(Rejected(place, place + 1, original[place], f"{reason}, which outweighs the context {alias.surface}"))
            elif place not in found:
                found[place] = Candidate(place, place + 1, Alias(alias.surface, (reading,)))
    return [found[place] for place in sorted(found)]
