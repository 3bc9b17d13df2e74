"""Hypothesis strategies for the texts that chipnews meets: mixed scripts, codes, marks, names, and broken Unicode."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from hypothesis import strategies as st

from chipnews.alignment import Alignment, Block
from chipnews.terms.lexicon import Lexicon

SIMPLIFIED = "禁止出口芯片内存软件头发皇后干燥发展复杂云台里面只有一只历史日历钟情时钟面条松树几乎茶几征税丑恶冲击斗争丰产谷物关系体系参与准备"
TRADITIONAL = "禁止出口晶片記憶體軟體頭髮皇后乾燥發展複雜雲臺裡面只有一隻歷史日曆鍾情時鐘麵條鬆樹幾乎茶几徵稅醜惡衝擊鬥爭豐產穀物關係體系參與準備"
HONG_KONG = "裏面衞星羣眾牀邊峯會麪包為甚麼着手線路"
RARE = "钜锺馀谘讬缐渖𠀀𫔭𪚥㐀鿿𰻞々〇"
WORDS = (
    "内存", "软件", "硬盘", "鼠标", "服务器", "网络", "人工智能", "信息", "数据库", "打印机", "记忆体", "数字", "发展中国家", "头发", "理发", "皇后", "干杯",
    "記憶體", "軟體", "硬碟", "滑鼠", "伺服器", "網路", "人工智慧", "資訊", "資料庫", "印表機", "數位", "頭髮", "理髮", "乾杯", "位元組", "字節",
)  # fmt: skip
CODES = (
    "H200", "H20", "GB300 NVL72", "GB300-NVL72", "RTX 5090 D", "A100", "HBM3E", "910C", "MI355X", "TPU v7", "2nm", "3 nm",
    "(2330-TW)", "688256.SH", "AMD", "nVidia", "5G",
)  # fmt: skip
WIDE = "ＡＨＮａｚ０２９　％＄（）．－～｢｣ｱｶﾞ￥"
MARKS = "，。、；：？！…“”‘’「」『』—－（）《》〈〉～・·‧•【】,.?!*-()[]/\\'\"%$&@#_+=<>|\t\n\r\x0b\x0c\x1c\x85\xa0\u2028 "
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad\u034f\u061c\u180e\u202a\u202e\u2066\u2069\ufe0e\ufe0f\U000e0100"
COMBINING = "\u0301\u0308\u0327\u20e3\u3099"
COMPATIBILITY = "⼀⼈⻄⺠豈金契﨑ﬁ㈱㎡①㍿Ⅷ"
ODD = "\x00\x07\x7f\x9f\ufdd0\ufffd\uffff\U0010ffff"
EMOJI = ("😀", "👩\u200d💻", "🇹🇼", "1\ufe0f\u20e3", "🀄", "👍🏽")


@cache
def _names() -> list[str]:
    return sorted({surface for entity in Lexicon.default() for surface in entity.surfaces})


@cache
def dictionary_phrases() -> list[str]:
    """Every key and every value of the installed conversion dictionaries."""
    spec = find_spec("opencc")
    assert spec is not None
    assert spec.origin is not None
    found: set[str] = set()
    for path in (Path(spec.origin).parent / "dictionary").glob("*.txt"):
        for line in path.read_text(encoding="utf-8").split("\n"):
            found.update(line.replace("\t", " ").split())
    return sorted(found)


def names() -> st.SearchStrategy[str]:
    """Surfaces of the shipped lexicon."""
    return st.deferred(lambda: st.sampled_from(_names()))


def phrases() -> st.SearchStrategy[str]:
    """Keys and values of the conversion dictionaries."""
    return st.deferred(lambda: st.sampled_from(dictionary_phrases()))


def surrogates() -> st.SearchStrategy[str]:
    """Lone surrogates, which no codec holds."""
    return st.characters(categories=["Cs"])


def chinese() -> st.SearchStrategy[str]:
    """Runs of Simplified, Traditional and Hong Kong characters, often mixed, and dictionary words."""
    runs = [st.text(alphabet=alphabet, min_size=1, max_size=8) for alphabet in (SIMPLIFIED, TRADITIONAL, HONG_KONG, SIMPLIFIED + TRADITIONAL + RARE)]
    return st.one_of(*runs, st.sampled_from(WORDS), phrases())


def latin() -> st.SearchStrategy[str]:
    """Product codes, short Latin words and numbers, in half and full width."""
    return st.one_of(st.sampled_from(CODES), st.text(alphabet=WIDE, min_size=1, max_size=4), st.from_regex(r"[A-Za-z]{1,6}|[0-9]{1,6}", fullmatch=True))


def marks() -> st.SearchStrategy[str]:
    """Punctuation, white space, emoji, invisible, combining, compatibility and other odd characters."""
    return st.one_of(st.sampled_from(EMOJI), st.sampled_from(MARKS + INVISIBLE + COMBINING + COMPATIBILITY + ODD))


def filler(max_pieces: int = 8) -> st.SearchStrategy[str]:
    """Mixed text without lone surrogates and without names put in on purpose."""
    return st.lists(st.one_of(chinese(), chinese(), latin(), marks(), st.text(max_size=3)), max_size=max_pieces).map("".join)


def encodable_text(max_pieces: int = 10) -> st.SearchStrategy[str]:
    """Mixed text without lone surrogates, names included."""
    return st.lists(st.one_of(chinese(), chinese(), names(), latin(), marks(), st.text(max_size=3)), max_size=max_pieces).map("".join)


def mixed_text(max_pieces: int = 10) -> st.SearchStrategy[str]:
    """Anything that a ``str`` can hold, most of it like the news."""
    return st.lists(st.one_of(chinese(), chinese(), names(), latin(), marks(), surrogates(), st.text(max_size=3)), max_size=max_pieces).map("".join)


@st.composite
def alignments(draw: st.DrawFn, source_length: int | None = None) -> Alignment:
    """Maps with stretches aligned one to one between blocks that have code points on both sides."""
    length = draw(st.integers(0, 12)) if source_length is None else source_length
    blocks: list[Block] = []
    source = target = 0
    while source < length:
        size = draw(st.integers(1, length - source))
        if draw(st.booleans()):
            width = draw(st.integers(1, 4))
            blocks.append((source, source + size, target, target + width))
            target += width
        else:
            target += size
        source += size
    return Alignment(source, target, tuple(blocks))


@st.composite
def chained_alignments(draw: st.DrawFn, count: int) -> list[Alignment]:
    """Maps of which each starts where the one before ends."""
    chain = [draw(alignments())]
    while len(chain) < count:
        chain.append(draw(alignments(source_length=chain[-1].target_length)))
    return chain
