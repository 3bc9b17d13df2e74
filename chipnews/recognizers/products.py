"""Products by the codes of known families, and by the words for variants after a listed name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ..disambiguation import Choice
from ..normalization import fold
from ..terms.resources import folder, rows
from .forms import word_forms
from .place import Place, unlisted

__all__ = ["member", "titled", "variant"]

_ASCII_WORD = re.compile("[0-9a-z]")
_SUBTITLE = frozenset(":-·之")
"""What a subtitle begins with."""
_MEASURES = frozenset("年月日号万亿个款部台次项家人元倍%")
"""What makes a number after a family's name a date or a count and no code (安卓 8月, iOS 3款)."""
_CODE = re.compile(r"[ -]?([0-9]{1,5})(?:\.[0-9]{1,3}){0,4}[a-z]{0,3}(?:(?: |-)?(?:pro|max|ultra|plus|elite|super|ti|mini|turbo|flash|thinking|gen ?[0-9]+|v[0-9]|d|xt|xtx|se|air)(?![a-z0-9]))*")


class _Family(NamedTuple):
    entity: str
    digits: tuple[int, int]


@cache
def _families() -> dict[str, _Family]:
    """How the names of families begin, folded."""
    known: dict[str, _Family] = {}
    for _, (entity, prefixes, digits, _) in rows(folder() / "families.tsv", ("entity", "prefixes", "digits", "note")):
        low, high = digits.split("-")
        for prefix in map(fold, prefixes.split("|")):
            known[prefix] = _Family(entity, (int(low), int(high)))
    return known


def member(place: Place, start: int, end: int) -> Choice | None:
    """A member of a known family by its code: 昇騰950PR, RTX 5090 D v2."""
    folded = place.folded
    code = _CODE.match(folded, end)
    if code is None or (folded[start].isascii() and start and _ASCII_WORD.match(folded, start - 1)):
        return None
    family = _families()[folded[start:end]]
    if not family.digits[0] <= len(code.group(1)) <= family.digits[1]:
        return None
    end = code.end()
    if _ASCII_WORD.match(folded, end) or (end == code.end(1) and folded[end : end + 1] in _MEASURES):
        return None
    i = bisect_right(place.starts, start) - 1
    for listed in place.choices[max(0, i) : i + 2]:
        if listed.start < end and start < listed.end:
            if listed.entity.label != "PRODUCT" or (listed.start <= start and end <= listed.end):
                return None
            start = min(start, listed.start)
    return unlisted(place, start, end, "PRODUCT", 0.8, f"a code of the family {family.entity}", family.entity)


def variant(place: Place, choice: Choice) -> Choice | None:
    """A listed product with the word for a variant that no row lists: 问界 M9 Ultimate."""
    match = word_forms().variant.match(place.folded, choice.end)
    if match is None or not place.free(choice.end, match.end()):
        return None
    return unlisted(place, choice.start, match.end(), "PRODUCT", 0.8, f"a variant of {choice.entity.id}", choice.entity.id)


def titled(place: Place) -> Iterator[Choice]:
    """A listed product at the beginning of a longer title: 《X：Y》."""
    folded = place.folded
    for choice in place.choices:
        if choice[2].label == "PRODUCT" and choice[0] and folded[choice[0] - 1] == "《" and folded[choice[1]] in _SUBTITLE:
            close = folded.find("》", choice[1], choice[1] + 24)
            if close > 0 and "《" not in folded[choice[1] : close] and "\n" not in folded[choice[1] : close]:
                yield unlisted(place, choice[0], close, "PRODUCT", 0.8, f"a title that begins with {choice[2].id}", choice[2].id)
