"""Folding, conversion, protected names, and what happens when the conversion tables are not there."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from functools import cache
from pathlib import Path

import opencc  # type: ignore[import-untyped]
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import chinese, dictionary_phrases, encodable_text, filler, mixed_text

import chipnews
from chipnews import Entity, Lexicon, Pipeline
from chipnews.normalization import CONVERSIONS, IGNORED, TARGETS, convert, encodable, fold, resolve_target, script_counts, squeeze

EVERY_CODE_POINT = "".join(map(chr, range(0x110000)))
EIGHT = ("t2s", "tw2s", "tw2sp", "hk2s", "s2t", "s2tw", "s2twp", "s2hk")


@cache
def reference(conversion: str) -> opencc.OpenCC:
    """The converter that chipnews must agree with."""
    return opencc.OpenCC(conversion)


@cache
def character_table(name: str) -> dict[str, str]:
    """A dictionary of single characters as opencc-python-reimplemented ships it, first choice only."""
    path = Path(opencc.__file__).parent / "dictionary" / name
    pairs = (line.split("\t") for line in path.read_text(encoding="utf-8").split("\n") if line.strip())
    return {key: value.split()[0] for key, value in pairs}


# --- fold -------------------------------------------------------------------------------------------------------------


@given(mixed_text())
def test_fold_keeps_the_length(text: str) -> None:
    """Every code point folds to one code point, so offsets stay."""
    assert len(fold(text)) == len(text)


@given(mixed_text(), mixed_text())
def test_fold_works_code_point_by_code_point(left: str, right: str) -> None:
    """What stands beside a character never changes how it folds."""
    assert fold(left + right) == fold(left) + fold(right)


def test_fold_is_idempotent_over_all_of_unicode() -> None:
    """No code point folds to one that would fold further."""
    once = fold(EVERY_CODE_POINT)
    assert len(once) == len(EVERY_CODE_POINT)
    assert [(a, b) for a, b in zip(once, fold(once), strict=True) if a != b] == []


def test_fold_ignores_the_script_of_every_traditional_character() -> None:
    """A Traditional character and the Simplified one it is converted to fold alike."""
    pairs = character_table("TSCharacters.txt")
    assert {k: v for k, v in pairs.items() if fold(k) != fold(v)} == {}


def test_fold_ignores_the_script_of_every_simplified_character() -> None:
    """A Simplified character and the Traditional one it is converted to fold alike (钜 and 鉅)."""
    pairs = character_table("STCharacters.txt")
    assert {k: v for k, v in pairs.items() if fold(k) != fold(v)} == {}


@given(mixed_text())
def test_text_converted_by_character_folds_the_same(text: str) -> None:
    """Converting a text to Simplified character by character leaves its folded form."""
    table = character_table("TSCharacters.txt")
    assert fold("".join(table.get(char, char) for char in text)) == fold(text)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("輝達Ｈ２００晶片", "辉达h200晶片"),
        ("ＮＶＩＤＩＡ nVidia", "nvidia nvidia"),
        ("臺灣與台灣", "台湾与台湾"),
        ("衞星與衛星", "卫星与卫星"),
        ("着手與著手", "着手与着手"),
        ("⾦\uf90a", "金金"),
        ("阿達・洛夫", "阿达·洛夫"),
        ("ÉCOLE ΑΙ Ё", "école αι ё"),
        ("ﾊｰﾄﾞ", "ハート\u3099"),
        ("👩🏽 100％", "👩🏽 100%"),
    ],
)
def test_fold_joins_width_case_script_and_compatibility(written: str, folded: str) -> None:
    """Forms that readers take for one are one."""
    assert fold(written) == folded


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_fold_ignores_width_of_ascii(text: str) -> None:
    """Full-width Latin letters, digits and signs fold like the ordinary ones."""
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)
    assert fold(wide) == fold(text)


def test_lone_surrogates_fold_to_the_replacement_character() -> None:
    """What no codec holds can be matched against nothing and still has its place."""
    assert fold("a\ud800b\udfff") == "a\ufffdb\ufffd"


@pytest.mark.parametrize("mark", ["\u200b", "\u200c", "\u200d", "\u200e", "\u202e", "\u2060", "\u2066", "\ufeff", "\xad", "\ufe0f"])
def test_invisible_marks_are_put_aside(mark: str) -> None:
    """Zero-width marks, soft hyphens, bidi marks and variation selectors do not part the characters of a name."""
    assert fold(f"辉{mark}达") == f"辉{IGNORED}达"
    assert squeeze(fold(f"辉{mark}达")) == ("辉达", [0, 2])


@given(mixed_text())
def test_squeeze_tells_where_each_code_point_stood(text: str) -> None:
    """Squeezed text is the folded text at the kept offsets, and the rest is invisible."""
    folded = fold(text)
    squeezed, kept = squeeze(folded)
    if kept is None:
        assert squeezed == folded
    else:
        assert kept == sorted(set(kept))
        assert squeezed == "".join(folded[i] for i in kept)
        assert {folded[i] for i in set(range(len(folded))) - set(kept)} == {IGNORED}


# --- conversion -------------------------------------------------------------------------------------------------------


def test_the_eight_conversions_are_offered() -> None:
    """The names are those of opencc-python-reimplemented."""
    assert sorted(CONVERSIONS) == sorted(EIGHT)


@pytest.mark.parametrize("conversion", EIGHT)
@given(text=encodable_text())
def test_conversion_equals_the_reference_converter(conversion: str, text: str) -> None:
    """Mixed text converts as opencc-python-reimplemented converts it."""
    assert convert(text, conversion).text == reference(conversion).convert(text)


@pytest.mark.parametrize("conversion", EIGHT)
@given(text=st.lists(chinese(), max_size=12).map("".join))
def test_overlapping_phrases_convert_as_the_reference_converts_them(conversion: str, text: str) -> None:
    """Phrases that run into each other are taken in the order of the reference."""
    assert convert(text, conversion).text == reference(conversion).convert(text)


@pytest.mark.parametrize("conversion", EIGHT)
def test_phrases_of_the_dictionaries_convert_as_the_reference_converts_them(conversion: str) -> None:
    """A fifth of all keys and values of the dictionaries, each on its own line."""
    lines = dictionary_phrases()[EIGHT.index(conversion) % 5 :: 5]
    assert convert("\n".join(lines), conversion).text.split("\n") == reference(conversion).convert("\n".join(lines)).split("\n")


@given(mixed_text())
def test_no_text_is_refused(text: str) -> None:
    """Broken Unicode converts too, with a map that fits."""
    for conversion in ("tw2sp", "s2twp"):
        result, alignment = convert(text, conversion)
        assert (alignment.source_length, alignment.target_length) == (len(text), len(result))


def test_lone_surrogates_survive_conversion() -> None:
    """A surrogate stays where it is and bars no conversion around it."""
    assert convert("软件\ud800头发\udc00", "s2twp").text == "軟體\ud800頭髮\udc00"


def test_alignment_of_vocabulary_maps_words_as_wholes() -> None:
    """A word that the region names otherwise has no edges inside."""
    text, alignment = convert("與記憶體晶片", "tw2sp")
    assert text == "与内存芯片"
    assert [alignment.to_target(*span) for span in ((0, 1), (2, 3), (1, 4), (5, 6))] == [(0, 1), (1, 3), (1, 3), (3, 5)]


def test_alignment_of_script_stays_with_the_characters() -> None:
    """Where only the script changes, each character maps to its own."""
    text, alignment = convert("理发与发展", "s2t")
    assert text == "理髮與發展"
    assert all(alignment.to_target(i, i + 1) == (i, i + 1) for i in range(5))


@pytest.mark.parametrize("text", ["", "plain ASCII, 2025!", "，。\n"])
def test_text_without_chinese_stays(text: str) -> None:
    """Nothing to convert, nothing changed."""
    for conversion in EIGHT:
        result, alignment = convert(text, conversion)
        assert result == text
        assert alignment.is_identity


@given(mixed_text())
def test_encodable_text_can_be_encoded_and_keeps_its_length(text: str) -> None:
    """Only lone surrogates are replaced."""
    clean = encodable(text)
    clean.encode("utf-8")
    assert len(clean) == len(text)
    assert all(a == b or "\ud800" <= a <= "\udfff" for a, b in zip(text, clean, strict=True))


def test_language_tags_stand_for_conversions() -> None:
    """Tags and names resolve to names, and fold to itself."""
    assert {tag: resolve_target(tag) for tag in TARGETS} == {"zh-Hans": "t2s", "zh-Hant": "s2t", "zh-Hant-TW": "s2tw", "zh-Hant-HK": "s2hk"}
    assert [resolve_target(name) for name in (*EIGHT, "fold")] == [*EIGHT, "fold"]


@pytest.mark.parametrize(
    ("text", "counts"),
    [("", (0, 0)), ("輝達與华为", (3, 2)), ("AI 2025\ud800", (0, 0)), ("中文", (0, 0)), ("說说說", (2, 1)), ("台后里几干斗群峰", (0, 0))],
)
def test_script_counts_count_what_only_one_script_writes(text: str, counts: tuple[int, int]) -> None:
    """Characters that both scripts share count for neither."""
    assert script_counts(text) == counts


# --- protected names --------------------------------------------------------------------------------------------------

TAIWAN = {"字节跳动": "字節跳動", "摩尔线程": "摩爾線程", "长江存储": "長江存儲", "工业与安全局": "工業與安全局"}
FEW = Lexicon(
    [
        Entity("bytedance", "COMPANY", "ByteDance", {"tw": ("字節跳動",), "cn": ("字节跳动",)}),
        Entity("memory-works", "COMPANY", "Memory Works", {"cn": ("内存软件厂",)}),
        Entity("nvidia", "COMPANY", "NVIDIA", {"tw": ("輝達",), "hk": ("英偉達",), "cn": ("英伟达",)}),
    ]
)
FEW_NAMES = {
    "字节跳动": {"s2twp": "字節跳動", "s2hk": "字節跳動", "tw2sp": "字节跳动", "t2s": "字节跳动"},
    "字節跳動": {"s2twp": "字節跳動", "s2hk": "字節跳動", "tw2sp": "字节跳动", "t2s": "字节跳动"},
    "内存软件厂": {"s2twp": "內存軟件廠", "s2hk": "內存軟件廠", "tw2sp": "内存软件厂", "t2s": "内存软件厂"},
    "英偉達": {"s2twp": "英偉達", "s2hk": "英偉達", "tw2sp": "英伟达", "t2s": "英伟达"},
    "輝達": {"s2twp": "輝達", "s2hk": "輝達", "tw2sp": "辉达", "t2s": "辉达"},
}


@pytest.fixture(scope="module")
def few() -> Pipeline:
    """A pipeline that knows three companies."""
    return Pipeline(FEW, policy=False)


@pytest.mark.parametrize(("name", "expected"), TAIWAN.items())
def test_names_change_script_only(name: str, expected: str) -> None:
    """Regional vocabulary never rewrites a name of the lexicon, and rewrites the words beside it."""
    text, alignment = chipnews.normalize(f"{name}的软件，{name}", to="s2twp")
    assert text == f"{expected}的軟體，{expected}"
    assert alignment.to_target(0, len(name)) == (0, len(expected))
    assert alignment.to_source(len(expected) + 4, len(text)) == (len(name) + 4, 2 * len(name) + 4)


@pytest.mark.parametrize(("name", "expected"), TAIWAN.items())
def test_names_come_back(name: str, expected: str) -> None:
    """The Traditional form of a name returns to the Simplified one."""
    assert chipnews.normalize(expected, to="tw2sp").text == name


@pytest.mark.parametrize("conversion", ["s2twp", "s2hk", "tw2sp", "t2s"])
@settings(max_examples=50)
@given(name=st.sampled_from(sorted(FEW_NAMES)), before=filler(), after=filler())
def test_outside_names_the_pieces_are_converted(few: Pipeline, conversion: str, name: str, before: str, after: str) -> None:
    """The text before and after a name converts as the reference converts it alone, where no form makes another name of it."""
    assume([span.text for span in few.extract(f"{before}，{name}，{after}").spans] == [name])
    expected = reference(conversion).convert(before + "，") + FEW_NAMES[name][conversion] + reference(conversion).convert("，" + after)
    assert few.normalize(f"{before}，{name}，{after}", conversion).text == expected


@pytest.mark.parametrize("to", [*TARGETS, *EIGHT, "fold"])
@settings(max_examples=50)
@given(text=mixed_text())
def test_normalization_takes_any_text(to: str, text: str) -> None:
    """Names, marks and broken Unicode: there is always a result with a map that fits."""
    result, alignment = chipnews.normalize(text, to)
    assert alignment.to_target(0, len(text)) == (0, len(result))
    assert alignment.to_source(0, len(result)) == (0, len(text))


@given(mixed_text())
def test_fold_is_a_normalization_with_the_identity_map(text: str) -> None:
    """`normalize(to="fold")` is the fold that matching uses."""
    result, alignment = chipnews.normalize(text, "fold")
    assert result == fold(text)
    assert alignment.is_identity


def test_normalized_is_a_value() -> None:
    """The result pickles and unpacks."""
    result = chipnews.normalize("記憶體", "tw2sp")
    assert pickle.loads(pickle.dumps(result)) == result
    text, alignment = result
    assert (text, alignment) == (result.text, result.alignment)


def test_unknown_target_is_refused_with_the_choices() -> None:
    """The error lists what can be asked for."""
    with pytest.raises(ValueError, match="zh-Latn") as caught:
        chipnews.normalize("字", to="zh-Latn")
    assert all(choice in str(caught.value) for choice in ("fold", *TARGETS, *EIGHT))


@pytest.mark.parametrize("value", [b"text", None, 7, ["text"]])
def test_only_text_is_taken(value: object) -> None:
    """Anything but a string is a TypeError that names what came."""
    with pytest.raises(TypeError, match=type(value).__name__):
        chipnews.normalize(value)  # type: ignore[arg-type]


# --- an installation without its tables -------------------------------------------------------------------------------

_ASK = """
import chipnews
try:
    chipnews.normalize("软件", "s2twp")
