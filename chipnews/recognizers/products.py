"""Products by the codes of known families, and by the words for variants after a listed name."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from ..disambiguation import Choice
from ..normalization import fold
from ..regex import lazy
from ..terms.forms import Family, families
from .forms import DATED, word_forms
from .place import Place, unlisted

__all__ = ["member", "of_maker", "product_after", "product_launched", "products_coded", "siblings", "titled", "variant"]

_ASCII_WORD = lazy("[0-9a-z]")
_SUBTITLE = frozenset(":-·之")
"""What a subtitle begins with."""
_MEASURE = lazy(" ?(?:[年月日号万亿个款部台次项家人元倍%只辆颗架座头名米寸代周天位场种轮核]|英寸|公|小时|gb|mm|nm|[hkmt]w?(?![a-z]))")
"""What makes a number after a family's name a date or a count and no code (安卓 8月, iOS 3款)."""
_TAIL = lazy(r"(?:(?:-(?=[0-9]*[A-Za-z])[A-Z0-9][A-Za-z0-9]*| - (?:A?[0-9]{1,4}B|[0-9]{1,4}(?:\.[0-9]+)*|Air|Coder|Flash|Instruct|Max|Mini|Plus|Pro|Thinking|Turbo)(?! ?%))(?:\.[0-9]+)*)+(?![A-Za-z0-9])")
"""What the name of a model goes on with after its code (Qwen4-Max|-Preview)."""
_CODE = lazy(r"(?: - |[ -])?([0-9]{1,5})(?:\.[0-9]{1,3}){0,4}(?:x3d2?|e[0-9]{1,2}|[a-z]{0,3})(?:(?: |-)?(?:pro|max|ultra|plus|elite|super|ti|mini|turbo|flash|thinking|gen ?[0-9]+|v[0-9]|d|xt|xtx|se|air|lite|preview|instruct|coder|exp)(?![a-z0-9]))*(?:" + DATED + ")?")


