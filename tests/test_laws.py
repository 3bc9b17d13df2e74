"""The contracts that hold for every text, hunted by Hypothesis or checked in processes of their own."""

from __future__ import annotations

import json
import multiprocessing
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from rich.console import Console
from strategies import marks, mixed_text, names

from chipnews import Document, Entity, Lexicon, Pipeline, PolicyAction, Span
from chipnews.display.html import fragment, page
from chipnews.display.terminal import rendered
from chipnews.normalization import fold

CASES = Path(__file__).parent / "cases"
TEXTS = (
    "美國商務部週三有條件放行輝達H20晶片對華出口，但Blackwell系列仍維持禁令。川普說，此案將逐案審查。",
    "工信部据悉拟把华为昇腾、寒武纪思元纳入采购目录；商务部未否认将再把两家美企列入不可靠实体清单。",
    "超微的MI308與輝達的H20同遭限制，荷蘭政府則考慮收緊艾司摩爾浸潤式設備的出口許可。",
    "央行認為利率合宜；財政部、經濟部與國會仍在協商，印度亦然。",
    "蘋果與小米都漲，聯想下跌；水果攤的蘋果一斤三十元，小米粥也不貴。",
    "高通膨拖累高通，上海光机所没有海光，升华为气体的不是华为。",
    "\ufeffＨ２００\u200b與GB300-NVL72😀：英\u200b偉達稱「不受限制」。\r\n\x00\ud800末行",
)
ACTS = ("放行", "禁售", "擬解除", "维持禁令", "列入實體清單", "加徵關稅", "對華", "获准出口", "並未放寬", "補貼", "反壟斷調查")
LINKS = ("，", "。", "\n", "據傳", "有條件", "對", "被", "的", "與", "由")
FREQUENT = ("美國", "商務部", "輝達", "H20", "芯片", "央行", "工信部", "中國")


def news(max_pieces: int = 12) -> st.SearchStrategy[str]:
    """Names, words of policy and marks in any order, so that many acts are framed."""
    piece = st.one_of(names(), *(st.sampled_from(words) for words in (ACTS, LINKS, FREQUENT)), marks())
    return st.lists(piece, max_size=max_pieces).map("".join)


def any_text() -> st.SearchStrategy[str]:
    """Whatever a ``str`` can hold, half of it policy news."""
    return st.one_of(news(), mixed_text())


