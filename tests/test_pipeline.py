"""The front door: extract, pipe, explain, and pipelines with names of one's own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import mixed_text

import chipnews
from chipnews import Document, Entity, Lexicon, Pipeline
from chipnews.terms.entry import SenseRule

ACME = Entity("acme", "COMPANY", "Acme", {"tw": ("甲乙丙",), "cn": ("甲乙丁",)}, aliases=("AcmeChip",))


@pytest.fixture(scope="module")
def small() -> Pipeline:
    """A pipeline that knows one company."""
    return Pipeline(Lexicon([ACME]))


def ids(doc: Document) -> list[tuple[str, str | None]]:
    """The names of a document with what they are linked to."""
    return [(span.text, span.entity) for span in doc.spans if span.label != "POLICY_ACTION"]


# --- the front door ---------------------------------------------------------------------------------------------------


def test_every_public_name_is_there() -> None:
    """What `__all__` promises can be had, and `dir` shows it."""
    assert all(hasattr(chipnews, name) for name in chipnews.__all__)
    assert set(chipnews.__all__) <= set(dir(chipnews))


def test_unknown_name_is_an_attribute_error() -> None:
    """A misspelt name fails as in any module."""
    with pytest.raises(AttributeError, match="'extrakt'"):
        chipnews.extrakt  # noqa: B018


def test_star_import_works() -> None:
    """`from chipnews import *` gives the public names in a fresh interpreter."""
    code = "from chipnews import *; assert extract('輝達').companies[0].entity == 'nvidia' and Pipeline and Span"
    assert subprocess.run([sys.executable, "-X", "utf8", "-c", code], check=False).returncode == 0


def test_module_functions_are_the_default_pipeline(pipeline: Pipeline) -> None:
    """The functions of the module and the methods of a pipeline give the same."""
    text = "商務部放行輝達H20晶片對華出口"
    assert chipnews.extract(text) == pipeline.extract(text)
    assert chipnews.explain(text) == pipeline.explain(text)
    assert chipnews.segment(text) == pipeline.segment(text)
    assert chipnews.detect_script(text) == pipeline.detect_script(text)
    assert chipnews.normalize(text) == pipeline.normalize(text)


# --- extract ----------------------------------------------------------------------------------------------------------


def test_extract_finds_names_and_acts(pipeline: Pipeline) -> None:
    """One sentence gives linked names and one action with its roles."""
    doc = pipeline.extract("美國商務部放行輝達H20晶片對華出口")
    assert {("美國", "country-us"), ("商務部", "us-doc"), ("輝達", "nvidia"), ("H20", "nvidia-h20"), ("華", "country-cn")} <= set(ids(doc))
    (action,) = doc.actions
    assert (action.text, action.type, action.direction) == ("放行", "license_decision", "relax")
    assert [span.text for span in action.actor] == ["商務部"]
    assert [span.text for span in action.object] == ["H20"]


@pytest.mark.parametrize("id_", [None, "a-1", "", 7, 0, -1])
def test_id_is_carried(pipeline: Pipeline, id_: str | int | None) -> None:
    """The id of a text stands in its document as it came."""
    assert pipeline.extract("輝達", id=id_).id == id_


def test_policy_can_be_left_out() -> None:
    """Without policy there are names and no actions."""
    doc = Pipeline(policy=False).extract("美國商務部放行輝達H20晶片對華出口")
    assert doc.actions == ()
    assert ("輝達", "nvidia") in ids(doc)


# --- pipe -------------------------------------------------------------------------------------------------------------


def test_pipe_takes_strings_and_pairs(pipeline: Pipeline) -> None:
    """Strings and (id, text) pairs may come mixed; one document goes out for each, in order."""
    docs = list(pipeline.pipe(["輝達", ("a-1", "英伟达"), (7, "台積電"), (None, "")]))
    assert [(doc.id, doc.text) for doc in docs] == [(None, "輝達"), ("a-1", "英伟达"), (7, "台積電"), (None, "")]
    assert [doc.spans[0].entity for doc in docs[:3]] == ["nvidia", "nvidia", "tsmc"]


@pytest.mark.parametrize("size", [1, 3])
def test_pipe_reads_a_batch_ahead(pipeline: Pipeline, size: int) -> None:
    """A stream without end is read a batch at a time; in batches of one, no text more than was answered."""
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield "輝達"

    stream = pipeline.pipe(endless(), batch_size=size)
    for answered in range(1, 8):
        assert next(stream).text == "輝達"
        assert taken == -(-answered // size) * size


def test_what_was_read_before_a_fault_is_answered(pipeline: Pipeline) -> None:
    """A source that breaks in the middle of a batch costs no document of what it gave."""

    def broken() -> Iterator[str]:
        yield from ("輝達", "台積電")
        raise OSError("the line is dead")

    stream = pipeline.pipe(broken())
    assert [next(stream).text, next(stream).text] == ["輝達", "台積電"]
    with pytest.raises(OSError, match="the line is dead"):
        next(stream)


@given(texts=st.lists(mixed_text(), max_size=7), size=st.integers(1, 4))
def test_batches_change_nothing(pipeline: Pipeline, texts: list[str], size: int) -> None:
    """A stream gives what each text alone gives."""
    assert list(pipeline.pipe(texts, batch_size=size)) == [pipeline.extract(text) for text in texts]


def test_batch_size_is_checked(pipeline: Pipeline) -> None:
    """A batch holds at least one text."""
    with pytest.raises(ValueError, match="batch_size must be at least 1, not 0"):
        pipeline.pipe([], batch_size=0)


def test_pipe_of_nothing_is_empty(pipeline: Pipeline) -> None:
    """No texts, no documents."""
    assert list(pipeline.pipe([])) == []


# --- explain ----------------------------------------------------------------------------------------------------------


def test_explain_shows_winners_and_losers(pipeline: Pipeline) -> None:
    """Of 高通 in 高通膨 and 高通 as a name one wins and one loses, each with a reason."""
    text = "高通膨下，高通獲利"
    verdicts = [v for v in pipeline.explain(text).verdicts if v.text == "高通"]
    assert [(v.start, v.end, v.entity) for v in verdicts] == [(0, 2, None), (5, 7, "qualcomm")]
    assert "膨" in verdicts[0].reason
    assert verdicts[1].reason


def test_explain_names_the_longer_name(pipeline: Pipeline) -> None:
    """A name that lost to a longer one says to which."""
    lost = [v for v in pipeline.explain("采用GB300 NVL72机柜").verdicts if v.entity is None and v.text == "GB300"]
    assert any("GB300 NVL72" in v.reason for v in lost)


def test_explain_tells_a_latin_edge(pipeline: Pipeline) -> None:
    """A code inside a longer code says where the longer one goes on."""
    lost = [v for v in pipeline.explain("出口H200").verdicts if v.entity is None]
    assert [(v.start, v.end, v.text) for v in lost if v.text == "H20"] == [(2, 5, "H20")]


def test_explain_gives_reasons_of_actions(pipeline: Pipeline) -> None:
    """Each action comes with the words that made it."""
    ((action, reasons),) = pipeline.explain("美國解除對華出口管制").actions
    assert action.direction == "relax"
    assert any("解除" in reason for reason in reasons)


def test_explanation_prints_as_a_table(pipeline: Pipeline) -> None:
    """`str` gives one line per verdict, + for winners and - for losers, and the actions."""
    explanation = pipeline.explain("美國商務部放行輝達H20晶片，高通膨")
    lines = str(explanation).split("\n")
    assert sum(" + " in line for line in lines) == sum(v.entity is not None for v in explanation.verdicts)
    assert any("- 高通" in line for line in lines)
    assert any("放行" in line and "license_decision" in line for line in lines)


@given(mixed_text())
def test_winners_are_the_spans(pipeline: Pipeline, text: str) -> None:
    """Every name has a winning verdict at its place and every winner a name, read alike; every verdict has a reason."""
    explanation = pipeline.explain(text)
    won = {(v.start, v.end): v.entity for v in explanation.verdicts if v.entity}
    names = {(s.start, s.end): s.entity for s in explanation.document.spans if s.label != "POLICY_ACTION"}
    assert won.keys() == names.keys()
    assert all(names[place] in (None, entity) for place, entity in won.items())
    assert all(v.reason for v in explanation.verdicts)


@given(mixed_text())
def test_verdicts_are_slices_in_order(pipeline: Pipeline, text: str) -> None:
    """Verdicts name the original text, stand in order, and no two are the same."""
    verdicts = pipeline.explain(text).verdicts
    assert all(0 <= v.start < v.end <= len(text) and text[v.start : v.end] == v.text for v in verdicts)
    assert [(v.start, -v.end) for v in verdicts] == sorted((v.start, -v.end) for v in verdicts)
    assert len(set(verdicts)) == len(verdicts)


# --- a lexicon of one's own -------------------------------------------------------------------------------------------


def test_own_lexicon_knows_its_names_only(small: Pipeline) -> None:
    """A custom lexicon replaces the shipped one; any region's form and any script will do."""
    assert ids(small.extract("甲乙丙、甲乙丁、AcmeChip與輝達")) == [("甲乙丙", "acme"), ("甲乙丁", "acme"), ("AcmeChip", "acme")]