_PLUS = lazy(r"(?<=[0-9])\+(?![0-9a-z+])")
"""The mark of a larger model, after its number (Vexora S7+)."""
_MAKERS_CODE = lazy(r" ?((?=[a-z-]{0,9}[0-9])[a-z]{1,8}-?[0-9]{1,5}[a-z]{0,4}(?:-[a-z0-9]{1,5})?(?: (?:pro|max|ultra|plus|elite|se|mini|air|lite|turbo)(?![a-z0-9])\+?){0,2})(?![a-z0-9.&])")
_CAR = lazy(r" ?([A-Z][a-z]{2,11}(?: [A-Z]{1,3}[0-9]{0,2}(?![A-Za-z0-9]))?)(?! ?[A-Za-z0-9&'./-])")
"""The name of a car after its maker (Kia Vexora, 現代 Vexora GT)."""
_NO_CAR = frozenset(
    {"america", "app", "arena", "asia", "auto", "automobile", "automotive", "bank", "capital", "cars", "center", "china", "club", "company", "connect", "corporation", "credit", "cup", "design", "energy"}
    | {"europe", "finance", "financial", "global", "group", "heritage", "holdings", "india", "individual", "insurance", "japan", "korea", "leasing", "limited", "mobility", "motor", "motorrad", "motors", "museum", "north"}
    | {"open", "park", "pay", "performance", "plus", "racing", "research", "robotics", "sport", "sports", "stadium", "studio", "taiwan", "team", "tech", "technology", "thailand", "trucks", "usa", "vans", "ventures"}
)
"""What follows the name of a maker of cars and is none of its cars."""
_MAKERS_WORD = lazy(r" ?([a-z][a-z0-9+.-]{1,15}(?: [a-z0-9+.-]{1,12}){0,3})(?= ?[㐀-鿿])")
_OF_MAKER = lazy(r" ?(?:[(][^()\n]{1,24}[)] ?)?的 ?[“「]?(?=[a-z])")
"""What may stand between a maker and its product: a ticker or another name in brackets, and 的."""
_NEXT_IN_ROW = lazy(" ?[/、和与及] ?[“「]?")
"""What stands between the names of a row of products."""
_NO_PRODUCT_OF = ("行动", "演习", "任务", "作战", "军演", "风暴", "代号为", "特务", "间谍", "线人")
"""What a code name before which it stands is one of, and none of a product (行動代號 Vexora)."""
_NO_CODE = lazy(r"(?:l[0-5](?![0-9])|(?:a[cx]|be)[0-9]{3,5}(?![0-9a-z])|[a-z]?[0-9]{2,4}hz|q[1-4](?![0-9])|h[1-3](?![0-9])|[1-9]h|fy|n-|n[1-9]p?$|a1[46]p?$|ddr|lpddr|ufs|emmc|sata|cxl|hbm|gddr|pcie|usb|wi-?fi|nvme|b2(?![0-9])|g2?0?7?$|h5|mp[34]$|ipv|web|x86|v(?:6|8|10|12)$|ip[0-9]|s[0-5]$|day-|copy-|covid|type|top|no|vol|pm(?=[0-9]{1,2}(?![0-9]))|[a-z]轮)")
"""Codes of levels, quarters, process nodes, interfaces and goods, which are no maker's own (AX1800: a class of Wi-Fi)."""
_NO_PRODUCT = lazy(r" ?(?:[㐀-鿿]{0,3}厂|fab|工艺|制程|节点|产线|生产线|发动机|航站|航班|班机|客机|号线|级|财年|财报|季|年|月|日|时|轮|股|标准|协议|接口|论坛|大会|会议|楼|栋|园区|展馆|馆|展位|%|亿|万|个|[.,][0-9])")
"""What after a code tells that it is none of a product."""
_LATIN_NAME = lazy(r"(?:了|的)? ?(?:—— ?)?[“「]?([A-Z][A-Za-zÀ-ɏ0-9+.-]{1,15}(?: (?:[A-Z][A-Za-zÀ-ɏ0-9+.-]{0,15}|[0-9][0-9.]{0,5}[A-Za-z]{0,2})){0,4})(?! ?[A-Za-zÀ-ɏ0-9&'])")
_LATIN_BEFORE = lazy(r"(?<![A-Za-z0-9/&'.+-])(?<![A-Za-z0-9] )([A-Z][A-Za-z0-9+-]{1,15}(?: (?:[A-Z][A-Za-z0-9+-]{0,15}|[0-9]{1,4}[A-Za-z]{0,2})){0,3}) ?$")
_LONGEST_NAME = 50
"""How far before what it is the Latin name of a product may begin."""
_QUOTED_NAME = lazy("[“「]([㐀-鿿]{2,3}(?:[ -]?[0-9][0-9.]{0,4})?)[”」](?!的)")
_NAMED_GOODS = ("机器人", "模型", "芯片", "晶片", "智能体", "处理器", "操作系统")
"""Goods that bear names of ordinary words."""
_LONGEST_GOODS = 5
_LONGEST_CODED = 48
"""How far before the word for a code name a firm or product makes it that of a product."""
_LONGEST_LAUNCH = 8
"""How far after its maker the word for what is done with a product ends."""
_LAUNCHED = lazy("(?=[A-Za-z0-9. +-]*[0-9])(?=[A-Za-z0-9. +-]*[A-Za-z])")
_PAUSE = lazy(" ?(?:[,、。;和与及并]|$)")
"""What follows the name of a product that ends its phrase."""
_MEASURED = lazy(" ?(?:英寸|寸|年|月|日|万|亿|个|款|%|mm)")
"""What after a number shows that it is no part of the name before it."""

