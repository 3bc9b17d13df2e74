"""What an act is about: goods that the lexicon knows, else noun phrases."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from ..disambiguation import Choice
from ..regex import lazy
from .acts import GOODS, Act
from .phrases import noun_phrases
from .scene import CONDITIONAL, DISPOSAL, LISTED, VALUE, Scene

__all__ = ["Goods"]

_RESTRICTED = lazy("(?:的|新|加征|课征|征收|开征|施加|实施|出口|进口|输出|管制|限制|临时|额外|销售|对华|输华)*")
"""What may stand between a good and the restriction on it (設備|出口管制|禁令)."""
_MAKERS = lazy("制造商|生产商|设备商|供应商|开发商|运营商|厂|巨头|龙头|公司|企业|业者|协会|公会|工会|(?:工业|产业)(?:联盟|协会)|商(?!品)|顾问|专员|主管|负责人|等问题|问题|(?:等[^,。]{0,4})?为由")
"""What follows goods that only tell whose business it is (晶片製造商), or a reason (以芬太尼等問題為由)."""
_RELATED = lazy("(?:制造|生产|研发)?(?:相关|所需|所用|专用|用)的")
_FOR = lazy("用[于在作]([^,。;]{1,24}?)的")
"""Goods that tell what others are for (用於手機的|晶片)."""
_LIST = lazy("(?:出口|进口|输出)?(?:管制|管控|限制)?(?:名单|清单|目录)")
"""What follows goods that are in the name of a list (戰略性高科技貨品|出口管制名單)."""
_MAKES = frozenset({"add", "carry", "issue", "enact", "propose"})
"""Operators that make the measure that they name, rather than act on one."""
_AND = lazy("[、和与及]|以及")
_ABOUT = lazy("(?:对|向|对从|对自|进口自|来自|就|将|把|针对|原产于|进口|部分)(?:了|其|所有|部分|相关|进口)?(?:" + VALUE + ")?$")
_THIS = lazy("[这该此][款项种类]?")
_BETWEEN = frozenset({"", "输", "销", "的", "的所有", "的部分", "出口的", "生产的", "制造的", "、", "和", "与", "及"})
"""What may stand between countries, or a country and goods, after a preposition of what an act is about."""
_INTO = lazy("进入|进口到|出口到|[输运销]往")
_IMPORTED = lazy("(?:进口|进口到|出口到|输往)(?:的|的所有)?")
_NEXT = lazy("[、,并]|同时|以及")


class Goods:
    """Finds the goods that an act of a scene is about."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def named(self, act: Act, here: Sequence[int], clause_start: int, clause_end: int, sentence_start: int) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
        """The goods that the lexicon knows, and the nouns of those that only qualify one."""
        choices, folded, layout = self.scene.choices, self.scene.folded, self.scene.layout
        near = self.scene.near(act)
        goods = [i for i in here if choices[i].entity.label in GOODS and _nearest_act(choices[i], near, folded) is act and not (act.first <= choices[i].start and choices[i].end <= act.last and choices[i].start < act.end and choices[i].end > act.start)]
        listed = LISTED.match(folded, clause_end)
        if listed is not None:
            start, end = layout.clause(listed.end())
            if not self.scene.acts_in(start, end):
                goods += [i for i in layout.names(listed.end(), end) if choices[i].entity.label in GOODS]
        if not goods and clause_start - 1 > sentence_start and not self._own(act):
            start, end = layout.clause(clause_start - 1)
            if not self.scene.acts_in(start, end) and not CONDITIONAL.match(folded, start) and (DISPOSAL.search(folded, start, end) or not any(choices[i].entity.label == "COMPANY" for i in layout.names(start, end))):
                goods = [i for i in layout.names(start, end) if choices[i].entity.label in GOODS]
        if (use := _FOR.search(folded, clause_start, clause_end)) is not None and any(choices[i].start >= use.end() for i in goods):
            goods = [i for i in goods if not use.start(1) <= choices[i].start < use.end(1)]
        goods = [i for i in goods if choices[i].entity.label == "PRODUCT" or not _MAKERS.match(folded, choices[i].end)]
        if act.kind is not None and act.kind.startswith("list"):
            goods = [i for i in goods if _LIST.match(folded, choices[i].end) is None]
        if act.complement is not None:
            goods = [i for i in goods if not (choices[i].end == act.complement[0] and folded[choices[i].start - 1] in "\"“‘「『")]  # 所謂「芬太尼|關稅」
        headed = {i: run for i in goods if choices[i].entity.label == "TECHNOLOGY" and (run := self._head_noun(choices[i].end, clause_end)) is not None}
        goods = [i for i in goods if i not in headed]
        named = {place for i in goods if choices[i].entity.label == "PRODUCT" for place in (choices[i].start, choices[i].start - 1, choices[i].end, choices[i].end + 1)}
        goods = [i for i in goods if choices[i].entity.label == "PRODUCT" or not named & {choices[i].start, choices[i].end}]  # the 晶片 of H20晶片 says no more
        known = {choices[i].start for i in goods}
        return tuple(goods), tuple(run for run in headed.values() if run[0] not in known)

    def _own(self, act: Act) -> bool:
        """Whether a noun phrase stands between an operator and what it acts on (限制|鏑鐵|出口)."""
        return act.complement is not None and act.kind == "flow" and act.complement[0] - act.first > 3 and bool(self._runs(act.first + 2, act.complement[0]))

    def phrases(self, act: Act, near: Sequence[Act], clause_start: int, clause_end: int) -> list[tuple[int, int]]:
        """A noun phrase before what the operator acts on, else after the act, else before it; else what the operator acts on, where that is a permit or money."""
        folded = self.scene.folded
        following = min([clause_end, *(other.first for other in near if other.first >= act.last)])
        preceding = max([clause_start, *(other.last for other in near if other.last <= act.first)])
        complement = act.complement
        if complement is not None and complement[0] >= act.first and complement[0] - act.first > 2:
            runs = self._runs(max(act.first + 2, complement[0] - 24), complement[0])
            if runs and folded[runs[-1][0] - 1] not in "\"“‘「『" and _RESTRICTED.fullmatch(folded, runs[-1][1], complement[0]):
                return [runs[-1]]
        if act.kind in (None, "flow", "supply") or act.kind == "probe":
            runs = self._runs(act.last, min(following, act.last + 16)) if act.kind != "probe" else []
            if runs and ((runs[0][0] - act.last <= 1 and folded[act.last] not in "、及和与") or self._behind_name(act.last, runs[0][0])):
                return runs[: 1 if not folded.startswith(("、", "和", "与", "及", "或"), runs[0][1]) else 2]
        before = complement[0] if complement is not None and act.kind == "dumping" else act.first  # 認定原產於台灣的|聚碳酸酯|存在傾銷
        runs = self._runs(max(preceding, before - 24), before)
        if complement is not None and complement[0] == act.first and act.kind == "restriction" and runs and runs[-1][1] == act.first:
            return [runs[-1]]  # 鋁土礦|出口禁令施行
        marked = [run for run in runs if self._about(run[0])]
        if marked:
            first = runs.index(marked[0])
            return [marked[0], *(run for run, last in zip(runs[first + 1 :], runs[first:], strict=False) if folded[last[1] : run[0]] in ("、", "和", "与", "及"))]
        if complement is not None and act.kind in ("restriction", "rule") and act.instrument is None and act.operator not in _MAKES and (complement[0] >= act.end or complement[1] <= act.start):
            return [complement]  # 維持前任的|關稅: the measure that stands already
        if complement is not None and (act.kind in ("permission", "dealing") or (act.kind == "support" and folded[complement[1] - 1] in "算券金款")):
            return [complement]
        return []

    def coordinated(self, goods: Sequence[int], clause_start: int, clause_end: int) -> list[tuple[int, int]]:
        """Noun phrases in a row with goods that the lexicon knows (AI晶片、仿生靈巧手)."""
        folded, found = self.scene.folded, []
        for i in goods:
            start, end = self.scene.choices[i].start, self.scene.choices[i].end
            joined = _AND.match(folded, end, clause_end)
            if joined is not None:
                run = next(iter(self._runs(joined.end(), min(clause_end, joined.end() + 12))), None)
                if run is not None and run[0] - joined.end() <= 2:
                    found.append(run)
            if start - 1 > clause_start and folded[start - 1] in "、和与及":
                runs = self._runs(max(clause_start, start - 13), start - 1)
                if runs and runs[-1][1] == start - 1:
                    found.append(runs[-1])
        return list(dict.fromkeys(found))

    def _head_noun(self, position: int, clause_end: int) -> tuple[int, int] | None:
        """The noun that goods only qualify (電池製造相關的|礦產)."""
        link = _RELATED.match(self.scene.folded, position)
        if link is None:
            return None
        run = next(iter(self._runs(link.end(), min(clause_end, link.end() + 12))), None)
        return run if run is not None and run[0] == link.end() else None

    def _about(self, position: int) -> bool:
        """Whether a preposition of what an act is about stands before a place, a country between them left out (對中國|汽車)."""
        for i in reversed(self.scene.layout.names(max(0, position - 16), position)):
            gap = self.scene.folded[self.scene.choices[i].end : position]
            if _IMPORTED.fullmatch(gap):
                return True  # 從中國進口的|商品
            if gap in _BETWEEN:
                if self.scene.choices[i].entity.label == "AGENCY":
                    return False  # 向商務部登記參加
                position = self.scene.choices[i].start
                into = _INTO.search(self.scene.folded, max(0, position - 3), position)
                position = position if into is None else into.start()
        return bool(_ABOUT.search(self.scene.folded, max(0, position - 18), position))

    def _behind_name(self, start: int, position: int) -> bool:
        """Whether nothing but the name of a company or a word that points stands between an act and a place (禁止入口|海康威視|攝影機, 禁用這款|應用程式)."""
        if _THIS.fullmatch(self.scene.folded, start, position):
            return True
        choices = self.scene.choices
        return any(choices[i].start == start and choices[i].end == position and choices[i].entity.label == "COMPANY" for i in self.scene.layout.names(start, start + 1))

    def _runs(self, low: int, high: int) -> list[tuple[int, int]]:
        return [run for run in noun_phrases(self.scene.folded, low, high, self.scene.choices, self.scene.layout, self.scene.tables) if not _MAKERS.match(self.scene.folded, run[1])]


def _nearest_act(choice: Choice, inside: Sequence[Act], folded: str) -> Act | None:
    """The act of its clause that a good belongs to: the last one that begins before it and is not closed off by a connective, else the next."""
    k = bisect_right([act.first for act in inside], choice.start)
    if not k:
        return inside[0] if inside else None
    if k < len(inside) and inside[k - 1].last <= choice.start and _NEXT.search(folded, inside[k - 1].last, choice.start):
        return inside[k]
    return inside[k - 1]
