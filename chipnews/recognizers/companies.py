"""Companies by their legal or usual form, by what they are called before a Latin name, and by one whose name theirs begins with."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from ..disambiguation import Choice
from ..regex import lazy, matches
from ..segmentation import likeliest, word_weight
from .forms import HAN_RUN, last_form, log_weight, word_forms
from .place import Place, unlisted

__all__ = ["branches", "companies_by_form", "companies_of_places", "company_after", "latin_actor", "latin_company", "longer_company", "marked_companies", "notifying_companies", "quoted_companies", "with_company"]

_COMPANY_WEIGHTS = {2: -17.0, 3: -21.5}
_SUPPORT = 6.0
"""What a word beside a name that speaks for it adds to its weight."""
_LEGAL = ("有限公司", "有限责任公司", "股份公司", "合伙企业", "(有限合伙)")
"""What makes a full legal name of one."""
_COMPANY = lazy("公司(?!治理|债|法|派|化)")
"""The word for a firm after its name; 公司債, 公司治理 and the like are words of their own."""
_SUFFIXES = lazy("(?:集团|控股|股份|有限|责任|公司)+")
"""A form that a listed name takes on."""
_BRANCH = lazy("[省市]?分公司|[省市]?分行(?!业)")
"""What the branch of a firm is called, after its place."""
_LEGAL_OF_BRANCH = ("股份有限公司", "有限责任公司", "有限公司", "集团公司", "公司")
"""The legal forms that may stand between a firm and the place of its branch."""
_OF_GROUP = frozenset({"创投", "投信", "投顾", "产险", "租赁"})
"""What the firms of a group are called by what they do, after its name (嵐岳創投)."""
_ENTERPRISE = ("管理", "发展", "咨询", "服务", "集团", "改革")
"""What after 企業 makes a part of a firm's name of it (嵐岳企業管理有限公司)."""
_COMMON_BRAND = -12.5
"""A word with at least this weight is no brand before a form, whatever speaks for one (羨慕|存儲公司)."""
_REACH = 8
"""How far before a company's form its short name is searched."""
_FORM = -8.0
"""Weight of the form itself: about that of a usual word."""
_PARTICLE = -8.5
"""A character with less weight than this is no particle before a name: the name begins before it."""
_LONGEST_LEGAL = 24
"""How far before 有限公司 the full name is searched."""
_HAN = lazy("[㐀-鿿]")
_SEAT = lazy(" ?[(] ?[㐀-鿿]{2,10} ?[)] ?")
"""Where the firm of a group sits, inside its full name: 嵐岳科技(香港)有限公司."""
_LATIN_COMPANY = lazy(r" ?([A-Z][A-Za-z0-9]{1,15}(?: [A-Z][A-Za-z0-9]{1,15}){0,2})(?! ?[A-Za-z0-9])")
_TICKER = lazy(r"[(](?:[a-z]{2,6} ?: ?)?([0-9]{4,6}|[a-z]{1,5})(?:[.-](?:tw|two|us|hk|sh|sz|ss|bj|o|n|de|jp|ks))?(?:[,/][^()]{0,12})?[)]")
_LATIN_LEGAL = lazy(r",? (?:Inc|Corp|Co|Ltd|Limited|LLC|Corporation|Company|Holdings?|Group|PLC|plc|AG|SE|N\.V|GmbH|LLP|LP|Pte|Pty|Pvt|Sdn)\b(?:[.,]? (?:Inc|Ltd|Limited|Corporation|Bhd))?\.?(?! ?[A-Za-z])")
"""The legal form after the Latin name of a listed firm, which belongs to it."""
_LATIN_REST = lazy(r"(?: [A-Z][A-Za-z]+){0,2} (?:Technologies|Technology|Semiconductor|Semiconductors|Systems|Labs|Capital|Ventures|Robotics|Energy|Electronics|Materials|Photonics|Networks)(?![A-Za-z])")