_VARIANTS = frozenset(("air", "max", "mini", "play", "plus", "pro", "ultra"))
"""Usual words that after another one are a part of its name (HERO 68 MINI Air)."""
_OWN_NUMBER = lazy(r"(?P<number>[0-9]{1,3})(?: (?:pro|max|plus|ultra|air|mini))*\+?$")
_NEXT_NUMBER = lazy(r" ?[/、和与及] ?(?P<code>(?P<number>[0-9]{1,3}) (?:pro|max|plus|ultra|air|mini)(?: (?:max|ultra|plus))?)(?![a-z0-9])")
"""A larger member of a series by its number alone, in a row: 小米17、17 Pro."""
_VERSION = lazy(r" ?[0-9]{1,2}\.[0-9]{1,4}(?:\.[0-9]{1,5}){0,2}(?![0-9a-z.%+]| ?(?:英寸|寸|[万亿元倍秒米级分股]|小时|[gm]hz))")
"""The version of a product (Linux 7.1), and no measure or price."""
_GAME = lazy(r"(?:游戏|手游|网游|端游|页游|新游)(?:大作|续作|新作|作品)?《([^《》()\n]{2,24})[》(]")
"""The title of a game after what it is."""
_OWN_CODE = lazy(r"(?<![a-z])(?P<letters>[a-z]{1,8})-?[0-9]{1,5}[a-z]{0,3}$")
_NEXT_CODE = lazy(r" ?[/、和与及] ?(?P<code>(?!gen)(?P<letters>[a-z]{1,8})-?[0-9]{1,5}[a-z]{0,3})(?![a-z0-9.%])")
"""A code after another and what stands between the codes of a row."""


@cache
def _families() -> dict[str, Family]:
    """How the names of families begin, folded."""
    return {fold(prefix): family for family in families() for prefix in family.prefixes}


def member(place: Place, start: int, end: int) -> Choice | None:
    """A member of a known family by its code: 昇騰950PR, RTX 5090 D v2."""
    folded, prefix = place.folded, end
    code = _CODE.match(folded, end)
    if code is None or (folded[start].isascii() and start and _ASCII_WORD.match(folded, start - 1)):
        return None
    family = _families()[folded[start:end]]
    if not family.fewest <= len(code.group(1)) <= family.most:
        return None
    end = code.end()
    if _ASCII_WORD.match(folded, end) or (end == code.end(1) and _MEASURE.match(folded, end)):
        return None
    tail = _TAIL.match(place.original, end)
    end = end if tail is None else tail.end()
    i = bisect_right(place.starts, start) - 1
    for listed in place.choices[max(0, i) : i + 2]:
        if listed.start < end and start < listed.end and not (listed.start >= start and listed.end <= prefix):
            if listed.entity.label != "PRODUCT" or (listed.start <= start and end <= listed.end):
                return None
            start = min(start, listed.start)
    return unlisted(place, start, end, "PRODUCT", 0.8, f"a code of the family {family.entity}", family.entity)


def of_maker(place: Place, maker: Choice) -> Choice | None:
    """A product that no row lists, after its maker: a code (聯發科 MT9999), or a Latin name before what it is (小米 Vexo 大模型)."""
    code = _MAKERS_CODE.match(place.folded, maker.end)
    owned = _OF_MAKER.match(place.folded, maker.end)
    word = _MAKERS_WORD.match(place.folded, maker.end if owned is None else owned.end())
    if word is not None and not word_forms().makers_goods.match(place.folded, word.end()) and not (owned is not None and _before_product(place, word.end())):
        word = None
    if word is not None and not _particular(place.original, *word.span(1), capitals=True):
        word = None
    if code is not None and word is not None and code.end() < word.end():
        code = None  # 三星 T9 microSD 存储卡
    if code is not None and place.original[maker.end - 1].isascii() and code.start(1) == maker.end:
        code = None
    if code is not None and not _NO_CODE.match(code.group(1)) and not _NO_PRODUCT.match(place.folded, code.end()):
        return _named(place, *code.span(1), "a code after its maker", maker.entity.id)
    if maker.entity.note == "cars" and (car := _CAR.match(place.original, maker.end)) is not None and car.group(1).partition(" ")[0].casefold() not in _NO_CAR:
        return _named(place, *car.span(1), "a name after a maker of cars", maker.entity.id)
    if word is None or _NO_PRODUCT.match(place.folded, word.end(1)):
        return None
    return _named(place, *word.span(1), "a name after its maker and before what it is", maker.entity.id)


def _before_product(place: Place, end: int) -> bool:
    """Whether a row goes on with a product that is listed: Vexora 和 Tomahawk."""
    link = _NEXT_IN_ROW.match(place.folded, end)
    return link is not None and any(c.start == link.end() and c.entity.label == "PRODUCT" for c in place.around(link.end(), link.end() + 1))


