"""Policy frames: what the tables hold, what a frame tells besides its type, and that region and wording of the press change nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from test_cases import load

import chipnews
from chipnews import Document, Pipeline, PolicyAction
from chipnews.document import DIRECTIONS, TYPES
from chipnews.errors import LexiconError
from chipnews.normalization import fold
from chipnews.policy.tables import PolicyTables, opposite
from chipnews.terms.forms import policy_words
from chipnews.terms.resources import folder, rows


def only(text: str) -> PolicyAction:
    """The one action of a text."""
    (action,) = chipnews.extract(text).actions
    return action


def ids(action: PolicyAction) -> tuple[object, ...]:
    """What an action says, by entities rather than words."""
    return action.type, action.direction, action.status, *(tuple(span.entity for span in role) for role in (action.actor, action.target, action.object))


# --- one event, three presses -------------------------------------------------------------------------------------------

EVENTS = {
    "a release": (
        "美國商務部放行輝達H20晶片輸往中國。",
        "美國商務部放行英偉達H20晶片輸往中國。",
        "美国商务部放行英伟达H20芯片输往中国。",
    ),
    "a listing": (
        "中國商務部將英特爾列入不可靠實體清單。",
        "中國商務部把英特爾列入不可靠實體清單。",
        "中国商务部将英特尔列入不可靠实体清单。",
    ),
    "a duty planned by a president": (
        "川普擬對半導體加徵關稅。",
        "特朗普擬對半導體加徵關稅。",
        "特朗普拟对半导体加征关税。",
    ),
    "a summons": (
        "中國網信辦約談輝達。",
        "中國網信辦約見英偉達。",
        "中国网信办约谈英伟达。",
    ),
    "a subsidy": (
        "日本經產省補助台積電熊本廠三千億日圓。",
        "日本經產省資助台積電熊本廠三千億日圓。",
        "日本经产省补贴台积电熊本厂三千亿日元。",
    ),
}


@pytest.mark.parametrize("event", EVENTS)
def test_three_presses_give_equal_frames(event: str) -> None:
    """The same event in the words of Taiwan, Hong Kong and the mainland is the same frame."""
    tw, hk, cn = (ids(only(text)) for text in EVENTS[event])
    assert tw == hk == cn
    assert tw[3], "the event names an actor"


# --- fields -------------------------------------------------------------------------------------------------------------


def test_extent_is_the_whole_act_and_the_trigger_its_head() -> None:
    """A discontiguous act has a contiguous trigger and an extent around all of it."""
    action = only("美國商務部禁止輝達向中國出口Blackwell。")
    assert action.text == "禁止"
    assert action.extent is not None
    assert "美國商務部禁止輝達向中國出口Blackwell。"[slice(*action.extent)] == "禁止輝達向中國出口"


def test_destination_is_the_place_among_the_targets() -> None:
    """Destinations are targets too; a company is none."""
    action = only("川普批准輝達向中國出口H200。")
    assert [span.text for span in action.destination] == ["中國"]
    assert {span.text for span in action.target} == {"輝達", "中國"}


def test_agency_is_the_agency_among_the_actors() -> None:
    """A country that acts is no agency."""
    assert [span.text for span in only("美國商務部撤銷高通對華為的出口許可證。").agency] == ["商務部"]
    assert only("美國撤銷高通對華為的出口許可證。").agency == ()


@pytest.mark.parametrize(
    ("text", "amount", "start", "end"),
    [
        ("美國自8月1日起對印度商品加徵25%關稅。", "25%", "8月1日", None),
        ("中国商务部暂停执行稀土出口管制，为期一年。", None, None, "一年"),
        ("日本經產省補助Rapidus五千億日圓。", "五千億日圓", None, None),
        ("荷蘭政府擴大曝光機出口管制。", None, None, None),
    ],
)
def test_amount_and_dates_are_as_written(text: str, amount: str | None, start: str | None, end: str | None) -> None:
    """What a clause does not tell is None."""
    action = only(text)
    assert (action.amount, action.start_date, action.end_date) == (amount, start, end)


@pytest.mark.parametrize(
    ("text", "condition", "kind"),
    [
        ("川普政府批准輝達出口H20，條件是抽成一成五。", "抽成", "fee"),
        ("美國有條件放行H20對華出口。", "有條件", "condition"),
        ("美國商務部准許H200輸往中國，數量不得超過五成。", "不得超過", "quota"),
        ("中国商务部暂停执行稀土出口管制，为期一年。", "为期", "sunset"),
        ("美國放行H20對華出口。", None, None),
    ],
)
def test_condition_has_a_kind_and_a_place(text: str, condition: str | None, kind: str | None) -> None:
    """The words of the condition stand at its place."""
    action = only(text)
    assert (action.condition, action.condition_kind) == (condition, kind)
    assert (action.condition_place is None) == (condition is None)
    if action.condition_place is not None:
        assert text[slice(*action.condition_place)] == condition


@pytest.mark.parametrize(
    ("text", "evidence", "source", "status"),
    [
        ("知情人士指稱，華府已核發H20出口許可證。", "anonymous", None, "in_force"),
        ("路透報導，美國商務部考慮放寬AI晶片出口管制。", "media", "路透", "considered"),
        ("中国商务部宣布对稀土实施出口管制。", "official", None, "announced"),
        ("美國放行H20對華出口。", None, None, "announced"),
    ],
)
def test_evidence_is_apart_from_status(text: str, evidence: str | None, source: str | None, status: str) -> None:
    """Whose word it is says nothing of how firm the measure is."""
    action = only(text)
    assert (action.evidence, action.source.text if action.source else None, action.status) == (evidence, source, status)


def test_a_noun_phrase_is_an_object() -> None:
    """Goods that no row lists are a span of the document, apart from the names."""
    doc = chipnews.extract("越南政府禁止出口高純石英砂。")
    ((phrase,),) = (action.object for action in doc.actions)
    assert (phrase.text, phrase.label, phrase.entity, phrase.source) == ("高純石英砂", "TECHNOLOGY", None, "phrase")
    assert phrase in doc.spans
    assert phrase not in doc.ents


@pytest.mark.parametrize("text", ["越南政府禁止出口三成。", "越南政府禁止企業出口。"])
def test_sums_and_parties_are_no_objects(text: str) -> None:
    """A share is no good, nor is a party."""
    assert all(action.object == () for action in chipnews.extract(text).actions)


@pytest.mark.parametrize(
    ("text", "objects"),
    [
        ("歐盟對中國晶片製造商展開反傾銷調查。", []),
        ("歐盟對中國晶片展開反傾銷調查。", ["晶片"]),
        ("美国以稀土问题为由，对中国钢材加征关税。", ["钢材"]),
        ("日本限制鋰電池製造相關的石墨出口。", ["石墨"]),
        ("日本限制鋰電池出口。", ["鋰電池"]),
    ],
)
def test_goods_that_only_tell_whose_or_why_are_no_objects(text: str, objects: list[str]) -> None:
    """Goods before a word for makers, in a reason, or before the noun they qualify are not what is regulated."""
    assert [span.text for span in only(text).object] == objects


def test_goods_in_a_row_are_objects_once(pipeline: Pipeline) -> None:
    """Goods that the lexicon knows are not found as noun phrases again."""
    (action,) = pipeline.extract("美國對中國製無人機、中國製半導體加徵50%關稅。").actions
    assert [span.text for span in action.object] == ["中國製無人機", "中國製半導體"]


def test_records_without_the_later_fields_are_read() -> None:
    """A record as it was before the fields existed reads as one that does not tell them."""
    doc = chipnews.extract("美國自8月1日起對印度商品加徵25%關稅。")
    record = doc.to_dict()
    assert Document.from_dict(record) == doc
    for field in ("agency", "destination", "amount", "start_date", "end_date", "extent", "condition_kind", "condition_place", "evidence", "source", "codes"):
        del record["actions"][0][field]
    (action,) = Document.from_dict(record).actions
    assert (action.amount, action.start_date, action.extent, action.destination) == (None, None, None, ())


# --- codes --------------------------------------------------------------------------------------------------------------


def test_every_type_and_direction_has_its_codes_or_none() -> None:
    """Every pair of type and direction can be looked up; a code has the form of its system."""
    for type_ in TYPES:
        for direction in DIRECTIONS:
            codes = PolicyAction(0, 1, "x", type_, direction, "announced").codes
            assert set(codes) <= {"mast", "gta", "cameo", "plover"}
            assert all(code.isdigit() and 1 <= int(code) <= 83 for code in codes.get("gta", ()))
            assert all(code.isdigit() for code in codes.get("cameo", ()))
            assert all(code[0].isupper() for code in codes.get("mast", ()))


def test_relaxing_has_other_codes_than_tightening() -> None:
    """Yielding is another event than restricting."""
    tight, loose = (PolicyAction(0, 1, "x", "export_control", direction, "announced").codes for direction in ("tighten", "relax"))
    assert (tight["cameo"], loose["cameo"]) == (("163",), ("085",))
    assert tight["gta"] == loose["gta"]


# --- explanation --------------------------------------------------------------------------------------------------------


def test_explain_tells_what_gave_each_field(pipeline: Pipeline) -> None:
    """Trigger or operator, status, each bound role, amount, condition and evidence have a line each."""
    ((_, reasons),) = pipeline.explain("路透報導，美國商務部擬對中國半導體加徵25%關稅，為期一年。").actions
    told = "\n".join(reasons)
    for word in ("operator 加征 (add) x 关税 (restriction) = tariff, tighten", "status by 拟", "actor in the clause", "targets in the clause", "objects are", "amount 25%", "condition 为期 (sunset)", "evidence media"):
        assert word in told, word


def test_explain_tells_the_topic_of_a_general_verb(pipeline: Pipeline) -> None:
    """Why 調查 is a competition case and not another probe."""
    ((_, reasons),) = pipeline.explain("法國競爭管理局調查輝達濫用市場地位。").actions
    assert any(reason.startswith("type by the topic") for reason in reasons)


# --- tables -------------------------------------------------------------------------------------------------------------


def test_opposites_undo_each_other() -> None:
    """What is undone twice is as before."""
    assert all(opposite(opposite(direction)) == direction for direction in DIRECTIONS)


def test_a_new_trigger_is_a_new_row(tmp_path: Path) -> None:
    """A row added to a copy of the tables is known at once; a value that no column knows is refused with its place."""
    for file in (folder() / "policy").glob("*.tsv"):
        (tmp_path / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    triggers = tmp_path / "triggers.tsv"
    rows = triggers.read_text(encoding="utf-8")
    triggers.write_text(rows + "鎖喉\texport_control\ttighten\tactor\tin_force\tactor\t\n", encoding="utf-8")
    assert any(word is not None and word.trigger is not None and word.trigger.types == ("export_control",) for word in PolicyTables(tmp_path).words.values())
    triggers.write_text(rows + "鎖喉\texport_control\tupwards\tactor\tin_force\tactor\t\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="upwards"):
        PolicyTables(tmp_path)


def test_the_automaton_finds_the_words_of_the_tables() -> None:
    """What is looked for in a text is what the tables know, no word more or less."""
    assert {fold(word) for word in policy_words()} == set(PolicyTables.default().words)


def test_every_operator_and_complement_is_in_the_algebra() -> None:
    """No operator and no kind of complement stands in the tables for nothing."""
    tables = PolicyTables.default()
    words = [word for word in tables.words.values() if word is not None]
    assert {operator for word in words for operator in word.operators} == {operator for operator, _ in tables.pairs}
    assert {kind for word in words for kind in word.kinds} | {"list_permit", "list_procure"} >= {kind for _, kind in tables.pairs}


# --- cases ---------------------------------------------------------------------------------------------------------------

COLUMNS = {
    "triggers.tsv": ("words", "type", "direction", "needs", "status", "subject", "note"),
    "complements.tsv": ("kind", "type", "words", "needs", "note"),
    "operators.tsv": ("operator", "words", "status", "note"),
    "algebra.tsv": ("operator", "kind", "type", "direction", "becomes"),
}
"""The tables whose rows are rules of their own: each has two cases and a counter-case."""


def table(name: str) -> dict[int, dict[str, str]]:
    """The rows of a table of lexicons/policy by line."""
    return {line: dict(zip(COLUMNS[name], row, strict=True)) for line, row in rows(folder() / "policy" / name, COLUMNS[name])}


def rows_that_fire(pipeline: Pipeline) -> dict[str, dict[int, set[str]]]:
    """By table and line, the labels of the cases of actions.jsonl in which a word of the row, or a cell of the algebra, gives an action."""
    triggers = {fold(word): line for line, row in table("triggers.tsv").items() for word in row["words"].split("|")}
    complements = {(row["kind"], fold(word)): line for line, row in table("complements.tsv").items() for word in row["words"].split("|")}
    operators = {row["operator"]: line for line, row in table("operators.tsv").items()}
    cells = {(row["operator"], row["kind"], row["type"] and (row["becomes"] or row["type"])): line for line, row in table("algebra.tsv").items()}
    fired: dict[str, dict[int, set[str]]] = {name: {line: set() for line in table(name)} for name in COLUMNS}
    for case in load("actions.jsonl"):
        for _, reasons in pipeline.explain(case["text"]).actions:
            if trigger := re.match("trigger (.+) = ", reasons[0]):
                fired["triggers.tsv"][triggers[trigger.group(1)]].add(case["label"])
                continue
            operation = re.match(r"operator .+ \((\w+)\) x (.+) \((\w+)\) = (\w+), ", reasons[0])
            assert operation is not None, reasons
            operator, surface, kind, type_ = operation.groups()
            fired["operators.tsv"][operators[operator]].add(case["label"])
            fired["algebra.tsv"][cells.get((operator, kind, type_)) or cells[operator, kind, ""]].add(case["label"])
            if (kind, surface) in complements:  # a named law or list stands in no row
                fired["complements.tsv"][complements[kind, surface]].add(case["label"])
    return fired


def test_every_row_has_two_cases(pipeline: Pipeline) -> None:
    """A row of a table, and a cell of the algebra, acts in at least two cases of its own."""
    few = {name: lines for name, fired in rows_that_fire(pipeline).items() if (lines := [line for line, labels in fired.items() if len(labels) < 2])}
    assert not few, f"rows with fewer than two cases, by line: {few}"


def words_of_rows() -> dict[str, dict[int, list[set[str]]]]:
    """By table and line, the sets of folded words of which a counter-case holds one each."""
    words = {name: {line: {fold(word) for word in row["words"].split("|")} for line, row in table(name).items()} for name in COLUMNS if name != "algebra.tsv"}
    operators = {row["operator"]: words["operators.tsv"][line] for line, row in table("operators.tsv").items()}
    kinds: dict[str, set[str]] = defaultdict(set)
    for line, row in table("complements.tsv").items():
        kinds[row["kind"]] |= words["complements.tsv"][line]
    rows_alone = {name: {line: [found] for line, found in lines.items()} for name, lines in words.items()}
    return {**rows_alone, "algebra.tsv": {line: [operators[row["operator"]], kinds[row["kind"]]] for line, row in table("algebra.tsv").items()}}


def test_every_row_has_a_counter_case() -> None:
    """A row, and a cell of the algebra, has a text in actions_negatives.jsonl that holds its words and tells of no act."""
    negatives = [fold(case["text"]) for case in load("actions_negatives.jsonl")]
    bare = {name: bare for name, lines in words_of_rows().items() if (bare := [line for line, needed in lines.items() if not any(all(any(word in text for word in words) for words in needed) for text in negatives)])}
    assert not bare, f"rows without a counter-case, by line: {bare}"


def test_a_condition_stays_with_the_clause_of_its_act(pipeline: Pipeline) -> None:
    """有條件 in the clause of the second act says nothing of the first."""
    doc = pipeline.extract("歐盟執委會將對華為展開調查；荷蘭政府則有條件放寬艾司摩爾對中芯國際出口曝光機的限制。")
    assert [(action.text, action.condition) for action in doc.actions] == [("展開調查", None), ("放寬", "有條件")]
