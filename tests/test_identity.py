"""Forms that a text introduces for itself link to the name they were introduced with."""

from __future__ import annotations

import pytest

from chipnews.document import surface_id
from chipnews.pipeline import Pipeline


@pytest.mark.parametrize(
    ("text", "short", "entity"),
    [
        ("台積電（以下簡稱「積電」）公布財報，積電營收創高", "積電", "tsmc"),
        ("聞泰科技公告，聞泰將出售資產", "聞泰", "wingtech"),
        ("英特爾執行長陳立武到訪。陳稱不裁員", "陳", "lip-bu-tan"),
        ("英特爾執行長陳立武到訪，陳又稱不裁員", "陳", "lip-bu-tan"),
    ],
)
def test_short_forms_link_to_the_listed_name(pipeline: Pipeline, text: str, short: str, entity: str) -> None:
    """By definition, by the name without its form, by surname before a verb of speech."""
    assert (short, entity) in [(span.text, span.entity) for span in pipeline.extract(text).spans]


@pytest.mark.parametrize(
    "text",
    [
        "蘄嵐微電子有限公司（以下簡稱「蘄嵐」）遞件，蘄嵐去年虧損",
        "送件的蘄嵐智能科技（下稱蘄嵐）強調，蘄嵐明年掛牌",
        "由蘄嵐半導體宣布，蘄嵐將擴產",
    ],
)
def test_short_forms_of_unlisted_names_share_their_id(pipeline: Pipeline, text: str) -> None:
    """All mentions have the id of the full form."""
    companies = pipeline.extract(text).companies
    assert len(companies) >= 2
    assert len({surface_id(span) for span in companies}) == 1
    assert {span.source for span in companies} == {"pattern", "local_alias"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("執行長顏硯舟宣布擴產。外界看好顏硯舟的判斷", "顏硯舟"),
        ("董事长维兰德·卡斯特诺到访。市场相信卡斯特诺会留任", "维兰德·卡斯特诺"),
    ],
)
def test_unlisted_people_again(pipeline: Pipeline, text: str, name: str) -> None:
    """Who was recognised once is recognised where nothing beside the name tells."""
    people = pipeline.extract(text).people
    assert [span.name for span in people] == [name, name]
    assert [span.source for span in people] == ["pattern", "local_alias"]


@pytest.mark.parametrize("text", ["陳稱不裁員", "英特爾執行長陳立武到訪，老陳稱不裁員", "陳稱不裁員，英特爾執行長陳立武說"])
def test_a_surname_alone_needs_its_person_before(pipeline: Pipeline, text: str) -> None:
    """A surname links only after the person was named, and only where a clause begins."""
    assert "陳" not in [span.text for span in pipeline.extract(text).people]


def test_ordinary_words_are_no_short_forms(pipeline: Pipeline) -> None:
    """聯想 of a company 聯想集團 may be meant; 環球 of 環球科技 is a word."""
    doc = pipeline.extract("環球科技有限公司公布業績，環球股市上升")
    assert "環球" not in [span.text for span in doc.companies]


def test_identity_ends_with_the_document(pipeline: Pipeline) -> None:
    """What one text introduces means nothing in the next."""
    pipeline.extract("蘄嵐微電子有限公司（以下簡稱「蘄嵐」）遞件")
    assert pipeline.extract("蘄嵐去年虧損").companies == ()


@pytest.mark.parametrize(
    ("text", "name", "places"),
    [
        ("晶片新創公司Zyphora完成募資，Zyphora將擴編，檔名zyphora與ZyphoraX照舊。", "Zyphora", 2),
        ("主帥韋文（Alan Westley）發言，Alan Westley隨後離場。", "Alan Westley", 2),
        ("總監王藝說，銷情理想。王藝預計下月加推，與王藝無關。", "王藝", 2),
    ],
    ids=["a Latin name as it was written", "the Latin name of a person", "two characters at the beginning of a clause"],
)
def test_an_unlisted_name_again(pipeline: Pipeline, text: str, name: str, places: int) -> None:
    """Where nothing beside it tells, a name that stood in the text before is that name, short and Latin ones with care."""
    assert [span.text for span in pipeline.extract(text).spans].count(name) == places


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("国有企业嵐谷金控集团（简称“嵐谷金控”）公告，嵐谷金控将增资。", ["嵐谷金控集团", "嵐谷金控", "嵐谷金控"]),
        ("總裁史密斯（Brad Smithe）出席活動，史密斯宣布結果", ["史密斯", "Brad Smithe", "史密斯"]),
        ("嵐岳微電子股份有限公司（Qora Ridge Venture Semi，簡稱QRVS）掛牌，QRVS首日上漲", ["嵐岳微電子股份有限公司", "Qora Ridge Venture Semi", "QRVS", "QRVS"]),
    ],
    ids=["the short form tells where the name begins", "a name that is a word of the dictionary", "an abbreviation from the brackets"],
)
def test_what_a_text_introduces_counts_from_then_on(pipeline: Pipeline, text: str, names: list[str]) -> None:
    """In the form in which it was introduced."""
    assert [span.text for span in pipeline.extract(text).spans if span.label in ("COMPANY", "PERSON")] == names
