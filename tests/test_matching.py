"""Which strings count as a name: edges, variants, marks inside a name, and which of two overlapping names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chipnews import Entity, Lexicon, Pipeline


def found(pipeline: Pipeline, text: str) -> list[tuple[int, str, str | None]]:
    """Start, text and entity of each name."""
    return [(span.start, span.text, span.entity) for span in pipeline.extract(text).spans if span.label != "POLICY_ACTION"]


def linked(pipeline: Pipeline, text: str) -> set[tuple[str, str | None]]:
    """Text and entity of each name."""
    return {(surface, entity) for _, surface, entity in found(pipeline, text)}


def one(*forms: str, label: str = "COMPANY") -> Pipeline:
    """A pipeline with one entity for each form, whose id is the form."""
    return Pipeline(Lexicon([Entity(form, label, f"name ({form})", {"tw": (form,)}) for form in forms]), policy=False)


# --- edges between letters and characters -----------------------------------------------------------------------------


def test_h20_is_not_in_h200(pipeline: Pipeline) -> None:
    """A short code is no part of a longer one, and both stand side by side."""
    assert found(pipeline, "H200") == [(0, "H200", "nvidia-h200")]
    assert found(pipeline, "H20、H200") == [(0, "H20", "nvidia-h20"), (4, "H200", "nvidia-h200")]


@pytest.mark.parametrize("text", ["XH20", "H20X", "H200K", "8H20", "H201", "aH20", "H20é", "éH20", "ＸＨ２０", "Ｈ２０９"])
def test_code_inside_a_longer_word_is_no_name(pipeline: Pipeline, text: str) -> None:
    """A Latin letter or a digit right beside a code makes it another word, in any width."""
    assert ("nvidia-h20") not in {entity for _, _, entity in found(pipeline, f"採購{text}設備")}


BESIDE = ("出口H20芯片", "「H20」", "(H20)", "H20，", "H20。", "H20.", "H20!", "：H20/", "用H20来", "😀H20😀", "H20\n", "\u3000H20\u3000", "か H20")


@pytest.mark.parametrize("text", BESIDE)
def test_code_beside_anything_else_is_a_name(pipeline: Pipeline, text: str) -> None:
    """Characters, marks, emoji and white space end a code."""
    assert ("H20", "nvidia-h20") in linked(pipeline, text)


@pytest.mark.parametrize("text", ["www.nvidia.com", "press@nvidia.com", "nvidia@example.com", "NVIDIA.com", "nvidia_linux"])
def test_address_holds_no_name(pipeline: Pipeline, text: str) -> None:
    """A part of an address or a file name is no mention."""
    assert linked(pipeline, f"詳見{text}網頁") == set()


def test_sentence_may_end_in_a_latin_name(pipeline: Pipeline) -> None:
    """A full stop after a name is no address."""
    assert ("NVIDIA", "nvidia") in linked(pipeline, "該公司為NVIDIA. 另有他家")


# --- variants of one code ---------------------------------------------------------------------------------------------


DRESSES = ("H200", "h200", "H-200", "h-200", "Ｈ２００", "ｈ２００", "Ｈ－２００", "H\u2010200", "H\u2013200", "H2\u200b00", "H\u00ad200", "\u202dH200\u202c")
SPACES = ("GB200 NVL72", "GB200NVL72", "GB200-NVL72", "gb200 nvl72", "GB200\u3000NVL72", "ＧＢ２００　ＮＶＬ７２", "GB200\xa0NVL72", "GB200\tNVL72")


@pytest.mark.parametrize("text", DRESSES)
def test_code_in_every_dress(pipeline: Pipeline, text: str) -> None:
    """Case, width, hyphens and invisible marks make no other product."""
    assert [entity for _, _, entity in found(pipeline, f"採購{text}晶片") if entity != "tech-chips"] == ["nvidia-h200"]


@pytest.mark.parametrize("text", SPACES)
def test_name_of_two_codes(pipeline: Pipeline, text: str) -> None:
    """A space or hyphen between two codes may be left out or be of any kind; the name stays whole."""
    assert found(pipeline, f"交付{text}，") == [(2, text, "nvidia-gb200-nvl72")]


@pytest.mark.parametrize("text", ["昇騰910C", "昇騰 910C", "昇腾910C", "昇腾 910c", "昇騰９１０Ｃ"])
def test_name_of_characters_and_code(pipeline: Pipeline, text: str) -> None:
    """A space may stand between the characters and the code of one name."""
    assert [(start, surface) for start, surface, _ in found(pipeline, f"華為{text}，")] == [(0, "華為"), (2, text)]


def test_short_latin_name_counts_in_its_case_only() -> None:
    """Of a short name without digits the spelling matters; a long one may be written as one likes."""
    pipeline = one("ARM", "Qualcomm")
    assert linked(pipeline, "ARM、Arm、arm、ＡＲＭ") == {("ARM", "ARM"), ("ＡＲＭ", "ARM")}
    assert linked(pipeline, "QUALCOMM與qualcomm") == {("QUALCOMM", "Qualcomm"), ("qualcomm", "Qualcomm")}


# --- marks inside and around names ------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e", "\ufe0f", "\u200b\u200b"])
def test_invisible_mark_inside_a_name(pipeline: Pipeline, mark: str) -> None:
    """A name holds its invisible marks: the span covers them and the offsets are those of the text as given."""
    text = f"對{mark}輝{mark}達{mark}出口"
    ((start, surface, entity),) = found(pipeline, text)
    assert (surface, entity) == (f"輝{mark}達", "nvidia")
    assert text[start : start + len(surface)] == surface


@given(st.lists(st.sampled_from("\u200b\u200d\u2060\ufeff\u00ad"), min_size=8, max_size=8))
def test_marks_anywhere_change_no_name(pipeline: Pipeline, marks: list[str]) -> None:
    """Invisible marks strewn over a text leave its names."""
    text = "".join(char + mark for char, mark in zip("輝達與台積電H2", marks, strict=True)) + "00"
    assert [entity for _, _, entity in found(pipeline, text)] == ["nvidia", "tsmc", "nvidia-h200"]


@pytest.mark.parametrize("gap", ["，", "。", "x", "某", "😀"])
def test_visible_mark_breaks_a_name(pipeline: Pipeline, gap: str) -> None:
    """What a reader sees between two characters parts them."""
    assert ("nvidia") not in {entity for _, _, entity in found(pipeline, f"輝{gap}達")}


def test_names_stand_side_by_side(pipeline: Pipeline) -> None:
    """Names without a gap between them are all found."""
    assert found(pipeline, "輝達台積電H200") == [(0, "輝達", "nvidia"), (2, "台積電", "tsmc"), (5, "H200", "nvidia-h200")]


@pytest.mark.parametrize("text", ["輝達", "輝達。", "。輝達"])
def test_name_at_the_ends_of_the_text(pipeline: Pipeline, text: str) -> None:
    """The first and the last code point may belong to a name."""
    assert linked(pipeline, text) == {("輝達", "nvidia")}


# --- edges between characters -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("高通膨時代", "qualcomm"),
        ("高通胀时代", "qualcomm"),
        ("完美光影", "micron"),
        ("上海光机所", "hygon"),
        ("上海光機所", "hygon"),
        ("升华为气体", "huawei"),
        ("昇華為氣體", "huawei"),
        ("北京东城的胡同", "jd"),
        ("年中美光線充足", "micron"),
    ],
)
def test_word_across_the_edge_beats_the_name(pipeline: Pipeline, text: str, entity: str) -> None:
    """Where an ordinary word lies across the edge of a name, the name is not there."""
    assert not any(found_entity == entity or (found_entity or "").startswith(f"{entity}-") for _, _, found_entity in found(pipeline, text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("對華為禁售", "華為"),
        ("对华为出口", "华为"),
        ("高通與聯發科", "高通"),
        ("购买美光内存", "美光"),
        ("海光信息上涨", "海光信息"),
        ("京东方与京东", "京东"),
        ("輝達通膨數據", "輝達"),
    ],
)
def test_name_without_a_crossing_word_stands(pipeline: Pipeline, text: str, name: str) -> None:
    """The same names count where the words around leave them whole."""
    assert name in {surface for _, surface, _ in found(pipeline, text)}


# --- overlaps ---------------------------------------------------------------------------------------------------------


def test_longest_name_wins() -> None:
    """Of names that begin at one place the longest counts."""
    assert found(one("甲乙", "甲乙丙", "甲乙丙丁"), "甲乙丙丁，甲乙丙，甲乙") == [(0, "甲乙丙丁", "甲乙丙丁"), (5, "甲乙丙", "甲乙丙"), (9, "甲乙", "甲乙")]


def test_longer_name_wins_across() -> None:
    """Of names that cross the longer counts, wherever it begins."""
    pipeline = one("甲乙丙", "丙丁戊己")
    assert found(pipeline, "甲乙丙丁戊己") == [(2, "丙丁戊己", "丙丁戊己")]


def test_left_name_wins_among_equals() -> None:
    """Of names of one length that cross the left one counts."""
    assert found(one("甲乙丙", "丙丁戊"), "甲乙丙丁戊") == [(0, "甲乙丙", "甲乙丙")]


def test_name_freed_by_the_winner_counts() -> None:
    """In a chain of crossing names, one that touches no winner is kept."""
    assert found(one("甲乙丙丁", "丁戊", "戊己"), "甲乙丙丁戊己") == [(0, "甲乙丙丁", "甲乙丙丁"), (4, "戊己", "戊己")]


def test_order_of_the_lexicon_settles_no_overlap() -> None:
    """The same names in another order give the same spans."""
    forms = ("甲乙", "乙丙", "丙丁", "甲乙丙", "丁戊")
    texts = ["甲乙丙丁戊", "甲乙丙", "乙丙丁", "甲乙乙丙"]
    assert [found(one(*forms), t) for t in texts] == [found(one(*reversed(forms)), t) for t in texts]


def test_country_in_the_name_of_its_agency_is_kept(pipeline: Pipeline) -> None:
    """Nested in an agency its country stays, with the agency as its parent."""
    doc = pipeline.extract("消息稱墨西哥央行升息")
    agency, country = doc.spans[:2]
    assert (agency.text, agency.label, agency.parent) == ("墨西哥央行", "AGENCY", None)
    assert (country.text, country.label, country.parent) == ("墨西哥", "GPE", 0)


def test_country_in_the_name_of_a_company_is_not_kept(pipeline: Pipeline) -> None:
    """A company's name speaks of no country."""
    assert [surface for _, surface, _ in found(pipeline, "中國移動財報")] == ["中國移動"]