@cache
def case_texts() -> tuple[str, ...]:
    """The texts of all labelled cases, and of this file."""
    lines = [line for path in sorted(CASES.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return (*TEXTS, *(json.loads(line)["text"] for line in lines))


def marked(doc: Document) -> list[Span | PolicyAction]:
    """Everything in a document that has offsets."""
    roles = [span for a in doc.actions for span in (*a.actor, *a.target, *a.object, *((a.instrument,) if a.instrument else ()))]
    return [*doc.spans, *doc.actions, *roles]


# --- 1: offsets -------------------------------------------------------------------------------------------------------


@given(any_text())
def test_every_offset_is_exact(pipeline: Pipeline, text: str) -> None:
    """The text stays as given, and each span and action is the very slice that its offsets name."""
    doc = pipeline.extract(text)
    assert doc.text == text
    for item in marked(doc):
        assert 0 <= item.start < item.end <= len(text)
        assert text[item.start : item.end] == item.text


@given(any_text())
@example("1974年貿易法放行Alibaba International")
def test_scores_and_labels_are_in_range(pipeline: Pipeline, text: str) -> None:
    """Scores lie in [0, 1], and every linked span names an entity of the lexicon with that label."""
    for span in pipeline.extract(text).spans:
        assert 0 <= span.score <= 1
        assert span.entity is None or pipeline.lexicon[span.entity].label == span.label
        assert span.source in ("lexicon", "pattern", "local_alias", "phrase")


@given(any_text())
@example("1974年貿易法放行Alibaba International")
def test_noun_phrases_are_cut_out_of_no_name(pipeline: Pipeline, text: str) -> None:
    """What an action is about may hold names, but is no part of one."""
    spans = pipeline.extract(text).spans
    names = [span for span in spans if span.source != "phrase" and span.label != "POLICY_ACTION"]
    assert not any(phrase.overlaps(name) and not phrase.contains(name) for phrase in spans if phrase.source == "phrase" for name in names)


@given(any_text())
def test_spans_are_sorted_and_unlike(pipeline: Pipeline, text: str) -> None:
    """Spans stand by (start, -end), and none stands twice."""
    spans = pipeline.extract(text).spans
    assert [(s.start, -s.end) for s in spans] == sorted((s.start, -s.end) for s in spans)
    assert len({(s.start, s.end, s.label, s.entity) for s in spans}) == len(spans)


@given(any_text())
def test_parent_is_the_smallest_span_around(pipeline: Pipeline, text: str) -> None:
    """A parent is another name that really encloses its child, and no smaller name lies between them."""
    spans = pipeline.extract(text).spans
    for place, span in enumerate(spans):
        if span.label == "POLICY_ACTION" or span.source == "phrase":
            assert span.parent is None
            continue
        around = [other for i, other in enumerate(spans) if i != place and other.label != "POLICY_ACTION" and other.source != "phrase" and other.contains(span)]
        if span.parent is None:
            assert around == []
        else:
            assert spans[span.parent] in around
            assert spans[span.parent].end - spans[span.parent].start == min(other.end - other.start for other in around)


@given(any_text())
def test_roles_are_spans_of_the_document(pipeline: Pipeline, text: str) -> None:
    """Actors, targets, objects and instruments stand among the spans, as does the trigger; a condition stands in the text."""
    doc = pipeline.extract(text)
    for action in doc.actions:
        assert {*action.actor, *action.target, *action.object} <= set(doc.spans)
        assert action.instrument is None or action.instrument in doc.spans
        assert any(s.label == "POLICY_ACTION" and (s.start, s.end) == (action.start, action.end) for s in doc.spans)
        assert action.condition is None or action.condition in text


@given(any_text())
def test_policy_adds_to_the_entities_and_changes_none(pipeline: Pipeline, entities_only: Pipeline, text: str) -> None:
    """Without policy frames the names are the same; an action adds its trigger and the noun phrases it is about."""
    keys = [(s.start, s.end, s.label, s.entity, s.score) for s in pipeline.extract(text).spans if s.label != "POLICY_ACTION" and s.source != "phrase"]
    assert [(s.start, s.end, s.label, s.entity, s.score) for s in entities_only.extract(text).spans] == keys


@pytest.fixture(scope="module")
def entities_only() -> Pipeline:
    """A pipeline that frames no actions."""
    return Pipeline(policy=False)


# --- 2: determinism ---------------------------------------------------------------------------------------------------

REPORT = """
import json, sys
from chipnews import Pipeline
pipeline = Pipeline()
for text in json.load(sys.stdin):
    print(pipeline.extract(text).to_json(), ascii(str(pipeline.explain(text))), ascii(pipeline.normalize(text, "s2twp")), ascii(pipeline.segment(text)))
    print(ascii(pipeline.detect_script(text)))
"""


def run(code: str, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh interpreter."""
    environment = {**os.environ, "PYTHONUTF8": "1", **env}
    return subprocess.run([sys.executable, "-c", code], input=stdin, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)


def test_hash_seed_changes_nothing() -> None:
    """Processes with other hash seeds print the same bytes."""
    texts = json.dumps(case_texts()[:150])
    reports = [run(REPORT, texts, PYTHONHASHSEED=seed) for seed in ("0", "4242")]
    assert [r.stderr for r in reports] == ["", ""]
    assert reports[0].stdout.count("\n") == 2 * len(json.loads(texts))
    assert reports[0].stdout == reports[1].stdout


def test_order_of_documents_changes_nothing() -> None:
    """A pipeline that has met other texts before gives what a fresh one gives."""
    forth, back = Pipeline(), Pipeline()
    first = {text: forth.extract(text) for text in case_texts()}
    assert {text: back.extract(text) for text in reversed(case_texts())} == first
    assert {text: back.extract(text) for text in case_texts()} == first


@given(any_text())
def test_explaining_changes_nothing(pipeline: Pipeline, text: str) -> None:
    """The document of an explanation is the document of extraction."""
    assert pipeline.explain(text).document == pipeline.extract(text)


# --- 3: scripts -------------------------------------------------------------------------------------------------------


@cache
def characters(name: str) -> dict[int, str]:
    """A character table of opencc-python-reimplemented, first choice only, for `str.translate`."""
    spec = find_spec("opencc")
    assert spec is not None
    assert spec.origin is not None
    lines = (Path(spec.origin).parent / "dictionary" / name).read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if line.strip()]
    return {ord(key): value.split()[0] for key, value in pairs}


def found(doc: Document) -> tuple[object, ...]:
    """Spans, ids and actions of a document, without the characters they are written in."""
    spans = tuple((s.start, s.end, s.label, s.entity, fold(s.name or ""), s.source, s.parent) for s in doc.spans)
    places = {span: i for i, span in enumerate(doc.spans)}
    actions = tuple(
        (a.start, a.end, a.type, a.direction, a.status, a.negated, a.condition is None, *([places[s] for s in role] for role in (a.actor, a.target, a.object)))
        for a in doc.actions
    )
    return spans, actions


@pytest.mark.parametrize("table", ["TSCharacters.txt", "STCharacters.txt"])
@given(text=any_text())
def test_script_of_any_text_changes_nothing(pipeline: Pipeline, table: str, text: str) -> None:
    """Converted character by character, a text holds the same spans, ids and actions."""
    assert found(pipeline.extract(text.translate(characters(table)))) == found(pipeline.extract(text))


@pytest.mark.parametrize("table", ["TSCharacters.txt", "STCharacters.txt"])
def test_script_of_the_cases_changes_nothing(pipeline: Pipeline, table: str) -> None:
    """Converted character by character, the labelled cases hold the same spans, ids and actions."""
    changed = [text for text in case_texts() if found(pipeline.extract(text.translate(characters(table)))) != found(pipeline.extract(text))]
    assert changed == []


@pytest.mark.parametrize("text", ["央行認為利率合宜", "財政部發行公債", "国会将表决", "外交部與經濟部會商", "最高法院駁回上訴"])
def test_script_decides_no_shared_name(pipeline: Pipeline, text: str) -> None:
    """Where nothing but the script tells the country of an agency, the script does not decide it either."""
    ids = {tuple(s.entity for s in pipeline.extract(text.translate(table)).spans) for table in (characters("TSCharacters.txt"), characters("STCharacters.txt"))}
    assert len(ids) == 1


# --- 4: no text raises ------------------------------------------------------------------------------------------------


@given(any_text())
def test_no_text_raises(pipeline: Pipeline, text: str) -> None:
    """Every way through the house takes every string."""
    doc = pipeline.extract(text)
    str(pipeline.explain(text))
    pipeline.detect_script(text)
    for target in ("fold", "zh-Hans", "zh-Hant-TW", "tw2sp", "s2twp"):
        pipeline.normalize(text, target)
    assert "".join(word.text for word in pipeline.segment(text)) == text
    doc.to_json().encode()
    fragment(doc).encode()
    page([doc]).encode()
    Console(file=StringIO(), width=80).print(rendered(doc))


TINY = ("", " ", "\0", "\n", "\ud800", "\udfff\ud800", chr(0xD83D) + chr(0xDE00), "😀", "\u202e\u2066\u200f", "\u200b", "\u0301", "\U0010ffff", "\uffff")


@pytest.mark.parametrize("text", TINY)
def test_tiny_text_has_no_names(pipeline: Pipeline, text: str) -> None:
    """Text without a word gives an empty document, not an error."""
    doc = pipeline.extract(text)
    assert (doc.text, doc.spans, doc.actions) == (text, (), ())


CALLS: list[Callable[[Pipeline, Any], object]] = [
    Pipeline.extract,
    Pipeline.explain,
    Pipeline.normalize,
    Pipeline.segment,
    Pipeline.detect_script,
    lambda pipeline, value: list(pipeline.pipe([value])),
    lambda pipeline, value: list(pipeline.pipe([("id", value)])),
]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("value", [None, b"\xe8\xbc\x9d", bytearray(b"x"), 200, 2.5, ["輝達"], {"text": "輝達"}, Path("a.txt")])
def test_wrong_type_is_named(pipeline: Pipeline, call: Callable[[Pipeline, Any], object], value: Any) -> None:
    """What is no string raises TypeError with the type that came."""
    with pytest.raises(TypeError, match=f"str.*, not {type(value).__name__}"):
        call(pipeline, value)


@pytest.mark.parametrize("pair", [(), ("a-1",), ("a-1", "輝達", "extra")])
def test_wrong_pair_is_named(pipeline: Pipeline, pair: Any) -> None:
    """A tuple that is no pair of an id and a text raises TypeError too, and the message says what a pair is."""
    with pytest.raises(TypeError, match="pair"):
        list(pipeline.pipe([pair]))


# --- 5: cost ----------------------------------------------------------------------------------------------------------


def test_two_million_characters_on_one_line(pipeline: Pipeline) -> None:
    """A line of two million characters is a text like any other, and its last name is found where it stands."""
    filler = "市場昨日的交易十分清淡，買賣雙方都在等待下一季的數字。" * 60
    part = f"美國商務部放行輝達H20晶片對華出口，{filler}"
    line = part * (2_000_000 // len(part) + 1) + "台積電"
    doc = pipeline.extract(line)
    assert len(line) > 2_000_000
    assert (doc.spans[-1].entity, doc.spans[-1].start) == ("tsmc", len(line) - 3)
    assert len(doc.actions) == line.count("放行")


@pytest.mark.parametrize("end", ["，", "。", "\n"])
@pytest.mark.parametrize(
    "sentence",
    [
        "輝達H20晶片與台積電",
        "高通膨壓力，蘋果、小米與聯想，升华为气体",
        "美國商務部放行輝達H200晶片對華出口",
        "官員說將維持管制並考慮放寬關稅",
        "央行與財政部、商務部",
        "暫停實施出口管制",
        "对美",
        "由嵐岳半導體（以下簡稱嵐岳）宣布，執行長顏硯舟表示，嵐岳將擴產",
        "英特爾執行長陳立武到訪，陳稱不裁員，英、加、澳三國、台積\n電",
        "葡萄牙數位經濟部與商務部國際合作司，杭州嵐岳微電子股份有限公司，昇騰980PR，麥崙禮(Michael Renley)",
    ],
)
def test_work_grows_with_the_length_of_the_text(pipeline: Pipeline, sentence: str, end: str) -> None:
    """Four times the text takes about four times the steps (lines of chipnews run), whatever the clock says."""
    steps(pipeline, (sentence + end) * 10)
    few, many = steps(pipeline, (sentence + end) * 60), steps(pipeline, (sentence + end) * 240)
    assert many < 5 * few


def steps(pipeline: Pipeline, text: str) -> int:
    """How many lines of chipnews one extraction runs, turns of one-line loops included."""
    count = 0

    def line(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += 1
        return line

    def call(frame: FrameType, event: str, argument: object) -> Any:
        return line if "chipnews" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        pipeline.extract(text)
    finally:
        sys.settrace(before)
    return count


# --- 6: pipelines in other hands --------------------------------------------------------------------------------------


def test_pipeline_pickles(pipeline: Pipeline) -> None:
    """A pipeline goes through pickle and gives the same documents; the shipped lexicon does not travel with it."""
    data = pickle.dumps(pipeline)
    assert len(data) < 1000
    assert [pickle.loads(data).extract(text) for text in TEXTS] == [pipeline.extract(text) for text in TEXTS]


def test_pipeline_with_a_lexicon_of_its_own_pickles() -> None:
    """The names of a custom lexicon and the choice about policy travel with the pipeline."""
    before = Pipeline(Lexicon([Entity("acme", "COMPANY", "Acme", {"tw": ("甲乙丙",)})]), policy=False)
    after = pickle.loads(pickle.dumps(before))
    assert after.extract("甲乙丙放行輝達") == before.extract("甲乙丙放行輝達")
    assert [s.entity for s in after.extract("甲乙丙").spans] == ["acme"]
    assert after.policy is False


def test_document_pickles(pipeline: Pipeline) -> None:
    """A document goes through pickle unchanged."""
    doc = pipeline.extract(TEXTS[0])
    assert pickle.loads(pickle.dumps(doc)) == doc


def test_threads_share_a_pipeline() -> None:
    """Threads that meet the names of a fresh pipeline together get what one thread gets."""
    texts = [text for text in case_texts() for _ in range(2)]
    fresh, alone = Pipeline(), Pipeline()
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(fresh.extract, texts))
    assert together == [alone.extract(text) for text in texts]


def test_spawned_workers_share_nothing(pipeline: Pipeline) -> None:
    """A worker started anew gives the same documents, ids and all."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert list(pool.map(pipeline.extract, TEXTS)) == [pipeline.extract(text) for text in TEXTS]


@pytest.mark.parametrize("name", ["policy", "lexicon"])
def test_pipeline_cannot_be_changed(name: str) -> None:
    """After construction a pipeline stays as it is: setting what it was made with raises."""
    pipeline = Pipeline(Lexicon([]), policy=False)
    with pytest.raises(AttributeError):
        setattr(pipeline, name, None)


# --- 7: no side effects -----------------------------------------------------------------------------------------------


@pytest.fixture
def quiet(tmp_path: Path) -> dict[str, str]:
    """An environment whose temporary folder, cache and working folder are new and empty."""
    for name in ("temporary", "cache", "home"):
        (tmp_path / name).mkdir()
    folders = {"TMPDIR": "temporary", "TEMP": "temporary", "XDG_CACHE_HOME": "cache", "LOCALAPPDATA": "cache", "HOME": "home"}
    return {name: str(tmp_path / folder) for name, folder in folders.items()}


def files(folder: str | Path) -> list[str]:
    """Names of all files under a folder."""
    return sorted(path.name for path in Path(folder).rglob("*") if path.is_file())


def test_import_does_nothing(quiet: dict[str, str], tmp_path: Path) -> None:
    """`import chipnews` prints nothing, writes nothing and imports nothing heavy."""
    heavy = ("spacy", "jieba", "opencc", "pandas", "pyarrow", "pyspark", "numpy", "rich", "typer", "ahocorasick_rs", "IPython")
    done = run(f"import sys, chipnews; print(','.join(set({heavy!r}) & set(sys.modules)), end='')", **quiet)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
    assert files(tmp_path) == []


def test_work_is_quiet(quiet: dict[str, str]) -> None:
    """Extracting, cutting words and converting print nothing and leave nothing in the shared temporary folder."""
    calls = "chipnews.extract(t), chipnews.explain(t), chipnews.segment(t), chipnews.normalize(t, 's2twp'), chipnews.detect_script(t)"
    done = run(f"import warnings; warnings.simplefilter('always'); import chipnews; t = {TEXTS[5]!r}; {calls}", **quiet)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
    assert files(quiet["TMPDIR"]) == []


def test_cache_that_cannot_be_written_does_no_harm(quiet: dict[str, str], tmp_path: Path) -> None:
    """On a read-only file system the answers are the same and nothing is said."""
    (tmp_path / "file").write_text("")
    code = f"import chipnews; print(ascii([chipnews.extract({TEXTS[5]!r}), chipnews.segment({TEXTS[5]!r})]))"
    usual, barred = run(code, **quiet), run(code, **{**quiet, "XDG_CACHE_HOME": str(tmp_path / "file")})
    assert (barred.stderr, barred.returncode) == ("", 0)
    assert barred.stdout == usual.stdout


def test_jieba_of_others_is_left_alone(quiet: dict[str, str]) -> None:
    """Names of the lexicon never reach jieba's own tokenizer, its dictionary or its log."""
    code = """
import logging, jieba
level = jieba.default_logger.level
import chipnews
cut = chipnews.segment("对字节跳动与寒武纪出口")
assert [w.text for w in cut][1] == "字节跳动", cut
assert not jieba.dt.initialized and not jieba.dt.FREQ and not jieba.user_word_tag_tab
assert jieba.default_logger.level == level
"""
    done = run(code, **quiet)
    assert (done.stderr, done.returncode) == ("", 0)


# --- 8: records -------------------------------------------------------------------------------------------------------


@given(any_text(), st.one_of(st.none(), st.integers(), st.text()))
def test_record_gives_the_document_back(pipeline: Pipeline, text: str, id_: str | int | None) -> None:
    """`from_dict` undoes `to_dict`."""
    doc = pipeline.extract(text, id=id_)
    assert Document.from_dict(doc.to_dict()) == doc


@given(any_text())
def test_json_gives_the_document_back(pipeline: Pipeline, text: str) -> None:
    """A line of JSON gives the document back, lone surrogates included; only two that form a pair are one character in JSON."""
    assume(not re.search("[\ud800-\udbff][\udc00-\udfff]", text))
    doc = pipeline.extract(text)
    line = doc.to_json()
    line.encode()
    assert "\n" not in line
    assert Document.from_dict(json.loads(line)) == doc