def test_canonical_name_of_a_company_counts(small: Pipeline) -> None:
    """The English name of a company is one of its forms."""
    assert ids(small.extract("Acme財報")) == [("Acme", "acme")]


def test_policy_works_with_an_own_lexicon() -> None:
    """Actions bind to the entities of a custom lexicon."""
    pipeline = Pipeline(Lexicon([Entity("ministry", "AGENCY", "Ministry", {"tw": ("甲部",)}), Entity("x1", "PRODUCT", "X1", {}, aliases=("X1000",))]))
    (action,) = pipeline.extract("甲部放行X1000出口").actions
    assert ([s.entity for s in action.actor], [s.entity for s in action.object]) == (["ministry"], ["x1"])


def test_lexicons_add_up(pipeline: Pipeline) -> None:
    """`+` adds names to the shipped ones, and the right side wins where an id stands in both."""
    more = Pipeline(pipeline.lexicon + Lexicon([ACME, Entity("tsmc", "COMPANY", "Other", {"tw": ("戊己庚",)})]), policy=False)
    assert ids(more.extract("甲乙丙與輝達")) == [("甲乙丙", "acme"), ("輝達", "nvidia")]
    assert [(s.text, s.name) for s in more.extract("戊己庚").spans] == [("戊己庚", "Other")]
    assert [s.entity for s in pipeline.extract("甲乙丙").spans] == []