_RISK = lazy(r"[*]st[㐀-鿿]{2}|st(?<![*a-z0-9]st)[㐀-鿿]{2,3}?(?=公告|发布|收到|复牌|停牌|涨停|跌停|近日|今日|[,、。;()\"”』」])")
"""A short name on the exchange with its mark of risk: *ST嵐岳 has two characters, ST嵐岳 up to three."""
_NO_RISK = ("板块", "股票", "公司", "个股", "类股", "制度", "概念", "指数")
"""What after ST tells that the mark itself is meant."""
_NO_SHORT_NAME = frozenset("的不等和与及或将被为是股公")
"""What after *ST begins no short name, which may begin with any other character."""
_BEFORE_FORM = lazy(r"(?<![A-Za-z0-9.&-])(?<![A-Za-z0-9] )(?:[A-Z][A-Za-z]{0,15} (?:& )?){1,4}$")
_AFTER_FORM = lazy(r"\.?(?: (?:Corporation|Corp\.?|Inc\.?|Limited|Ltd\.?|LLC|Holdings|Group))?(?! ?[A-Za-z])")
_LONGEST_LATIN = 66
"""How far before a Latin form the name of a firm may begin."""
_QUOTED = {mark: lazy(f"{mark}([㐀-鿿a-z0-9·]{{2,12}})[”」]") for mark in "“「"}
_RAISES = lazy(r"(?:[(][^()\n]{1,24}[)])?(?:宣布|近日|日前|近期|今日|正式|已|于|经|连续|成功|先后|,?公司){0,4}完成[^,。;、\n]{0,16}轮[^,。;、\n]{0,6}融资")
"""What follows the name of a firm that raises money."""
_ACTS = lazy("[(](?:以下|下称|简称|[a-z])|宣布|完成|推出|发布|创始人|创办人")
"""What follows the name of a firm after the word for one."""
_FIRM = ("企业", "公司", "厂商", "服务商", "开发商", "研发商", "独角兽", "初创", "供应商", "新创")
_LATIN_ACTOR = lazy(
    r"([A-Z](?<![A-Za-z0-9&'.+-][A-Z])(?<![A-Za-z0-9] [A-Z])[A-Za-z0-9+&'-]{2,15}(?: [A-Z][A-Za-z0-9+&'-]{0,15}){0,3}) ?"
    "((?:近日|日前|今日|今天|昨日|昨天|当地时间[^，。\\n]{1,8})?(?:正式|已|也)?)$"
)
"""A Latin name, and when its firm announces something."""
_LONGEST_ACTOR = 64
"""How long such a name is at most, with what follows it."""
_ACTOR_ENDS = frozenset("日前天式已也")
"""What beside Latin letters may stand between a firm and what it announces."""
_NO_LEADER = ("首席战略", "首席合作", "首席赞助")
"""What begins as the title of the head of a firm does and is none."""
_NO_NEWS = frozenset("后会的以时日前")
"""What after a verb makes it qualify what follows."""
_CLAUSE = frozenset("，。；\n")
"""What a clause begins after."""
_SUBSIDIARY = lazy(
    "(?:全资|控股|参股|下属|核心)(?:[一二三]级)?[子孙]公司(?![与和及的拟将已以为在向对有其于所从由并])(?!收到|签|直接|名称|自主|近日|正在|业务|业绩)([㐀-鿿]{3,8}?)"
    "(?=拟|与|近日|收到|签署|签订|实施|获得|获批|取得|以自有|将|已|负责|提供|作为|投资|计划|[(、,。])"
)
"""The short name of a firm after the word for a subsidiary, before what it does."""
_NO_SUBSIDIARY = lazy("[的及等其之所该本这各某]|公司|项目|股权|股东|业务|资产|资金|业绩|目标|短期|品牌")
"""What makes no short name of what stands after the word for a subsidiary."""
_NO_NOTIFIER = frozenset("院部局会司所署厅委方府社办")
"""What ends the names of bodies that give notice too (法院公告)."""
_NOTICE = lazy("(?:获悉|[0-9]日(?:晚间?)?),([㐀-鿿]{2,6})(?:在港交所|发布)?公告[,称]")


