"""The words by which unlisted names are known, compiled: ``lexicons/forms.tsv`` and ``lexicons/person_names.tsv``."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ..regex import lazy
from ..segmentation import word_weight
from ..terms.forms import folded_words_of, words_of
from ..terms.index import alternation

__all__ = ["COMMON", "DATED", "HAN", "HAN_RUN", "Forms", "is_han", "last_form", "log_weight", "word_forms"]

HAN = "[㐀-鿿𠀀-𳑿]"
"""A Chinese character; names are written with rare ones, too (暐, simplified 𬀩)."""
HAN_RUN = lazy(f"{HAN}*")
COMMON = -10.5
"""Two characters with at least this weight are an ordinary word and no given name."""
DATED = "-(?:(?:0[1-9]|1[0-2])[0-3][0-9]|2[4-9](?:0[1-9]|1[0-2]))(?![0-9a-z]| ?[年月日万元])"
"""The month and day, or the year and month, of a model's release: DeepSeek-R1-0528, Qwen3-Max-2509."""


class Forms(NamedTuple):
    """The words of the two files compiled."""

    company: re.Pattern[str]
    company_ends: frozenset[str]
    """The last characters of the forms of companies."""
    strong: frozenset[str]
    legal_stop: re.Pattern[str]
    legal_lead: re.Pattern[str]
    """What stands before the full name of a firm where that seems to begin with it."""
    not_brand: frozenset[str]
    company_before: re.Pattern[str]
    company_after: re.Pattern[str]
    ordinary: frozenset[str]
    surnames: frozenset[str]
    not_given: frozenset[str]
    foreign: frozenset[str]
    foreign_full: re.Pattern[str]
    foreign_parts: tuple[str, ...]
    """What foreign names hold beside the characters for them (約翰, 威廉), longer ones first."""
    clear_name: re.Pattern[str]
    """A Chinese or transliterated name before the end of the phrase or a character that follows names: nothing to weigh."""
    kinds: tuple[str, ...]
    """What a company is (券商, 集團), before its name."""
    titles: frozenset[str]
    """What stands before the names of people."""
    title_ends: frozenset[str]
    """The last characters of titles."""
    short_tails: tuple[str, ...]
    """What a text may leave off at the end of the name of a listed company, beside its form."""
    short_tail_ends: frozenset[str]
    """The last characters of these."""
    given: frozenset[str]
    agency: re.Pattern[str]
    division: re.Pattern[str]
    """The name of a part of a public body, after that body."""
    central_bank: frozenset[str]
    """What the central bank of a country is called, which with the country is one name (肯亞央行), as no other body is: 肯亞|國會."""
    council: re.Pattern[str]
    """The elected body of a city or province, after the place."""
    continuations: frozenset[str]
    """What the first two characters after a listed name are, where an unlisted one may go on from it."""
    reporting: re.Pattern[str]
    adverb: frozenset[str]
    """What may stand between a speaker and the verb."""
    law: re.Pattern[str]
    """What the title of a law, rule, list, programme or plan ends in."""
    role: frozenset[str]
    """What after a surname makes a role of it and no given name (李某, 方面)."""
    named_after: tuple[str, ...]
    """What a name in full is not a person's before."""
    firms: re.Pattern[str]
    """What after a row says that it is one of companies."""
    variant: re.Pattern[str]
    """Words for variants of a product, after its name, and the sizes of models."""
    goods: re.Pattern[str]
    """What a product is, after its Latin name, with at most three characters between."""
    makers_goods: re.Pattern[str]
    """What a product is, after its Latin name and that of its maker."""
    goods_end: re.Pattern[str]
    """What a product is, at the end of a stretch."""
    latin_words: frozenset[str]
    """Usual abbreviations and words in Latin letters, which name nobody's product and no firm."""