def products_coded(place: Place, start: int, end: int) -> Iterator[Choice]:
    """Latin code names after the word for one, where a firm or a product was named before in the sentence: Meta 代號 Vexora 的模型, 代號「Vexora」與「Tessar」."""
    folded = place.folded
    if folded.endswith(_NO_PRODUCT_OF, 0, start):
        return
    begin = max(0, start - _LONGEST_CODED, *(folded.rfind(mark, 0, start) for mark in "。\n"))
    if not any(c.entity.label in ("COMPANY", "PRODUCT") for c in place.around(begin, start)):
        return
    while (span := _latin_name(place, end)) is not None:
        choice = _named(place, *span, "the word for a code name before it")
        if choice is None:
            return
        yield choice
        link = _NEXT_IN_ROW.match(folded, span[1] + (folded[span[1] : span[1] + 1] in ("”", "」")))
        if link is None:
            return
        end = link.end()


def product_after(place: Place, end: int) -> Choice | None:
    """A Latin name or code after what it is (手機 Vexo 7, 型號為 QX5521), or else before it (Vexo 7 手機)."""
    span = _latin_name(place, end) or _quoted_name(place, end)
    return _product_before(place, end) if span is None else _named(place, *span, "what it is before it")


def _quoted_name(place: Place, end: int) -> tuple[int, int] | None:
    """A short name in quotation marks right after what it is (機器人「閃電」, 大模型「風源 2.0」); with 的 after it, it is rather said of the thing."""
    name = _QUOTED_NAME.match(place.folded, end) if place.folded.endswith(_NAMED_GOODS, 0, end) else None
    return None if name is None else name.span(1)


def _product_before(place: Place, end: int) -> Choice | None:
    """A Latin name or code before what it is, which ends at a place: a name with small letters or digits, none of whose words is a usual abbreviation."""
    goods = word_forms().goods_end.search(place.folded, max(0, end - _LONGEST_GOODS), end)
    if goods is None or goods.start() == 0 or not place.original[goods.start() - 1].isascii():
        return None
    name = _LATIN_BEFORE.search(place.original, max(0, goods.start() - _LONGEST_NAME), goods.start())
    if name is None:
        return None
    start, stop = name.span(1)
    if stop - start == 2 and place.folded[start] == "v" and place.folded.endswith("版 ", 0, start):
        return None  # 大師版 V2 鍵盤: the edition of what stands before
    words = place.folded[start:stop].split(" ")
    if not _particular(place.original, start, stop) or any(_NO_CODE.match(word) for word in words):
        return None
    return _named(place, start, stop, "what it is after it")


def product_launched(place: Place, end: int) -> Choice | None:
    """A Latin name after what is done with it and before what it is (推出 Vexo 鍵盤), or a code after its maker and what is done (聯發科發佈 MQ9917)."""
    span = _latin_name(place, end)
    if span is None:
        return None
    if word_forms().goods.match(place.folded, span[1]):
        return _named(place, *span, "what is done with it before it, what it is after it")
    before = place.before(end - 1)
    maker = place.ending(before) if end - before <= _LONGEST_LAUNCH else None
    if maker is None or maker.entity.label != "COMPANY" or not _LAUNCHED.match(place.original, *span) or not _PAUSE.match(place.folded, span[1]):
        return None
    return _named(place, *span, "a code after its maker and what is done with it", maker.entity.id)


def _latin_name(place: Place, position: int) -> tuple[int, int] | None:
    """The Latin name of a product that begins at a place; a number that counts what follows is none of its parts."""
    name = _LATIN_NAME.match(place.original, position)
    if name is None:
        return None
    start, end = name.span(1)
    if _MEASURED.match(place.folded, end):
        end = max(place.folded.rfind(" ", start, end), start)
    usual = start == end or not _particular(place.original, start, end)
    return None if usual or _NO_CODE.match(place.folded, start, end) or _NO_PRODUCT.match(place.folded, end) else (start, end)


def _named(place: Place, start: int, end: int, reason: str, maker: str | None = None) -> Choice | None:
    return unlisted(place, start, end, "PRODUCT", 0.6, reason, maker) if place.free(start, end) or _ends_in_listed(place, start, end) else None


