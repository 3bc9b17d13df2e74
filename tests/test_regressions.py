"""What other tools got wrong, each complaint once: the rows marked [R] of the survey of users, by row number."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from chipnews import Entity, Lexicon, Pipeline


def found(pipeline: Pipeline, text: str) -> list[tuple[str, str | None]]:
    """Text and entity of each name."""
    return [(span.text, span.entity) for span in pipeline.extract(text).spans if span.label != "POLICY_ACTION"]


def words(pipeline: Pipeline, text: str) -> list[str]:
    """The words of a text."""
    return [word.text for word in pipeline.segment(text)]


@pytest.mark.parametrize("text", ["对华为出口芯片", "美国对华为禁售", "對華為供貨", "英伟达与台积电", "东莞扩建华为产线"])
def test_row_1_words_cut_no_name(pipeline: Pipeline, text: str) -> None:
    """Words cut names: 对华为 becomes 对华/为, 英伟达 becomes 英/伟达, and a span of the name cannot be made."""
    name = next(name for name in ("华为", "華為", "英伟达") if name in text)
    (span,) = (span for span in pipeline.extract(text).spans if span.text == name)
    assert (span.start, span.end) == (text.index(name), text.index(name) + len(name))
    assert name in words(pipeline, text)


def test_row_3_names_may_hold_spaces(pipeline: Pipeline) -> None:
    """A term with a space cannot be entered: adding "GB300 NVL72" has no effect."""
    assert ("GB300 NVL72", "nvidia-gb300-nvl72") in found(pipeline, "鴻海出貨GB300 NVL72機櫃")
    assert "GB300 NVL72" in words(pipeline, "鴻海出貨GB300 NVL72機櫃")
    own = Pipeline(Lexicon([Entity("x", "COMPANY", "X", {"tw": ("甲 乙 丙",)}, aliases=("Two Words 某",))]))
    assert found(own, "訪甲 乙 丙與Two Words 某") == [("甲 乙 丙", "x"), ("Two Words 某", "x")]


def test_row_4_a_short_entry_cuts_no_longer_code(pipeline: Pipeline) -> None:
    """A short entry cuts a longer Latin word: 思元590X becomes 思元590/X."""
    assert ("思元590", "cambricon-siyuan-590") in found(pipeline, "采购思元590，")
    assert "思元590" not in {text for text, _ in found(pipeline, "采购思元590X，")}
    assert not {"思元590", "X"} & set(words(pipeline, "采购思元590X，"))
    own = Pipeline(Lexicon([Entity("x", "PRODUCT", "X", aliases=("泓元590",))]))  # a code of no known family
    assert [found(own, text) for text in ("采购泓元590，", "采购泓元590X，")] == [[("泓元590", "x")], []]


def test_row_5_names_end_between_scripts(pipeline: Pipeline) -> None:
    r"""`\b` sees no edge between 口 and H, so a deny list finds nothing in 出口H200芯片."""
    assert ("H200", "nvidia-h200") in found(pipeline, "出口H200芯片")


def test_row_8_full_width_names_are_names(pipeline: Pipeline) -> None:
    """Full-width Ｈ２００ falls apart into four words."""
    assert found(pipeline, "採購Ｈ２００") == [("Ｈ２００", "nvidia-h200")]
    assert "Ｈ２００" in words(pipeline, "採購Ｈ２００")


@pytest.mark.parametrize(("name", "expected"), [("字节跳动", "字節跳動"), ("摩尔线程", "摩爾線程")])
@pytest.mark.parametrize("to", ["s2t", "s2tw", "s2twp", "s2hk", "zh-Hant-TW"])
def test_row_9_converting_renames_no_company(pipeline: Pipeline, name: str, expected: str, to: str) -> None:
    """The converter translates company names: 字节跳动 becomes 位元組跳動, 摩尔线程 becomes 摩爾執行緒."""
    text, alignment = pipeline.normalize(f"据称{name}", to)
    assert text.endswith(expected)
    assert alignment.to_target(2, 6) == (2, 6)


@pytest.mark.parametrize(("name", "expected"), [("工业与安全局", "工業與安全局"), ("长江存储", "長江存儲")])
def test_row_10_regional_words_break_no_name(pipeline: Pipeline, name: str, expected: str) -> None:
    """s2twp breaks the domain: 工业与安全局 becomes 工業與安全域性, 长江存储 becomes 長江儲存."""
    assert pipeline.normalize(f"{name}的信息", "s2twp").text == f"{expected}的資訊"


def test_row_11_the_tables_are_the_pinned_ones(tmp_path: Path) -> None:
    """Two packages share the import name opencc and disagree; which one answers is luck, and one overwrites the other."""
    (tmp_path / "opencc").mkdir()
    (tmp_path / "opencc" / "__init__.py").write_text("raise SystemExit('the code of another opencc was run')")
    code = "import chipnews\ntry: chipnews.normalize('\\u8a18\\u61b6\\u9ad4', 'tw2sp')\nexcept chipnews.ConversionDataError as error: print(ascii(str(error)))"
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "opencc-python-reimplemented" in done.stdout
    assert str(tmp_path) in done.stdout
    assert "pip " in done.stdout


def test_row_11_the_answer_is_fixed(pipeline: Pipeline) -> None:
    """For 輝達 in tw2sp one package says 英伟达, the other 辉达: a name changes script only, and its identity is the lexicon's."""
    assert pipeline.normalize("輝達的記憶體", "tw2sp").text == "辉达的内存"
    assert found(pipeline, "辉达") == [("辉达", "nvidia")]


