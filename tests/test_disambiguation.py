"""Which reading of a name is meant: supporting and opposing words, other names of the document, and the country of an agency."""

from __future__ import annotations

import pytest

from chipnews import Entity, Lexicon, Pipeline
from chipnews.terms.entry import SenseRule

PEAR = Entity("pear", "COMPANY", "Pear", {"tw": ("梨子",)}, aliases=("PearCorp",))
PHONE = Entity("pear-phone", "PRODUCT", "Pear Phone", {"tw": ("梨機",)}, parent="pear")
RIVAL = Entity("rival", "COMPANY", "Rival", {"tw": ("某某電",)})
CUES, AGAINST = ("手機", "財報"), ("水果", "果汁")
FILLER = "，今天的天氣很好而且大家都出門散步去了，" * 3


def guarded(support: str) -> Pipeline:
    """A pipeline in which 梨子 is read as a company with this much support."""
    return Pipeline(Lexicon([PEAR, PHONE, RIVAL], [SenseRule("梨子", "pear", support, CUES, AGAINST)]), policy=False)


SOME, EXPLICIT, NONE = guarded("some"), guarded("explicit"), guarded("none")


def reads(pipeline: Pipeline, text: str) -> bool:
    """Whether 梨子 is read as the company."""
    return any(span.text == "梨子" for span in pipeline.extract(text).spans)


def agencies(pipeline: Pipeline, text: str) -> list[str | None]:
    """What the agencies of a text are linked to."""
    return [span.entity for span in pipeline.extract(text).agencies]


# --- support ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["梨子手機", "手機商梨子", "梨子公布財報", "梨子昨日在台北的新手機發表會"])
def test_supporting_word_near_it_settles_a_name(text: str) -> None:
    """A word of the field beside a guarded name makes it a name."""
    assert reads(SOME, text)


@pytest.mark.parametrize("text", ["梨子", "我吃梨子", f"手機{FILLER}我吃梨子"])
def test_guarded_name_without_support_is_a_word(text: str) -> None:
    """Nothing near it, or one word far away: the guarded name stays a word."""
    assert not reads(SOME, text)


@pytest.mark.parametrize("text", ["水果梨子手機殼", "梨子果汁財報"])
def test_word_against_it_outweighs_a_word_for_it(text: str) -> None:
    """Beside an opposing word the same support does not suffice."""
    assert not reads(SOME, text)


def test_other_name_of_the_same_thing_settles_it() -> None:
    """The full name elsewhere in the document tells what the short one means."""
    assert reads(SOME, f"PearCorp表示{FILLER}梨子將擴產")


def test_companies_listed_beside_it_support_it() -> None:
    """In a list of companies a guarded name is one more; a list of other things makes it none."""
    assert reads(SOME, "某某電、梨子")
    assert not reads(SOME, "麵包、梨子")


def test_proven_name_stays_proven() -> None:
    """Once a name is settled, later mentions far from any supporting word count too."""
    doc = SOME.extract(f"梨子手機{FILLER}梨子擴產")
    assert [span.text for span in doc.companies] == ["梨子", "梨子"]


def test_explicit_support_must_stand_beside_it() -> None:
    """Where a rule asks for more, a word near it is not enough; one beside it or another name of the thing is."""
    assert not reads(EXPLICIT, "梨子昨日在台北的新手機發表會")
    assert reads(EXPLICIT, "梨子手機")
    assert reads(EXPLICIT, f"PearCorp表示{FILLER}梨子將擴產")


def test_name_that_needs_no_support_heeds_what_speaks_against_it() -> None:
    """A rule may only list opposing words."""
    assert reads(NONE, "梨子擴產")
    assert not reads(NONE, "水果梨子")


def test_score_tells_certain_from_supported() -> None:
    """A guarded name scores within [0.5, 1], an unguarded one 1."""
    spans = SOME.extract("某某電與梨子昨日在台北的新手機發表會").companies
    assert [span.text for span in spans] == ["某某電", "梨子"]
    assert spans[0].score == 1.0
    assert 0.5 <= spans[1].score <= 1.0