def marked_companies(place: Place) -> Iterator[Choice]:
    """Firms by the exchange's mark of risk before their short name: *ST嵐岳."""
    for match in _RISK.finditer(place.folded):
        start, end = match.span()
        name = match.group().rpartition("t")[2]
        if name.startswith(_NO_RISK) or name[0] in (_NO_SHORT_NAME if match.group()[0] == "*" else word_forms().not_brand) or any(c.end > end for c in place.around(start, end)):
            continue
        listed = next((c for c in place.around(start, end) if c.entity.label == "COMPANY" and c.end == end and c.end - c.start == len(name)), None)
        if listed is not None:
            yield Choice(start, end, listed.entity, 0.8, ("a listed short name with its mark of risk",))
        else:
            yield unlisted(place, start, end, "COMPANY", 0.8, "a short name on the exchange with its mark of risk")


def latin_actor(place: Place, start: int, end: int, announces: bool) -> Choice | None:
    """A Latin name before what it owns or who leads it: Tessaron Games 旗下, Tessaron 首席執行官; or, at the beginning of a clause, before what it announces: Tessaron 今日宣布."""
    folded, original = place.folded, place.original
    if not start or not (folded[start - 1] < "ɐ" or (announces and (folded[start - 1] in _ACTOR_ENDS or "当地时间" in folded[max(0, start - 12) : start]))):
        return None
    after = folded[end : end + 1]
    if after in _NO_NEWS if announces else (folded.startswith(_NO_LEADER, start) or (folded[end - 1] < "ɐ" and "a" <= after <= "z")):
        return None
    name = _LATIN_ACTOR.search(original, max(0, start - _LONGEST_ACTOR), start)
    if name is None or (name.group(2) and not announces):
        return None
    begin, stop = name.span(1)
    if announces and ((begin and original[begin - 1] not in _CLAUSE) or stop - begin < 4):
        return None
    if not place.free(begin, stop) or not word_forms().latin_words.isdisjoint(name.group(1).casefold().split()):
        return None
    return unlisted(place, begin, stop, "COMPANY", 0.7, "a Latin name beside what firms do")


def notifying_companies(place: Place) -> Iterator[Choice]:
    """Who gives notice to the exchange (獲悉，嵐岳公告，)."""
    for match in _NOTICE.finditer(place.folded):
        start, end = match.span(1)
        told = match.group().startswith("获悉") or (end - start > 2 and place.folded[end - 1] not in _NO_NOTIFIER and log_weight(match.group(1)) < _COMMON_BRAND)
        if told and place.free(start, end) and place.folded[start:end] not in word_forms().ordinary:
            yield unlisted(place, start, end, "COMPANY", 0.8, "a notice of the firm to the exchange")


def quoted_companies(place: Place) -> Iterator[Choice]:
    """Firms in quotation marks: 具身智能企業「嵐岳」宣布, “岚岳”完成数千万元天使轮融资."""
    folded = place.folded
    for match in matches(_QUOTED, folded):
        start, end = match.span(1)
        named = _RAISES.match(folded, match.end()) or (folded[max(0, start - 4) : start - 1].endswith(_FIRM) and _ACTS.match(folded, match.end()))
        if named and place.free(start, end) and log_weight(folded[start:end]) < _COMMON_BRAND:
            yield unlisted(place, start, end, "COMPANY", 0.8, "a name in quotation marks beside what firms do")


