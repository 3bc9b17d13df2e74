"""Parties that an act is done to and that the text does not name (部分企業, 40多家廠商, 5人)."""

from __future__ import annotations

from collections.abc import Sequence

from ..regex import lazy
from .acts import Act
from .scene import COORDINATED, Scene

__all__ = ["unnamed_parties"]

Place = tuple[int, int]

_MARKED = lazy("(?:[对向将把为给]|针对|要求|禁止|不准|允许|准许|批准|同意|协助|支持|补助|资助|扶持|奖励|约谈|起诉|逮捕|责令|通知|下令|制裁)(?:了|其|包括)?$")
"""What stands before those acted upon."""
_SUFFERS = lazy("[^,。;对向将把]{0,6}(?:被|遭|受到|遭到)[^,。;将对向]{0,12}")
"""What stands between those acted upon and the act."""
_AFFECTED = lazy("[^,。;]{0,6}(?:造成|带来|构成|产生|影响|冲击)")
"""What follows those whom a measure only affects."""
_NONE = frozenset({"legislation", "trade_deal"})
"""Types that are done to nobody in particular."""


def unnamed_parties(act: Act, scene: Scene, targets: Sequence[int], clause_start: int, clause_end: int) -> list[Place]:
    """The parties without a name that an act is done to: all that its clause marks, or those in a row with the named ones.

    Args:
        act: the act.
        scene: its text.
        targets: indices of the named parties that it is done to.
        clause_start: where its clause begins.
        clause_end: where its clause ends.
    """
    folded, choices = scene.folded, scene.choices
    if act.type in _NONE:
        return []
    found: list[Place] = []
    for match in scene.tables.unnamed_party.finditer(folded, clause_start, clause_end):
        start, end = match.span()
        inside = [choices[i] for i in scene.layout.names(start, end)]
        if scene.layout.behind(start) != start or (start < act.end and act.start < end) or any(name.end > end or name.entity.label != "GPE" for name in inside):
            continue
        if any(other is not act and (act.last <= other.first < start or (end <= other.first and other.last <= act.first)) for other in scene.near(act)):
            continue  # another act stands nearer
        if targets:
            if any(choices[i].end <= start and folded[choices[i].end : start] in COORDINATED and choices[i].end < start for i in targets):
                found.append((start, end))  # 華為及|70家關聯企業
            continue
        if start >= act.end and _AFFECTED.match(folded, end):
            continue
        behind = 0 <= start - act.last <= 1 or 0 <= start - act.end <= 1
        before = end <= act.first and (_SUFFERS.fullmatch(folded, end, act.first) is not None or (act.subject == "target" and act.first - end <= 8))
        if behind or before or _MARKED.search(folded, max(clause_start, start - 5), start):
            found.append((start, end))
    return found