def test_loser_tells_what_it_lacked() -> None:
    """The explanation of a name that was not read says what it needed and what was found."""
    (verdict,) = (v for v in SOME.explain("我吃梨子").verdicts if v.text == "梨子")
    assert verdict.entity is None
    assert "0.5" in verdict.reason
    (verdict,) = (v for v in SOME.explain("水果梨子手機殼").verdicts if v.text == "梨子")
    assert "水果" in verdict.reason


def test_rules_hold_in_both_scripts() -> None:
    """A rule written in one script guards the name in the other."""
    pipeline = Pipeline(Lexicon([Entity("lenovo", "COMPANY", "Lenovo", {"tw": ("聯想",)})], [SenseRule("聯想", "lenovo", "some", ("電腦",), ())]), policy=False)
    assert [span.text for span in pipeline.extract("联想电脑").companies] == ["联想"]
    assert pipeline.extract("令人联想").companies == ()


def test_two_things_with_one_name_are_told_apart() -> None:
    """Of two readings the supported one wins, whatever their order in the lexicon."""
    pear, band = PEAR, Entity("band", "MEDIA", "Pear Band", {"tw": ("梨子",)})
    rules = [SenseRule("梨子", "pear", "some", ("手機",), ()), SenseRule("梨子", "band", "some", ("專輯",), ())]
    for order in ([pear, band], [band, pear]):
        pipeline = Pipeline(Lexicon(order, rules), policy=False)
        assert [span.entity for span in pipeline.extract("梨子手機").spans] == ["pear"]
        assert [span.entity for span in pipeline.extract("梨子專輯").spans] == ["band"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("蘋果推出新款iPhone", True),
        ("蘋果、輝達與台積電股價齊揚", True),
        ("農民採收蘋果與香蕉", False),
        ("小米粥加紅棗", False),
        ("小米手機與高通晶片", True),
        ("令人聯想到童年", False),
        ("寒武纪大爆发的化石", False),
        ("寒武纪芯片出货", True),
    ],
)
def test_shipped_rules_tell_everyday_words_from_names(pipeline: Pipeline, text: str, expected: bool) -> None:
    """Fruit, porridge and geology are no companies."""
    assert any(span.text in ("蘋果", "小米", "聯想", "寒武纪") for span in pipeline.extract(text).companies) is expected


# --- shared names -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("美國商務部與中國商務部", ["us-doc", "cn-mofcom"]),
        ("中國商務部與美國商務部", ["cn-mofcom", "us-doc"]),
        ("美国商务部与中国商务部", ["us-doc", "cn-mofcom"]),
        ("美商務部", ["us-doc"]),
        ("美國國會與日本國會", ["us-congress", "jp-diet"]),
        ("美國的商務部", ["us-doc"]),
        ("韓國科技部補助晶片廠", ["kr-msit"]),
        ("津巴布韋議會通過預算，歐洲議會派人觀察", [None, "eu-parliament"]),
        ("吐瓦魯這個月的國會選舉結果出爐", [None]),
        ("美方加徵關稅。商務部部長王文濤說，措施不當", ["cn-mofcom"]),
    ],
)
def test_shared_name_belongs_to_the_country_beside_it(pipeline: Pipeline, text: str, expected: list[str | None]) -> None:
    """Of agencies that share a name the country right before it decides; where no row describes its body, it is linked to none."""
    assert agencies(pipeline, text) == expected


def test_shared_name_stays_what_it_was(pipeline: Pipeline) -> None:
    """Once a document has said whose ministry it speaks of, the bare name means that one."""
    assert agencies(pipeline, "美國商務部發布新規。商務部官員說，將再檢討。") == ["us-doc", "us-doc"]


def test_shared_name_follows_the_country_of_its_sentence(pipeline: Pipeline) -> None:
    """Without a country beside it the nearest one before it in the sentence decides."""
    assert agencies(pipeline, "韓國昨日宣布，財政部將調整稅率") == agencies(pipeline, "韓國財政部")


def test_country_of_the_next_sentence_decides_nothing(pipeline: Pipeline) -> None:
    """Another sentence's country does not reach over the full stop while one stands beside the name."""
    assert agencies(pipeline, "日本股市收高。美國商務部表示") == ["us-doc"]


