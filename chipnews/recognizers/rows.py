"""Names by the row they stand in: 寒武紀、嵐岳、沐曦等."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from ..disambiguation import Choice
from .forms import log_weight, word_forms
from .people import looks_like_person
from .place import Place, unlisted

__all__ = ["enumerated"]

_ITEM = re.compile("[㐀-鿿·]{2,8}?(?=[、,。;和与及(等]|$)|[0-9a-z][0-9a-z.+-]+(?: [0-9a-z.+-]+){0,3}(?=[、,。;和与及(等]|$)")
"""One of a row of names."""
_ROW_END = frozenset("、等和与及")
"""What follows a name in a row."""
_COMMON_WORD = -12.5
"""A word with at least this weight is an ordinary one, even in a row of brands."""


def enumerated(place: Place) -> Iterator[Choice]:
    """What stands in a row with two listed companies, products or people, and looks like one."""
    folded, choices = place.folded, place.choices
    reach = 0
    for i, first in enumerate(choices):
        label = first[2].label
        if first[0] < reach or folded[first[1] : first[1] + 1] != "、" or label not in _LOOKS:
            continue
        listed, items, reach = _row(place, i, label)
        if listed > 1:
            yield from (unlisted(place, *item, label, 0.7, f"in a row with names of a {label} that the lexicon lists") for item in items if _LOOKS[label](place, *item))


def _row(place: Place, i: int, label: str) -> tuple[int, Sequence[tuple[int, int]], int]:
    """How many of a row that begins with a name are listed names of its label, what else stands in it, and where it ends."""
    folded, end = place.folded, place.choices[i].end
    listed, items = 1, []
    while folded[end : end + 1] == "、":
        start = end + 1
        item = _ITEM.match(folded, start)
        end = item.end() if item is not None else start
        low, high = bisect_left(place.starts, start), bisect_left(place.starts, end)
        if high > low:
            whole = place.choices[low]
            listed += (whole.start, whole.end, whole.entity.label) == (start, end, label)
        elif item is not None and folded[end : end + 1] in _ROW_END and place.free(start, end):
            items.append((start, end))
    return listed, items, end


def _company(place: Place, start: int, end: int) -> bool:
    """Of what stands in a row of companies in news nearly everything is a company or a brand, but for ordinary words."""
    name = place.folded[start:end]
    if name.isascii():
        return not place.original[start:end].islower() and not name[0].isdigit()
    return end - start < 8 and name not in word_forms().ordinary and log_weight(name) < _COMMON_WORD


def _product(place: Place, start: int, end: int) -> bool:
    """A name or code in Latin letters."""
    name = place.folded[start:end]
    return name.isascii() and not place.original[start:end].islower() and not name.replace(".", "").isdigit()


def _person(place: Place, start: int, end: int) -> bool:
    return looks_like_person(place.folded[start:end])


_LOOKS: dict[str, Callable[[Place, int, int], bool]] = {"COMPANY": _company, "PERSON": _person, "PRODUCT": _product}
