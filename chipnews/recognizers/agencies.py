"""Public bodies by jurisdiction and form, and the parts of listed ones."""

from __future__ import annotations

import re

from ..disambiguation import Choice
from ..regex import lazy
from .forms import word_forms
from .place import Place, unlisted

__all__ = ["agency_by_form", "sub_body"]

_KINDS = ("局", "厅", "委", "署", "法院", "检察院", "海关")
"""What the bodies of a city or province end in."""
_BRANCH = lazy("(?:分署|分局|分处|办事处|联络处|调查[处站]|工作站|服务站|收容所|(?:地方)?分(?:院|检署))(?!长|员)")
"""What the branch of a body in a place is called, after that place."""
_PRECINCT = lazy("(?<=警察局|公安局)(?!所属|所辖|辖下|辖内|旗下|[各与和及])[㐀-鿿]{2}分局(?!长)")
"""The branch of a police department, named after a place that no row need list."""
_GOES_ON = lazy("[长门分位署级员托任]|(?<!队)队|(?<=局)[势面部限]|(?<=部)[落份件会]|(?<=处)[理置罚于境方]|(?<=科)[技学研目创普]|(?<=组)[织成建团合装]|(?<=委)[派以]|(?<=站)点|(?<=司)[法机令]|(?<=署)[名理]|(?<=会)议(?!员)")
"""What makes another word of the end of a body's name: 部|署, 局|勢, 委員會|議."""
_ORDINAL = lazy("第[一二三四五](?=中级)")
"""Which of the courts of a city: 天津市第二中級人民法院."""
_NATIONAL = ("国", "全国", "中央", "总", "最高")
"""What bodies begin with that no city has."""


def sub_body(place: Place, parent: Choice, part: Choice) -> Choice | None:
    """Two listed bodies in one string are one: the second, if it is part of the first, else a part that no row lists; one body twice is none (立法院|國會)."""
    if part.entity.id == parent.entity.id:
        return None
    if place.folded.startswith(("国家", "集团"), parent.end - 2):
        return None  # 金磚國家|海關: the countries, not a body that has parts
    if part.entity.parent == parent.entity.id:
        return Choice(parent.start, part.end, part.entity, 0.9, (_part_of(parent),), "pattern")
    return unlisted(place, parent.start, part.end, "AGENCY", 0.7, _part_of(parent), parent.entity.id or None)


def _part_of(parent: Choice) -> str:
    return f"a part of {parent.entity.name}: parent and sub-body are one name"


def _local(place: Place, city: Choice, body: Choice) -> Choice | None:
    """The body of a city or province that is listed by its kind (嵐嶼市|文化局), which is one name with its place."""
    text = place.folded[body.start : body.end]
    if body.entity.label != "AGENCY" or not text.endswith(_KINDS) or text.startswith(_NATIONAL):
        return None
    return unlisted(place, city.start, _with_part(place, body.end), "AGENCY", 0.8, f"a public body of {city.entity.name}", body.entity.id or city.entity.id)


def _central_bank(place: Place, country: Choice, bank: Choice) -> Choice:
    """The central bank of a country with the country, which is its name."""
    if not bank.entity.id:
        return unlisted(place, country.start, bank.end, "AGENCY", 0.8, f"the central bank of {country.entity.name}", country.entity.id)
    return Choice(country.start, bank.end, bank.entity, 0.9, (f"the central bank of {country.entity.name}",), "pattern")


def _form(place: Place, pattern: re.Pattern[str], at: int, of_place: bool = False) -> int:
    """Where the name of a body by its form ends that begins at a place; 0 if none does."""
    match = pattern.match(place.folded, at)
    if match is None or _GOES_ON.match(place.folded, match.end()):
        return 0
    inside = next(iter(place.around(at, match.end())), None)  # not the city nested in 新北市政府
    if inside is None or (inside.entity.label == "GPE" and inside.end - inside.start == 1 and inside.end < match.end()):
        return match.end()  # 友台小組
    if (inside.start == at and (of_place or inside.end == match.end())) or inside.end > match.end() or inside.entity.label != "AGENCY":
        return 0  # 哈薩克斯坦|信息和通信管理局 goes beyond the 管理局 of some list; 美國|商務部 is listed as it is
    return match.end()


def _with_part(place: Place, end: int) -> int:
    """Where a body that no row lists ends together with its part: 嵐嶼市消防局|第六大隊, 嵐嶼市警察局|新莊分局, 岚屿市公安局|新庄分局|刑侦支队."""
    town = next(iter(place.around(end, end + 1)), None)
    if town is not None and town.entity.label == "GPE":
        branch = _BRANCH.match(place.folded, town.end)
        return end if branch is None else branch.end()
    precinct = _PRECINCT.match(place.folded, end)
    end = precinct.end() if precinct is not None else end
    return _form(place, word_forms().division, end) or end


def agency_by_form(place: Place, i: int, choice: Choice) -> Choice | None:
    """A public body by jurisdiction and form (西班牙 + 數字轉型部), or a listed one with the name of its part (證監會國際合作司)."""
    end, of_place = choice.end, choice.entity.label == "GPE"
    ordinal = _ORDINAL.match(place.folded, end) if of_place and choice.entity.parent is not None else None
    begins = end if ordinal is None else ordinal.end()
    beside = place.choices[i + 1] if of_place and i + 1 < len(place.choices) and place.starts[i + 1] == begins else None
    council = word_forms().council.match(place.folded, end) if of_place and (beside is None or choice.entity.parent is not None) else None
    if council is not None:
        begin = choice.start if choice.entity.parent is not None else end  # 高知縣議會, but 津巴布韋|議會
        return unlisted(place, begin, council.end(), "AGENCY", 0.8, f"the council of {choice.entity.name}", choice.entity.id)
    if beside is not None and choice.entity.parent is not None:
        return _local(place, choice, beside)
    if beside is not None and place.folded[end : beside.end] in word_forms().central_bank:
        return _central_bank(place, choice, beside)
    owner = place.ending(choice.start) if of_place and choice.entity.parent is not None else None
    branch = _BRANCH.match(place.folded, end) if owner is not None and owner.entity.label == "AGENCY" else None
    stop = branch.end() if branch is not None else _form(place, word_forms().agency if of_place else word_forms().division, end, of_place)
    if not stop:
        return None
    if of_place:
        owner = place.ending(choice.start)
        if owner is not None and owner.entity.label == "COMPANY":
            return None  # 高力|香港|研究部
        if owner is not None and owner.entity.label == "AGENCY" and choice.entity.parent is not None:
            return unlisted(place, owner.start, stop, "AGENCY", 0.8, _part_of(owner), owner.entity.id or None)  # 統計局|浙江|調查總隊
        begin = end if choice.entity.id.startswith(("country-", "region-")) else choice.start  # 西班牙|數字轉型部, but 浙江省公安廳
        return unlisted(place, begin, _with_part(place, stop), "AGENCY", 0.8, f"a public body of {choice.entity.name} by its form", choice.entity.id)
    whole = place.ending(choice.start)
    begin = whole.start if whole is not None and whole.entity.id and whole.entity.id == choice.entity.parent else choice.start  # 勞動部|勞發署南區業務組
    return unlisted(place, begin, _with_part(place, stop), "AGENCY", 0.8, _part_of(choice), choice.entity.id or None)