def latin_company(place: Place, start: int, end: int) -> Choice | None:
    """A firm by a Latin form: Tessaron Optical Technologies Corporation."""
    original = place.original
    name = _BEFORE_FORM.search(original, max(0, start - _LONGEST_LATIN), start) if "A" <= original[start] <= "Z" else None
    rest = _AFTER_FORM.match(original, end)
    if name is None or rest is None:
        return None
    end = rest.end()
    if original[end - 1] == "." and original[end : end + 1] in ("", "\n"):
        end -= 1
    return unlisted(place, name.start(), end, "COMPANY", 0.7, "a company by the Latin form of its name") if place.free(name.start(), end) else None


def companies_by_form(place: Place, forms: list[tuple[int, int]]) -> Iterator[Choice | None]:
    """Companies by the forms of their names; 微電子股份有限公司 is one form."""
    reach = 0
    for start, end in sorted(forms):
        form = word_forms().company.match(place.folded, start) if end > reach else None
        if form is not None:
            reach = form.end()
            yield _legal_name(place, form) if form.group().endswith(_LEGAL) else _trade_name(place, form)


def _legal_name(place: Place, form: re.Match[str]) -> Choice | None:
    """The full name of a firm reaches back to the last word or mark that cannot belong to it: 由|深圳市礪光微電子股份有限公司."""
    folded = place.folded
    low = max(0, form.start() - _LONGEST_LEGAL)
    start = low
    seats = [seat.span() for seat in _SEAT.finditer(folded, low, form.start())] if "(" in folded[low : form.start()] else ()
    for match in word_forms().legal_stop.finditer(folded, low, form.start()):
        if any(begin <= match.start() < end for begin, end in seats) and not match.group().isalpha():
            continue
        if match.group() == "企业" and folded.startswith(_ENTERPRISE, match.end()):
            continue
        if match.group() == "央企" and folded.startswith("中央企业", match.start() - 1):
            continue  # 中央企業鄉村產業投資基金股份有限公司
        if match.group() in ("和", "及") and _place_goes_on(place, start, match.start()):
            continue
        i = bisect_right(place.starts, match.start()) - 1
        if i >= 0 and place.choices[i].end >= match.end() and place.choices[i].entity.label in ("COMPANY", "GPE"):
            continue  # 華為技術有限公司: the word is part of a listed name
        start = match.end()
    body = next((c for c in place.around(start, start + 1) if c.entity.label == "AGENCY" and c.end < form.start() - 1), None)
    if body is not None:
        start = body.end  # 證監會|核准|X有限公司
    for lead in word_forms().legal_lead.finditer(folded, start, form.start() - 1):
        if place.around(lead.end(), lead.end() + 1) or (lead.start() == start and lead.end() - start > 1):
            start = lead.end()
    if any(begin <= start < end for begin, end in seats):
        return None  # 其(香港)有限公司: nothing before the seat
    if start == low and low > 0:
        place.reject(form.start(), form.end(), "no beginning of the company's name in reach")
        return None
    if folded.startswith("中国", start) and place.around(start + 2, start + 3)[:1] and place.around(start + 2, start + 3)[0].entity.label == "GPE":
        start += 2  # 中國|廣東X有限公司
    size = form.start() - start
    if size < 2 and not (size == 0 and len(form.group()) >= 7):
        return None
    brand = folded[start : form.start()]
    if brand in word_forms().ordinary:
        return None
    listed = next((c for c in place.around(start, form.end()) if c.start == start and c.end >= form.start() and c.entity.label == "COMPANY"), None)
    if listed is not None:
        if listed.end >= form.end() or _SUFFIXES.fullmatch(form.group()):
            return None  # the suffix belongs to the listed name
        return Choice(start, form.end(), listed.entity, 0.9, (f"the legal form {form.group()} of a listed firm",))
    return unlisted(place, start, form.end(), "COMPANY", 0.9, f"a company by its legal form {form.group()}")


