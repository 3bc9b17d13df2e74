"""Laws, plans and lists by their titles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from ..disambiguation import Choice
from .forms import word_forms
from .place import Place, unlisted

__all__ = ["laws_by_title", "laws_issued"]

_SURE = ("法", "法案", "条例", "办法", "细则", "公约", "草案", "条约")
"""What ends the title of a law after as few as two characters; a plan or a list needs more before it, as films have such titles."""
_PLAIN = frozenset({"自由贸易", "投资", "合作", "承诺", "行动", "发展", "实施"})
"""What a text calls an agreement or plan by its kind (《自由貿易協定》), which is no name."""
_ISSUED = [
    re.compile(f"{begin}(?<=(?:发布|印发|公布|出台){begin})[㐀-鿿0-9a-z—“” 、]{{4,40}}?(?:指导意见|实施意见|若干意见|若干措施|实施方案|行动方案|行动计划|工作方案|工作要点|管理办法|实施细则)(?=[,。;:、(\n]|$)")
    for begin in ("关于", "20[0-9]{2}年")
]
"""A title without its marks, after the word for issuing it. Each pattern begins with what it is quickly searched for."""
_TITLE = re.compile("《([^《》\n]{4,40})》")


def laws_by_title(place: Place) -> Iterator[Choice]:
    """A title in 《》 that ends as those of laws and plans do: 《嵐嶼市半導體產業促進條例》."""
    for match in _TITLE.finditer(place.folded):
        start, end = match.span(1)
        form = word_forms().law.search(place.folded, start, end)
        if form is None or form.start() - start < (2 if form.group().endswith(_SURE) else 4) or place.folded[start : form.start()] in _PLAIN:
            continue
        inside = place.around(start, end)
        if any(c.entity.label == "INSTRUMENT" and c.start == start and c.end == end for c in inside) or any(c.end > end for c in inside):
            continue
        yield unlisted(place, start, end, "INSTRUMENT", 0.8, "a title that ends as that of a law or plan")


def laws_issued(place: Place) -> Iterator[Choice]:
    """A title without 《》 after the word for issuing it: 印發關於嵐嶼市算力產業的指導意見."""
    for match in chain.from_iterable(pattern.finditer(place.folded) for pattern in _ISSUED):
        start, end = match.span()
        if not any(c.end > end or (c.entity.label == "INSTRUMENT" and c.start == start) for c in place.around(start, end)):
            yield unlisted(place, start, end, "INSTRUMENT", 0.7, "a title after the word for issuing it")