except chipnews.ConversionDataError as error:
    assert isinstance(error, RuntimeError) and isinstance(error, chipnews.ChipnewsError)
    print(error)
"""


def _ask(code: str, path: Path) -> str:
    environment = {**os.environ, "PYTHONPATH": str(path), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", env=environment, check=True)
    assert done.stderr == ""
    return done.stdout


def _fake_opencc(tmp_path: Path) -> Path:
    package = tmp_path / "opencc"
    (package / "dictionary").mkdir(parents=True)
    (package / "config").mkdir()
    (package / "__init__.py").write_text("raise SystemExit('the other package was run')\n", encoding="utf-8")
    return package


def test_overwritten_tables_raise_an_error_that_names_the_repair(tmp_path: Path) -> None:
    """Where another package took the import name, its code is not run and the error says what to do."""
    _fake_opencc(tmp_path)
    message = _ask(_ASK, tmp_path)
    assert "pip install opencc-python-reimplemented" in message
    assert "pip uninstall -y opencc" in message
    assert str(tmp_path) in message


def test_missing_package_raises_an_error_that_names_the_repair(tmp_path: Path) -> None:
    """Where no package has the import name, the error says what to install."""
    hide = "import importlib.util as u\nfind = u.find_spec\nu.find_spec = lambda name, package=None: None if name == 'opencc' else find(name, package)\n"
    message = _ask(hide + _ASK, tmp_path)
    assert "no package named 'opencc'" in message
    assert "pip install opencc-python-reimplemented" in message


@pytest.mark.parametrize("damaged", ["characters", "config", "missing dictionary"])
def test_damaged_table_raises_an_error_that_names_file_and_repair(tmp_path: Path, damaged: str) -> None:
    """A table that cannot be read is named, with the command that brings it back."""
    package = _fake_opencc(tmp_path)
    characters = "no tab here\n" if damaged == "characters" else "軟\t软\n"
    for name in ("TSCharacters.txt", "STCharacters.txt", "TWVariants.txt", "HKVariants.txt"):
        (package / "dictionary" / name).write_text(characters, encoding="utf-8")
    (package / "config" / "t2s.json").write_text("{}", encoding="utf-8")
    chain = {"characters": '{"conversion_chain": []}', "config": "{", "missing dictionary": '{"conversion_chain": [{"dict": {"file": "Gone.txt"}}]}'}
    (package / "config" / "s2twp.json").write_text(chain[damaged], encoding="utf-8")
    message = _ask(_ASK, tmp_path)
    assert {"characters": "TSCharacters.txt", "config": "s2twp.json", "missing dictionary": "Gone.txt"}[damaged] in message
    assert "pip install --force-reinstall opencc-python-reimplemented" in message