def _place_goes_on(place: Place, start: int, end: int) -> bool:
    """Whether what joins two parts stands inside a name that begins with a place: 安徽省新能源汽車|和|智能網聯汽車產業基金, 無錫|和岳科技."""
    city = next((c for c in place.around(start, start + 1) if c.entity.label == "GPE"), None)
    if city is not None and city.end == end:
        return not any(c.start == end + 1 for c in place.around(end + 1, end + 2))
    return city is not None and end - city.end > 2 and word_forms().company.search(place.folded, city.end, end) is None and place.free(city.end, end)


def _trade_name(place: Place, form: re.Match[str]) -> Choice | None:
    """The short name of a firm: two or three characters that are no ordinary word before a form, by the likeliest cutting."""
    folded, forms = place.folded, word_forms()
    end = form.end()
    if not place.free(form.start(), end) or folded.startswith(("大学", "学院"), end):
        return None  # 岳昌科技|大學
    if form.group() in _OF_GROUP and (owner := place.ending(form.start())) is not None and owner.entity.label == "COMPANY":
        return unlisted(place, owner.start, end, "COMPANY", 0.7, f"a firm of {owner.entity.name} by its form", owner.entity.id or None)
    low = max(place.before(form.start()), form.start() - _REACH)
    begin = form.start()
    while begin > low and _HAN.match(folded, begin - 1):
        begin -= 1
    followed = bool(forms.company_after.match(folded, end) or _TICKER.match(folded, end))
    names: dict[tuple[int, int], float] = {}
    for size in (2, 3):
        start = form.start() - size
        brand = folded[start : form.start()]
        if start < begin or not forms.not_brand.isdisjoint(brand) or brand in forms.ordinary or brand[-2:] in forms.ordinary:
            continue
        supported = followed or forms.company_before.search(folded, max(0, start - 4), start) is not None
        weight = _COMPANY_WEIGHTS[size] + (_SUPPORT if supported else 0.0)
        word = word_weight(brand)
        if (word is None or word < min(weight, _COMMON_BRAND)) and (supported or (form.group() in forms.strong and (size == 2 or start == begin))):
            names[start, form.start()] = weight
    if not names:
        place.reject(max(begin, form.start() - 2), end, f"no name of a company before {form.group()}, but an ordinary word")
        return None
    *words, cut, last = [(begin, begin), *likeliest(folded, begin, end, {**names, form.span(): _FORM})]
    if last != form.span():
        cut = last
    named = forms.company_before.search(folded, max(0, cut[0] - 4), cut[0]) is not None
    if cut in names and not named and words[-1][1] - words[-1][0] == 1 and log_weight(folded[words[-1][0]]) < _PARTICLE:
        place.reject(cut[0], end, f"a company by its form, but its name seems to begin before: {folded[words[-1][0] : end]}")
        return None
    if cut not in names:
        place.reject(cut[0], end, f"{folded[cut[0] : cut[1]]} before {form.group()} is likelier an ordinary word than a name")
        return None
    return with_company(folded, unlisted(place, cut[0], end, "COMPANY", 0.7, f"a company by its form {form.group()}"))


def with_company(folded: str, choice: Choice) -> Choice:
    """A firm that no row lists, with 公司 after its short name (嵐岳科技|公司), but not before what makes another word of it (嵐岳|公司債)."""
    return choice._replace(end=choice.end + 2) if _COMPANY.match(folded, choice.end) else choice


def company_after(place: Place, start: int, end: int) -> Choice | None:
    """A Latin name after what it is: 晶片新創公司Zyphora."""
    named = _LATIN_COMPANY.match(place.original, end)
    if named is None:
        return None
    name = named.group(1)
    if place.folded[named.end(1) : named.end(1) + 1] in ("年", "月", "日"):
        name = name.rstrip("0123456789")  # 開發商CIP|22日
    stop = named.start(1) + len(name)
    if not name or name.casefold() in word_forms().latin_words or not place.free(named.start(1), stop):
        return None
    return unlisted(place, named.start(1), stop, "COMPANY", 0.7, f"{place.folded[start:end]} before it")