def test_country_of_the_document_means_its_own_ministry(pipeline: Pipeline) -> None:
    """Where the document speaks of one country, a bare name means that country's ministry."""
    assert agencies(pipeline, "台灣的軟體與晶片業者說，經濟部已核准") == ["tw-moea"]
    assert agencies(pipeline, "中国的软件与芯片企业称，商务部已批准") == ["cn-mofcom"]


def test_shared_name_that_hong_kong_lacks_is_the_mainlands(pipeline: Pipeline) -> None:
    """The press of Hong Kong means the mainland's 商務部, unless another country is named near it."""
    assert agencies(pipeline, "特首李家超在立法會指，商務部將擴大內地與香港的合作")[-1] == "cn-mofcom"
    assert agencies(pipeline, "特首李家超指，美國的措施令人遺憾。商務部早前加徵關稅")[-1] == "us-doc"


@pytest.mark.parametrize("text", ["央行降息", "央行公布利率", "財政部公布預算"])
def test_shared_name_without_a_country_is_not_guessed(pipeline: Pipeline, text: str) -> None:
    """Where nothing tells the country, the agency is tagged as it is written and linked to none, with a lower score."""
    (span,) = pipeline.extract(text).agencies
    assert (span.entity, span.name) == (None, span.text)
    assert span.score < 1


def test_title_of_a_minister_is_no_agency(pipeline: Pipeline) -> None:
    """商務部長 is a person's office, 商務部長期 the ministry."""
    assert agencies(pipeline, "美國商務部長表示") == []
    assert agencies(pipeline, "美國商務部長期關注") == ["us-doc"]


@pytest.mark.parametrize("text", ["各國央行同步降息", "海外央行買金", "地方網信辦約談平台", "美國國會議員提案", "民進黨立院黨團提案"])
def test_bodies_of_a_kind_and_titles_are_no_mention(pipeline: Pipeline, text: str) -> None:
    """各國央行 names no body, 國會議員 is a title, 立院黨團 a party's caucus."""
    assert pipeline.extract(text).agencies == ()


@pytest.mark.parametrize(("text", "entity"), [("殖利率走升，我國財政部說", "tw-mof"), ("按年增加，澳洲總理來訪。國會開議", "au-parliament")])
def test_own_country_and_country_named_last(pipeline: Pipeline, text: str, entity: str) -> None:
    """我國 is the region's; where the region has no such body, the country named last decides."""
    (span,) = pipeline.extract(text).agencies
    assert span.entity == entity


def test_namesake_of_another_country_is_not_taken(pipeline: Pipeline) -> None:
    """Beside the name of a country that has no such row, an agency stays unlinked."""
    (span,) = pipeline.extract("伊朗衛生部宣布").agencies
    assert span.entity is None


@pytest.mark.parametrize(("text", "spans"), [("宝马 X5上市", [("宝马", "bmw"), ("X5", "bmw-x5")]), ("百度网盘更新", [("百度网盘", "baidu-wangpan")])])
def test_a_maker_before_a_latin_product_is_a_mention_of_its_own(pipeline: Pipeline, text: str, spans: list[tuple[str, str]]) -> None:
    """The maker is split off a product's alias, but not off a name that is one with it."""
    assert [(span.text, span.entity) for span in pipeline.extract(text).spans] == spans


def test_a_ticker_in_brackets_proves_a_name(pipeline: Pipeline) -> None:
    """The ticker of the very entity settles an alias that is also a word."""
    assert "umc" in [span.entity for span in pipeline.extract("聯電<2303>上漲").companies]


@pytest.mark.parametrize(
    ("bracket", "proves"),
    [("（0981.HK）", True), ("(981)", True), ("(NASDAQ: PEAR)", True), ("(PEAR-US)", True), ("<0981>", True), ("(9810)", False), ("(2024)", False), ("(APPEAR)", False)],
)
def test_its_own_ticker_proves_a_name(bracket: str, proves: bool) -> None:
    """In the styles of all markets, zeros or not; no other number, no year, no part of a word."""
    listed = Entity("pear", "COMPANY", "Pear", {"tw": ("梨子",)}, tickers=("00981.HK", "PEAR.US"))
    assert reads(Pipeline(Lexicon([listed], [SenseRule("梨子", "pear", "explicit")]), policy=False), f"他談到梨子{bracket}的事") is proves
