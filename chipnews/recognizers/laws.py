"""Laws, plans and lists by their titles."""

from __future__ import annotations

from collections.abc import Iterator

from ..disambiguation import Choice
from ..regex import lazy, matches
from .forms import word_forms
from .place import Place, unlisted

__all__ = ["laws_by_title", "laws_issued"]

_SURE = ("法", "法案", "条例", "办法", "细则", "公约", "草案", "条约")
"""What ends the title of a law after as few as two characters; a plan or a list needs more before it, as films have such titles."""
_PLAIN = frozenset({"自由贸易", "投资", "合作", "承诺", "行动", "发展", "实施", "特别", "国际", "相关"})
"""What a text calls an agreement or plan by its kind (《自由貿易協定》), which is no name."""
_ENDS = "指导意见|实施意见|若干意见|若干措施|实施方案|行动方案|行动计划|工作方案|工作要点|管理办法|实施细则|发展规划"
_ISSUED = {
    verb: lazy(
        f"{verb}了?((?:关于|20[0-9]{{2}}年)[㐀-鿿0-9a-z—“” 、]{{4,40}}?(?:{_ENDS})|(?![了一这该有相修提首我多新专两])(?:(?!的)[㐀-鿿]){{6,30}}?(?:{_ENDS}))(?=[,。;:、(\n]|$)"
    )
    for verb in ("发布", "印发", "公布", "出台")
}
"""A title without its marks, after the word for issuing it."""
_TITLE = lazy("《([^《》\n]{3,40}?)(?:[(][a-z][^()《》\n]{3,80}[)])?》")
"""A title; its name in English may follow in brackets."""
_QUOTED = {
    mark: lazy(
        f"{mark}(?:(?<=(?:法案|条例|公约|条约|协定|草案){mark})|(?<=(?:管理|实施|暂行|补助|收费|使用|处理|审查|认定)办法{mark})"
        f"|(?<=(?<![一办恶入他执玩专司疗类做作方手看说想写用打算语书魔合非违守宪立修律钱系港])法{mark}))"
    )
    for mark in "」”』"
}
"""How a law ends that stands in quotation marks, before the closing one."""
_OPENING = ("「", "“", "『")
_LONGEST = 30
"""How long a title in quotation marks is at most."""
_PHRASE = lazy("[的这不要有没,。:;!?—…(]|违反")
"""What shows words in quotation marks to be no title."""
_ACT = lazy(r"(?<![A-Za-z])(?!The |This |That |An? )(?:[0-9]{1,3}(?:st|th) )?[A-Z][A-Za-z&’'-]*,? (?:(?:[A-Z][A-Za-z&’'-]*|of|and|for|the|in|on|to|from|by|with|through),? ){0,12}Act(?![A-Za-z]| [A-Z])(?: of (?:19|20)[0-9]{2})?")
"""An act of parliament in English."""


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
    """A title without 《》: after the word for issuing it (印發關於嵐嶼市算力產業的指導意見), in quotation marks (「嵐嶼算力促進條例」), or in English (Lanyu Compute Act)."""
    for match in matches(_ISSUED, place.folded):
        start, end = match.span(1)
        if not any(c.end > end or (c.entity.label == "INSTRUMENT" and c.start == start) for c in place.around(start, end)):
            yield unlisted(place, start, end, "INSTRUMENT", 0.7, "a title after the word for issuing it")
    yield from _quoted(place)
    if "Act" in place.original:
        yield from _acts(place)


def _quoted(place: Place) -> Iterator[Choice]:
    folded = place.folded
    for match in matches(_QUOTED, folded):
        end = match.start()
        start = max(folded.rfind(mark, max(0, end - _LONGEST), end) for mark in _OPENING) + 1
        form = word_forms().law.search(folded, start, end) if start else None
        if form is None or form.start() - start < (2 if form.group().endswith(_SURE) else 4) or _PHRASE.search(folded, start, end) or folded[start : form.start()] in _PLAIN:
            continue
        if place.before(start) <= start and not any(c.end > end or (c.entity.label == "INSTRUMENT" and _same(folded, c, start, end)) for c in place.around(start, end)):
            yield unlisted(place, start, end, "INSTRUMENT", 0.7, "a title in quotation marks that ends as that of a law")


def _same(folded: str, listed: Choice, start: int, end: int) -> bool:
    """Whether a listed law is what a title names: 新|反間諜法, 國籍法|修正草案, but not 再生醫療法|案."""
    return (listed.start == start and folded[listed.end : end] != "案") or (listed.end == end and listed.start - start < 2)


def _acts(place: Place) -> Iterator[Choice]:
    for match in _ACT.finditer(place.original):
        start, end = match.span()
        listed = [c for c in place.around(start, end) if c.entity.label == "INSTRUMENT"]
        if place.before(start) <= start and not any(c.end > end or c.start == start or place.original.count(" ", start, c.start) < 2 for c in listed):
            yield unlisted(place, start, end, "INSTRUMENT", 0.7, "an act by its English name")