def _ends_in_listed(place: Place, start: int, end: int) -> bool:
    """Whether nothing but products lies in a name, and they begin after its first word: Vexora Edge."""
    return place.before(start + 1) <= start and all(start < inside.start and inside.end <= end and inside.entity.label == "PRODUCT" for inside in place.around(start, end))


def _particular(original: str, start: int, end: int, capitals: bool = False) -> bool:
    """Whether Latin words have the form of a name and are no usual abbreviation: a capital and, unless three capitals do, a small letter or a digit."""
    name = original[start:end]
    words = [*name.casefold().split(), *name.casefold().replace("-", " ").split()]
    usual = [word for word in words if word in word_forms().latin_words and not (word in _VARIANTS and words[0] != word)]
    own = name.split(" ")[0]
    if (usual and not (name.count(" ") > 1 and own.casefold() not in usual and own[0].isupper() and own[1:].islower() and len(own) > 5)) or not any("A" <= c <= "Z" for c in name):
        return False
    return any(c.isdigit() or c.islower() for c in name) or (capitals and len(name) > 2)


def variant(place: Place, choice: Choice) -> Choice | None:
    """A listed product with the word for a variant that no row lists (问界 M9 Ultimate), with what its model is called (MiMo|-V3-Pro), or with the 系統 that ends the name of a missile (陸軍戰術飛彈|系統, but 紅杉飛彈 where no row has more)."""
    if place.folded.startswith("系统", choice.end) and place.folded.startswith(("导弹", "飞弹"), choice.end - 2):
        whole = place.folded[choice.start : choice.end + 2]
        return choice._replace(end=choice.end + 2) if any(fold(name) == whole for name in choice.entity.surfaces) else None
    match = word_forms().variant.match(place.folded, choice.end)
    if match is None and place.original[choice.end - 1].isascii():
        match = _TAIL.match(place.original, choice.end) or _PLUS.match(place.folded, choice.end)
        if match is None and place.original[choice.end - 1].isalpha():
            match = _VERSION.match(place.folded, choice.end)
    if match is None or not place.free(choice.end, match.end()):
        return None
    return unlisted(place, choice.start, match.end(), "PRODUCT", 0.8, f"a variant of {choice.entity.id}", choice.entity.id)


def siblings(place: Place, choice: Choice) -> Iterator[Choice]:
    """The codes that go on from a listed product with one of the same letters (Vexo C10/C11/C12), or its number with what its larger sisters are called (Vexo 17、17 Pro)."""
    for own_form, next_form, same in ((_OWN_CODE, _NEXT_CODE, "letters"), (_OWN_NUMBER, _NEXT_NUMBER, "number")):
        own = own_form.search(place.folded, choice.start, choice.end)
        match = next_form.match(place.folded, choice.end) if own is not None else None
        while own is not None and match is not None and match.group(same) == own.group(same) and place.free(*match.span("code")):
            yield unlisted(place, *match.span("code"), "PRODUCT", 0.7, f"a code in a row with {choice.entity.id}", choice.entity.parent)
            match = next_form.match(place.folded, match.end())


def titled(place: Place) -> Iterator[Choice]:
    """A listed product at the beginning of a longer title (《X：Y》), and the title of a game after what it is (手遊《X》)."""
    folded = place.folded
    for choice in place.choices:
        if choice[2].label == "PRODUCT" and choice[0] and folded[choice[0] - 1] == "《" and folded[choice[1] : choice[1] + 1] in _SUBTITLE:
            close = folded.find("》", choice[1], choice[1] + 24)
            if close > 0 and not any(mark in folded[choice[1] : close] for mark in "《/\n"):
                yield unlisted(place, choice[0], close, "PRODUCT", 0.8, f"a title that begins with {choice[2].id}", choice[2].id)
    for game in _GAME.finditer(folded) if "游" in folded else ():
        start, end = game.span(1)
        if not any((inside.start <= start and end <= inside.end) or inside.entity.label == "PRODUCT" for inside in place.around(start, end)):
            yield unlisted(place, start, end, "PRODUCT", 0.8, "the title of a game")