@pytest.mark.parametrize(
    ("forms", "entity"),
    [
        (("艾司摩爾設備", "阿斯麥設備", "阿斯麦设备", "艾司摩尔设备", "ASML設備"), "asml"),
        (("超微的MI300晶片", "AMD的MI300晶片", "超威的MI300芯片", "超微半導體的MI300晶片"), "amd"),
        (("川普關稅", "特朗普關稅", "特朗普关税", "川普关税"), "donald-trump"),
        (("輝達晶片", "英偉達晶片", "英伟达芯片", "NVIDIA晶片", "Nvidia晶片"), "nvidia"),
    ],
)
def test_row_13_regions_name_one_thing(pipeline: Pipeline, forms: tuple[str, ...], entity: str) -> None:
    """Conversion leaves 艾司摩爾, 超微 and 川普 as Taiwan's names, which nothing joins with 阿斯麦, AMD and 特朗普."""
    assert [next((id_ for _, id_ in found(pipeline, text) if id_ == entity), text) for text in forms] == [entity] * len(forms)


def test_row_21_a_failed_longer_name_hides_no_shorter_one() -> None:
    """Longest-match search drops matches: where 国家知识产权局 begins and does not end, 知识产权 inside is lost too."""
    pipeline = Pipeline(Lexicon([Entity(name, "TECHNOLOGY", name, {"cn": (name,)}) for name in ("国家知识产权局", "知识产权", "产权局长")]))
    assert found(pipeline, "国家知识产权") == [("知识产权", "知识产权")]
    assert found(pipeline, "国家知识产权局") == [("国家知识产权局", "国家知识产权局")]
    assert found(pipeline, "国家知识产权，知识产权局长") == [("知识产权", "知识产权"), ("知识产权", "知识产权")]


def test_row_22_adjacent_names_are_both_found(pipeline: Pipeline) -> None:
    """Adjacent words are lost: in 英伟达芯片 the 芯片 is missed."""
    assert found(pipeline, "英伟达芯片") == [("英伟达", "nvidia"), ("芯片", "tech-chips")]


def test_a_ticker_in_brackets_is_no_second_mention(pipeline: Pipeline) -> None:
    """A ticker with its market after a name, where the ticker is a name of the company too."""
    assert [span.text for span in pipeline.extract("Meta(META-US)上漲，AMD (AMD-US)跟進").ents] == ["Meta", "AMD"]
