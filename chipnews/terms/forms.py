"""What names that no row lists are known by: the words of ``forms.tsv`` and ``person_names.tsv``, and the product families of ``families.tsv``; and the words of policy."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ..errors import LexiconError
from ..normalization import fold
from ..regex import lazy
from .resources import folder, rows, table

__all__ = ["COLUMNS", "DIGITS", "KINDS", "Family", "families", "folded_words_of", "policy_sources", "policy_words", "read", "read_families", "words_of"]

COLUMNS = ("kind", "word")

KINDS = {
    "forms.tsv": (
        *("adverb", "agency_form", "agency_word", "apposition", "before_says", "central_bank", "charity", "codename", "company_after", "company_before", "company_form", "company_kind", "company_strong"),
        *("company_suffix", "council", "division", "division_form", "firms", "follower", "goods", "latin_after", "latin_announces", "latin_form", "latin_word", "launch", "law", "legal_lead", "legal_stop", "makers_goods"),
        *("named_after", "no_speaker", "not_body", "not_brand", "not_firm", "not_place", "ordinary", "person_title", "product_variant", "reporting", "role", "says", "short_tail", "speech", "title_after"),
    ),
    "person_names.tsv": ("foreign_part", "given", "not_given", "surname", "transliteration"),
}
"""The kinds of words in each file, which says what each means."""


def read(place: Path) -> dict[str, tuple[str, ...]]:
    """By kind the words of both files in a folder, as they are written there.

    Raises:
        LexiconError: for a kind that no code asks for, an empty word, or a kind without a word.
    """
    found: dict[str, list[str]] = {}
    for name, kinds in KINDS.items():
        path = place / name
        for line, (kind, word) in rows(path, COLUMNS):
            if kind not in kinds:
                raise LexiconError(f"unknown kind {kind!r}; the kinds of this file are {', '.join(kinds)}", file=str(path), line=line, field="kind")
            if not word:
                raise LexiconError("the word is empty; write one, or delete the row", file=str(path), line=line, field="word")
            found.setdefault(kind, []).append(word)
        missing = [kind for kind in kinds if kind not in found]
        if missing:
            raise LexiconError(f"no row has the kind {missing[0]!r}; each kind needs at least one word", file=str(path), field="kind")
    return {kind: tuple(listed) for kind, listed in found.items()}


@cache
def _shipped() -> Mapping[str, tuple[str, ...]]:
    return read(folder())


def words_of(kind: str) -> tuple[str, ...]:
    """The shipped words of a kind as they are written.

    >>> "半導體" in words_of("company_form")
    True
    """
    return _shipped()[kind]


@cache
def folded_words_of(kind: str) -> frozenset[str]:
    """The shipped words of a kind, folded for comparison with folded text.

    >>> "半导体" in folded_words_of("company_form")
    True
    """
    return frozenset(fold("\n".join(words_of(kind))).split("\n"))


def policy_sources() -> list[Path]:
    """The tables that acts of policy are read by."""
    return sorted((folder() / "policy").glob("*.tsv"))


def policy_words() -> list[str]:
    """The words of those tables that acts are built of, and the strings in which none is read, as they are written there."""
    place = folder() / "policy"
    cells = []
    for name in ("complements.tsv", "operators.tsv", "triggers.tsv"):
        lines = table(place / name)
        _, header = next(lines)
        cells += [row[header.index("words")] for _, row in lines]
    cells += [words for _, (role, words, _) in rows(place / "words.tsv", ("role", "words", "note")) if role == "null"]
    return "|".join(cells).split("|")


DIGITS = lazy("([1-9])-([1-9])")
"""How many digits the codes of a family have: from, to."""


class Family(NamedTuple):
    """Products whose names are a prefix and a code."""

    entity: str
    prefixes: tuple[str, ...]
    fewest: int
    most: int
    """How many digits the code has."""


def read_families(place: Path) -> tuple[Family, ...]:
    """The families of a folder.

    Raises:
        LexiconError: for a row without prefixes or without numbers of digits.
    """
    path = place / "families.tsv"
    found = []
    for line, (entity, prefixes, digits, _) in rows(path, ("entity", "prefixes", "digits", "note")):
        numbers = DIGITS.fullmatch(digits)
        if numbers is None:
            raise LexiconError(f"{digits!r} is no number of digits; write the fewest and the most that a code has, such as 1-3", file=str(path), line=line, field="digits")
        if not prefixes:
            raise LexiconError("the prefixes are empty; write what the names begin with", file=str(path), line=line, field="prefixes")
        found.append(Family(entity, tuple(prefixes.split("|")), int(numbers[1]), int(numbers[2])))
    return tuple(found)


@cache
def families() -> tuple[Family, ...]:
    """The shipped families.

    >>> next(family.prefixes for family in families() if family.entity == "amd-epyc")
    ('EPYC',)
    """
    return read_families(folder())
