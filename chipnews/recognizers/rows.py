"""Names by the row they stand in: 寒武紀、嵐岳、沐曦等."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence

from ..disambiguation import Choice
from .forms import log_weight, word_forms
from .people import looks_like_person
from .place import Place, unlisted

__all__ = ["enumerated"]

_ITEM = re.compile("[㐀-鿿·]{2,8}?(?=[、,。;和与及(等]|$)|[0-9a-z][0-9a-z.+-]+(?: [0-9a-z.+-]+){0,3}(?=[、,。;和与及(等]|$)")
"""One of a row of names."""
_MARKS = frozenset("、和与及")
"""What stands between the names of a row; what is no 、 stands before the last."""
_ROW_END = frozenset("、等和与及")
"""What follows a name in a row."""
_COMMON_WORD = -12.5
"""A word with at least this weight is an ordinary one, even in a row of brands."""


def enumerated(place: Place, found: Sequence[Choice]) -> Iterator[Choice]:
    """What stands in a row with two companies, products or people that are known, and looks like one.

    Args:
        place: the text and its listed names.
        found: the unlisted names that other recognisers have found.
    """
    known = {(choice.start, choice.end): choice.entity.label for choice in found}
    folded, choices = place.folded, place.choices
    reach = 0
    for i, first in enumerate(choices):
        if folded[first[1] : first[1] + 1] != "、" or first[0] < reach or (label := first[2].label) not in _LOOKS:
            continue
        sure, items, reach = _row(place, i, label, known)
        if items and sure + (label == "COMPANY" and word_forms().firms.match(folded, reach) is not None) > 1:
            for start, end in items:
                if folded[start:end] != folded[first[0] : first[1]] and _LOOKS[label](place, start, end):
                    yield unlisted(place, start, end, label, 0.7, f"in a row with names of the label {label}")


def _row(place: Place, i: int, label: str, known: Mapping[tuple[int, int], str]) -> tuple[int, Sequence[tuple[int, int]], int]:
    """How many of a row that begins with a name are known names of its label, what else stands in it, and where it ends."""
    folded, choices, end = place.folded, place.choices, place.choices[i].end
    sure, items = 1, []
    while folded[end : end + 1] in _MARKS:
        last, start = folded[end] != "、", end + 1
        i = bisect_left(place.starts, start)
        item = _ITEM.match(folded, start)
        if i < len(choices) and choices[i].start == start and choices[i].entity.label == label:
            sure += 1
            end = choices[i].end
        elif item is None:
            end = start
        else:
            end = item.end()
            if (start, end) in known:
                sure += known[start, end] == label
            elif folded[end : end + 1] in _ROW_END and place.free(start, end):
                items.append((start, end))
        if last:
            break
    return sure, items, end


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