@cache
def word_forms() -> Forms:
    """The shipped words, compiled once per process."""

    def pattern(kind: str) -> str:
        return alternation(words_of(kind)).pattern

    folded = folded_words_of
    foreign, no = ("".join(sorted(folded(kind))) for kind in ("transliteration", "not_given"))
    single = "".join(sorted(name for name in folded("surname") if len(name) == 1))
    unit = f"(?:{pattern('foreign_part')}|-?[{foreign}])"
    variants = sorted(folded("product_variant"))
    latin, han = ("|".join(word for word in variants if word.isascii() == ascii) for ascii in (True, False))
    return Forms(
        lazy(f"(?:{pattern('company_form')})+"),
        frozenset(word[-1] for word in folded("company_form")),
        folded("company_strong"),
        lazy(f"[^㐀-鿿]|{pattern('legal_stop')}"),
        alternation(words_of("legal_lead")),
        folded("not_brand"),
        lazy(f"(?:{pattern('company_before')})$"),
        alternation(words_of("company_after")),
        folded("ordinary"),
        folded("surname"),
        folded("not_given"),
        folded("transliteration"),
        lazy(f"{unit}{{1,9}}(?: ?[·.] ?(?:{unit}{{1,9}}|[{single}](?=[{no}周]|[^㐀-鿿]|$)))+"),
        tuple(sorted(folded("foreign_part"), key=lambda part: (-len(part), part))),
        lazy(f"(?!周[一二三四五六日末])(?:[{single}](?:(?![{no}]){HAN}){{1,2}}|[{foreign}]{{2,7}})(?=[{no}]|[^㐀-鿿𠀀-𳑿· ・-]|$)"),
        tuple(sorted(folded("company_kind"))),
        folded("person_title"),
        frozenset(word[-1] for word in folded("person_title")),
        tuple(sorted(folded("short_tail"))),
        frozenset(word[-1] for word in folded("short_tail")),
        frozenset(words_of("given")),
        lazy(f"(?![与和及暨])(?:{pattern('agency_word')}){{1,5}}(?:{pattern('agency_form')})(?:(?<=局)第[一二三四五六七八九十]{{1,2}}分局)?|警分局"),
        lazy(f"(?![与和及暨])(?:{pattern('division')})?(?:{pattern('agency_word')}){{1,5}}(?:{pattern('division_form')})|(?:{pattern('division')})|(?:救灾救护)?第[一二三四五六七八九十0-9]{{1,4}}(?:(?:届(?:全国)?)?委员会|舰队|(?:战术(?:战斗机)?)?联队|(?:河川|海巡|岸巡|巡防)(?:分署|局|队)|区养护工程分局|[大中]队|(?:军团|作战区)(?:指挥部)?)|侦[一二三四五六七八九十]大队"),
        folded("central_bank"),
        lazy(f"(?:{pattern('council')})(?!员|议员|厅|大[厦道])"),
        frozenset(
            {
                *(word[:2] for kind in ("agency_word", "division", "central_bank", "council") for word in folded(kind) if len(word) > 1),
                *("分署", "分局", "分处", "分院", "分检", "办事", "收容", "警分", "系统"),
                *(f"第{number}" for number in "一二三四五六七八九十0123456789"),
                *(f"侦{number}" for number in "一二三四五六七八九十"),
                *(word[:2] for word in variants),
                *(f" {word[0]}" for word in variants),
            }
        ),
        lazy(pattern("reporting")),
        folded("adverb"),
        lazy(f"(?:{pattern('law')})(?:[(][^()]{{1,12}}[)])?$"),
        folded("role"),
        tuple(sorted(folded("named_after"))),
        lazy(f"等[^,。;、]{{0,8}}?(?:{pattern('firms')})"),
        lazy(rf"(?: ?(?:{han})|-[0-9]{{1,4}}b(?:-[a-z0-9]{{1,8}}){{0,3}}(?![a-z0-9])|{DATED}|-(?:{latin})(?![a-z0-9])|(?: |(?<=[0-9]) ?)(?:{latin})\+?(?![a-z0-9])(?: [2-9](?![0-9.a-z年月日万亿个款%]| [年月日]))?)+"),
        lazy(f" ?[㐀-鿿]{{0,3}}(?<!组织)(?:{pattern('goods')})(?!师)"),
        lazy(f" ?[㐀-鿿]{{0,3}}(?<!组织)(?:{pattern('goods')}|{pattern('makers_goods')})(?!师)"),
        lazy(f"(?:{pattern('goods')})$"),
        folded("latin_word"),
    )


def last_form(folded: str, start: int, end: int) -> re.Match[str] | None:
    """The form of a company that a stretch of text ends in."""
    return next((form for form in word_forms().company.finditer(folded, start, end) if form.end() == end), None)


def is_han(char: str) -> bool:
    """Whether a character is a Chinese one."""
    return "㐀" <= char <= "鿿" or "𠀀" <= char <= "𳑿"


def log_weight(word: str) -> float:
    """The log probability of a word, or one that no cutting would pay."""
    known = word_weight(word)
    return -99.0 if known is None else known