def companies_of_places(place: Place) -> Iterator[Choice]:
    """Firms by their place and 公司 around what is no word (江蘇|嵐岳|公司), and the short names of subsidiaries (全資子公司|江蘇嵐岳)."""
    folded = place.folded
    if "子公司" in folded or "孙公司" in folded:
        yield from _subsidiaries(place)
    close = folded.find("公司")
    while close >= 0:
        end = place.before(close)
        if 2 <= close - end <= 3 and (owner := place.ending(end)) is not None and owner.entity.label == "GPE" and place.free(end, close + 2) and _is_brand(folded, end, close):
            yield unlisted(place, owner.start, close + 2, "COMPANY", 0.7, f"a company of {owner.entity.name} by its form")
        close = folded.find("公司", close + 2)


def branches(place: Place) -> Iterator[Choice]:
    """A listed firm with its branch in a place, which is one name: 嵐岳電信股份有限公司|湖北分公司."""
    for match in _BRANCH.finditer(place.folded):
        seat = place.ending(match.start())
        if seat is None or seat.entity.label != "GPE":
            continue
        legal = next((len(form) for form in _LEGAL_OF_BRANCH if place.folded.endswith(form, 0, seat.start)), 0)
        owner = place.ending(seat.start) or place.ending(seat.start - legal)
        if owner is not None and owner.entity.label == "COMPANY":
            yield Choice(owner.start, match.end(), owner.entity, 0.8, ("its branch in a place after the name",), "pattern")


def _subsidiaries(place: Place) -> Iterator[Choice]:
    """Short names of firms after the word for a subsidiary, with the place or the firm that they begin with: 控股子公司|嵐岳民爆|擬."""
    for match in _SUBSIDIARY.finditer(place.folded):
        start, end = match.span(1)
        inside = place.around(start, end)
        covered = any(c.entity.label not in ("GPE", "COMPANY") or c.end > end or (c.start == start and c.end == end) for c in inside) or place.before(start) > start
        name = match.group(1)
        if not covered and not _NO_SUBSIDIARY.search(name) and name not in word_forms().ordinary and log_weight(name) < _COMMON_BRAND:
            yield unlisted(place, start, end, "COMPANY", 0.7, "a subsidiary by the word before its name")


def _is_brand(folded: str, start: int, end: int) -> bool:
    """Whether a stretch is nothing but Chinese characters that make no word."""
    brand, forms = folded[start:end], word_forms()
    if HAN_RUN.fullmatch(brand) is None or brand in forms.ordinary or not forms.not_brand.isdisjoint(brand):
        return False
    return all(b - a == 1 for a, b in likeliest(folded, start, end, {}))


def longer_company(place: Place, choice: Choice) -> Choice | None:
    """A firm whose name begins with that of a listed one: 「康寧雷射科技」, Corning Laser Technologies."""
    legal = _LATIN_LEGAL.match(place.original, choice.end)
    if legal is not None and place.original[choice.end - 1].isascii() and place.free(choice.end, legal.end()):
        stop = legal.end() - (place.original[legal.end() - 1] == "." and place.original[legal.end() : legal.end() + 1] in ("", "\n"))
        return Choice(choice.start, stop, choice.entity, choice.score, ("its legal form after the name",))
    rest = _LATIN_REST.match(place.original, choice.end)
    end = 0 if rest is None else rest.end()
    if rest is None:
        close = place.folded.find({"「": "」", "『": "』"}.get(place.folded[choice.start - 1], "”"), choice.end, choice.end + 8) if choice.start else -1
        form = close > choice.end and last_form(place.folded, choice.end, close)
        if not form or not HAN_RUN.fullmatch(place.folded, choice.end, close):
            return None
        end = close
    if not place.free(choice.end, end):
        return None
    return unlisted(place, choice.start, end, "COMPANY", 0.8, f"a firm named after {choice.entity.name}", choice.entity.id or None)