def test_empty_lexicon_finds_nothing() -> None:
    """A lexicon without entities is a lexicon."""
    assert Pipeline(Lexicon([])).extract("商務部放行輝達H20").spans == ()


def test_own_rules_guard_own_names() -> None:
    """A sense rule lets a name count where a supporting word stands near it."""
    pipeline = Pipeline(Lexicon([Entity("pear", "COMPANY", "Pear", {"tw": ("梨子",)})], [SenseRule("梨子", "pear", "some", ("手機",), ("水果",))]))
    assert ids(pipeline.extract("梨子推出手機")) == [("梨子", "pear")]
    assert ids(pipeline.extract("梨子很甜")) == []


def test_path_is_no_lexicon() -> None:
    """A path where a lexicon belongs raises TypeError and tells how to read one."""
    with pytest.raises(TypeError, match=r"not str.*Lexicon\.read"):
        Pipeline("names.tsv")  # type: ignore[arg-type]


def test_pipeline_says_what_it_is(small: Pipeline) -> None:
    """The repr tells how many entities it knows."""
    assert repr(small) == "Pipeline(<Lexicon of 1 entities>, policy=True)"


def test_unknown_normalisation_is_named(pipeline: Pipeline) -> None:
    """A target that does not exist is an error that lists those that do."""
    with pytest.raises(ValueError, match=r"'zh-Latn'.*zh-Hans.*tw2sp"):
        pipeline.normalize("輝達", "zh-Latn")


def test_pipelines_of_one_lexicon_share_its_index() -> None:
    """A second pipeline costs no second copy; another lexicon, equal or not, has an index of its own."""
    lexicon = Lexicon([Entity("pear", "COMPANY", "Pear", {"tw": ("梨子",)})])
    other = Lexicon([Entity("pear", "COMPANY", "Pear", {"tw": ("梨果",)})])
    assert Pipeline(lexicon)._index is Pipeline(lexicon, policy=False)._index is not Pipeline(other)._index
    assert [Pipeline(each).extract("梨子與梨果").companies[0].text for each in (lexicon, other)] == ["梨子", "梨果"]