# --- one-character forms ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("美方表示", [(0, "country-us")]),
        ("對華出口", [(1, "country-cn")]),
        ("美中關係", [(0, "country-us"), (1, "country-cn")]),
        ("中美关系", [(0, "country-cn"), (1, "country-us")]),
        ("對華為出口", []),
        ("美好時光", []),
        ("最美中學", []),
        ("中心", []),
    ],
)
def test_one_character_stands_for_a_country_in_its_contexts(pipeline: Pipeline, text: str, expected: list[tuple[int, str]]) -> None:
    """One character is a country beside certain words only, and never inside other words or names."""
    assert [(span.start, span.entity) for span in pipeline.extract(text).spans if span.label == "GPE"] == expected


@pytest.mark.parametrize(
    ("text", "surface", "entity"),
    [("市場傳台積\n電將擴產", "台積\n電", "tsmc"), ("輝 達股價上漲", "輝 達", "nvidia"), ("板卡GeForce\nRTX 5090供貨", "GeForce\nRTX 5090", "nvidia-rtx-5090")],
)
def test_names_go_on_over_a_line_break_or_a_space(pipeline: Pipeline, text: str, surface: str, entity: str) -> None:
    """A break inside a name is part of its span."""
    assert (surface, entity) in [(span.text, span.entity) for span in pipeline.extract(text).spans]


@pytest.mark.parametrize("text", ["輿論都在談論台\n北京今日晴", "訂單轉向日\n本來就不多"])
def test_line_breaks_join_no_short_or_crossed_words(pipeline: Pipeline, text: str) -> None:
    """Two lines that only happen to meet make no name."""
    assert all("\n" not in span.text for span in pipeline.extract(text).spans)


@pytest.mark.parametrize(("text", "countries"), [("英、加、澳三國示警", ["英", "加", "澳"]), ("美、日、韓將會談", ["美", "日", "韓"]), ("真、善、美的追求", []), ("東、西、南三面", [])])
def test_one_character_countries_in_a_row(pipeline: Pipeline, text: str, countries: list[str]) -> None:
    """At least three in a row, all of them countries."""
    assert [span.text for span in pipeline.extract(text).places] == countries


@pytest.mark.parametrize("text", ["連B200號車位出售", "住在H200室"])
def test_numbers_of_rooms_are_no_codes(pipeline: Pipeline, text: str) -> None:
    """A code before 號 or 室 numbers a place."""
    assert pipeline.extract(text).products == ()
