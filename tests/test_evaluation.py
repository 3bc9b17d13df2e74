"""Scores: counted by hand in small cases, and the laws that any score keeps."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chipnews import Pipeline
from chipnews.errors import FormatError
from chipnews.evaluation.gold import Act, Annotated, Mention, of_document, read
from chipnews.evaluation.pairing import pair_documents, pair_overlapping, same_words
from chipnews.evaluation.report import page, table
from chipnews.evaluation.scores import BCubed, Scores, evaluate
from chipnews.export.formats import FORMATS

TEXT = "甲乙丙丁戊己庚辛壬癸"


def doc(*mentions: Mention, acts: tuple[Act, ...] | None = None, ignore: tuple[tuple[int, int], ...] = (), text: str = TEXT) -> Annotated:
    """A document."""
    return Annotated("d", text, mentions, acts, ignore)


def act(start: int, end: int, type: str = "tariff", direction: str = "tighten", status: str = "announced", **roles: tuple[str, ...]) -> Act:
    """An act; alternatives with | between them."""
    accepted = [frozenset(value.split("|")) for value in (type, direction, status)]
    return replace(Act(start, end, accepted[0], accepted[1], accepted[2]), **roles)  # type: ignore[arg-type]


def counts(scores: Scores, label: str = "A") -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """Hits, false alarms and misses of a label, strict and by overlap."""
    strict, loose = scores.strict[label], scores.overlap[label]
    return (strict.hits, strict.false, strict.missed), (loose.hits, loose.false, loose.missed)


CASES = {
    "the same": ([Mention(0, 2, "A")], [Mention(0, 2, "A")], (1, 0, 0), (1, 0, 0)),
    "another boundary": ([Mention(0, 2, "A")], [Mention(0, 3, "A")], (0, 1, 1), (1, 0, 0)),
    "beside it": ([Mention(0, 2, "A")], [Mention(2, 3, "A")], (0, 1, 1), (0, 1, 1)),
    "another label": ([Mention(0, 2, "A"), Mention(5, 6, "B")], [Mention(0, 2, "B")], (0, 0, 1), (0, 0, 1)),
    "nothing found": ([Mention(0, 2, "A")], [], (0, 0, 1), (0, 0, 1)),
    "one for two": ([Mention(0, 2, "A"), Mention(2, 4, "A")], [Mention(0, 4, "A")], (0, 1, 2), (1, 0, 1)),
    "two for one": ([Mention(0, 4, "A")], [Mention(0, 2, "A"), Mention(2, 4, "A")], (0, 2, 1), (1, 1, 0)),
    "nested": ([Mention(0, 4, "A"), Mention(0, 2, "A")], [Mention(0, 4, "A"), Mention(0, 2, "A")], (2, 0, 0), (2, 0, 0)),
}


@pytest.mark.parametrize(("gold", "found", "strict", "loose"), CASES.values(), ids=CASES.keys())
def test_mentions_are_counted(gold: list[Mention], found: list[Mention], strict: tuple[int, int, int], loose: tuple[int, int, int]) -> None:
    """Strictly by the same place and label, loosely by overlap, one to one."""
    assert counts(evaluate([(doc(*gold), doc(*found))])) == (strict, loose)


def test_what_is_ignored_counts_nowhere() -> None:
    """Neither hit, miss nor false alarm, in mentions and acts."""
    gold = doc(Mention(0, 2, "A"), Mention(5, 6, "A"), acts=(act(0, 2), act(7, 8)), ignore=((1, 3),))
    scores = evaluate([(gold, doc(Mention(1, 4, "A"), acts=(act(2, 3),)))])
    assert counts(scores)[0] == (0, 0, 1)
    assert (scores.triggers.hits, scores.triggers.false, scores.triggers.missed) == (0, 0, 1)


def test_labels_that_the_gold_does_not_use_do_not_count() -> None:
    """They are told; asked for by name, they count."""
    pair = (doc(Mention(0, 1, "A")), doc(Mention(0, 1, "A"), Mention(2, 3, "B"), Mention(3, 4, "B")))
    assert evaluate([pair]).left_out == {"B": 2}
    assert evaluate([pair]).to_dict()["strict"]["all"]["precision"] == 1.0
    assert counts(evaluate([pair], ["B"]), "B")[0] == (0, 2, 0)


def test_b_cubed_of_a_textbook_case() -> None:
    """Bagga and Baldwin's first example: twelve mentions, two clusters put together."""
    measure = BCubed()
    for gold, found, times in (("a", 1, 5), ("b", 2, 2), ("c", 2, 5)):
        for _ in range(times):
            measure.add(gold, found)
    assert measure.precision == pytest.approx(16 / 21)
    assert measure.recall == 1.0


def test_linking_needs_the_same_names_not_the_same_scheme() -> None:
    """Ids may be any, as long as equal things have equal ids; what is linked to nothing stands alone."""
    gold = doc(Mention(0, 1, "A", "NVIDIA"), Mention(1, 2, "A", "NVIDIA"), Mention(2, 3, "A", "AMD"), Mention(3, 4, "A", None))
    assert evaluate([(gold, doc(Mention(0, 1, "A", "n"), Mention(1, 2, "A", "n"), Mention(2, 3, "A", "a"), Mention(3, 4, "A", "x")))]).linking.to_dict() == {"precision": 1.0, "recall": 1.0, "f": 1.0, "mentions": 3}
    assert evaluate([(gold, doc(Mention(0, 1, "A"), Mention(1, 2, "A"), Mention(2, 3, "A")))]).linking.recall == pytest.approx((0.5 + 0.5 + 1) / 3)


def test_acts_are_compared_field_by_field() -> None:
    """Triggers by overlap, type with them, fields of those found in both; any accepted value is right."""
    gold = doc(acts=(act(0, 2, "tariff|import_control", "tighten", "planned"), act(4, 5)))
    scores = evaluate([(gold, doc(acts=(act(1, 3, "import_control", "relax", "planned"), act(8, 9))))])
    found = scores.to_dict()["actions"]
    assert (found["trigger"]["hits"], found["trigger"]["false"], found["trigger"]["missed"]) == (1, 1, 1)
    assert found["trigger_and_type"]["hits"] == 1
    assert [found[name]["accuracy"] for name in ("type", "direction", "status")] == [1.0, 0.0, 1.0]
    assert [(issue.kind, issue.said) for _, issues in scores.issues for issue in issues if issue.kind == "direction"] == [("direction", "expected tighten, found relax")]


def test_roles_are_compared_by_words() -> None:
    """A role counts where the words mean the same; more and fewer words are false alarms and misses."""
    gold = doc(acts=(act(0, 2, actor=("美國",), object=("H20晶片", "AI晶片")),))
    roles = evaluate([(gold, doc(acts=(act(0, 2, actor=("美國", "中國"), object=("H20",), target=("輝達",)),)))]).roles
    assert {role: (c.hits, c.false, c.missed) for role, c in roles.items()} == {"actor": (1, 1, 0), "target": (0, 1, 0), "object": (1, 0, 1), "instrument": (0, 0, 0)}


def test_gold_without_acts_says_nothing_about_acts() -> None:
    """Annotation tools hold labels alone: predicted acts are then no false alarms."""
    scores = evaluate([(doc(acts=None), doc(acts=(act(0, 1),)))])
    assert scores.triggers.false == 0
    assert "trigger" not in table(scores)


@pytest.mark.parametrize(("one", "other", "same"), [("美國", "美國", True), ("實體清單", "「實體清單」", True), ("h20", "H20", True), ("AI晶片", "晶片", True), ("中國", "中", False), ("", "", False), ("輝達", "台積電", False)])
def test_same_words(one: str, other: str, same: bool) -> None:
    """Marks and case aside; a longer wording may hold a shorter one, but not of one character."""
    assert same_words(one, other) is same
    assert same_words(other, one) is same


def test_overlap_takes_the_best_pair() -> None:
    """Who shares most goes together, whatever the order."""
    assert pair_overlapping([Mention(0, 4, "A"), Mention(3, 9, "A")], [Mention(3, 8, "A"), Mention(2, 3, "A")]) == [(0, 1), (1, 0)]


# --- laws -------------------------------------------------------------------------------------------------------------

places = st.tuples(st.integers(0, 8), st.integers(1, 2))
mentions = st.lists(st.builds(lambda place, label, entity: Mention(place[0], place[0] + place[1], label, entity), places, st.sampled_from("AB"), st.sampled_from(["x", "y", None])), max_size=6)
acts = st.lists(st.builds(lambda place, type, status, actor: act(place[0], place[0] + place[1], type, "relax", status, actor=actor), places, st.sampled_from(["tariff", "legislation"]), st.sampled_from(["planned", "denied"]), st.lists(st.sampled_from(["美國", "中國"]), max_size=2).map(tuple)), max_size=4)
corpora = st.lists(st.tuples(mentions, mentions, acts, acts, st.integers(0, 2)), min_size=1, max_size=4)


def pairs(corpus: list[tuple[Any, ...]]) -> list[tuple[Annotated, Annotated]]:
    """Gold and predictions."""
    return [(doc(*dict.fromkeys(g), acts=tuple(ga), text=TEXT + "子丑寅"[n]), doc(*dict.fromkeys(p), acts=tuple(pa), text=TEXT + "子丑寅"[n])) for g, p, ga, pa, n in corpus]


def ratios(value: Any) -> Any:
    """A report without its counts."""
    if isinstance(value, dict):
        return {key: ratios(item) for key, item in value.items() if key not in ("hits", "false", "missed", "mentions", "of", "documents", "left_out")}
    return value


@given(corpora, st.integers(2, 3))
def test_duplicating_a_corpus_changes_no_ratio(corpus: list[tuple[Any, ...]], times: int) -> None:
    """Counting everything twice counts twice as much and scores the same."""
    once, more = evaluate(pairs(corpus)).to_dict(), evaluate(pairs(corpus) * times).to_dict()
    assert ratios(more) == ratios(once)
    assert more["strict"]["all"]["hits"] == times * once["strict"]["all"]["hits"]


@given(corpora)
def test_gold_against_itself_is_perfect(corpus: list[tuple[Any, ...]]) -> None:
    """No disagreement, and every ratio that there is is 1."""
    scores = evaluate([(gold, gold) for gold, _ in pairs(corpus)])
    assert scores.issues == []
    for counted in (*scores.strict.values(), *scores.overlap.values(), scores.triggers, scores.typed, *scores.roles.values()):
        assert (counted.false, counted.missed) == (0, 0)


@given(corpora)
def test_precision_and_recall_change_places(corpus: list[tuple[Any, ...]]) -> None:
    """Gold and predictions swapped swap precision and recall, and leave F; by overlap only nearly, for of equals the earlier are paired."""
    there, back = evaluate(pairs(corpus), "AB"), evaluate([(p, g) for g, p in pairs(corpus)], "AB")
    for label in "AB":
        one, other = there.strict[label], back.strict[label]
        assert (one.hits, one.false, one.missed) == (other.hits, other.missed, other.false)


@given(corpora)
def test_order_changes_nothing(corpus: list[tuple[Any, ...]]) -> None:
    """The order of documents does not count."""
    assert evaluate(pairs(corpus)[::-1]).to_dict() == evaluate(pairs(corpus)).to_dict()


# --- reading and pairing ----------------------------------------------------------------------------------------------


def test_documents_are_paired_by_text() -> None:
    """Order and other documents do not matter; texts that stand twice are paired one to one."""
    one, two = doc(text="一"), doc(text="二")
    found = [replace(document, id=n) for n, document in enumerate((two, one, doc(text="三"), one))]
    assert [predicted.id for _, predicted in pair_documents([one, two, one], found)] == [1, 0, 3]


def test_gold_without_prediction_is_an_error() -> None:
    """Named by its id, with the reason."""
    with pytest.raises(FormatError, match=r"'d'.*another text"):
        list(pair_documents([doc(text="一")], [doc(text="二")]))
    with pytest.raises(FormatError, match=r"'d'.*no document has its text"):
        list(pair_documents([doc(text="一")], []))


def test_gold_format(tmp_path: Path) -> None:
    """Lists of accepted values, ranges to ignore and words in roles are read; acts may be missing."""
    record = {
        "id": "a",
        "text": "美國放行H20",
        "spans": [{"start": 4, "end": 7, "text": "H20", "label": "PRODUCT", "entity": "NVIDIA H20"}],
        "actions": [{"start": 2, "end": 4, "trigger": "放行", "type": ["license_decision", "export_control"], "direction": "relax", "status": "announced", "actor": ["美國"], "instrument": "實體清單"}],
        "ignore": [[0, 1]],
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(record) + "\n" + json.dumps({"text": "", "spans": []}) + "\n", encoding="utf-8")
    first, second = read(tmp_path / "a.jsonl")
    assert first.mentions == (Mention(4, 7, "PRODUCT", "NVIDIA H20"),)
    assert first.acts == (act(2, 4, "license_decision|export_control", "relax", actor=("美國",), instrument=("實體清單",)),)
    assert first.ignore == ((0, 1),)
    assert second == Annotated(None, "", (), None, ())


@pytest.mark.parametrize("format", [format for format in FORMATS if format.name != "csv"], ids=lambda format: format.name)
def test_every_format_is_gold(format: Any, pipeline: Pipeline, tmp_path: Path) -> None:
    """What was exported for annotation and comes back unchanged agrees with what is predicted, as far as the format holds it."""
    document = pipeline.extract("😀中國人民銀行反對，美國商務部將中芯國際列入實體清單", id="a")
    path = tmp_path / f"gold{format.suffixes[0] if format.suffixes else ''}"
    if format.is_folder:
        path.mkdir()
        format.write([document], path, Counter())
    else:
        with path.open("wb") as file:
            format.write([document], file, Counter())
    scores = evaluate(pair_documents(read(path, format.name), [of_document(document)]))
    assert scores.to_dict()["strict"]["all"]["recall"] == 1.0
    # BIO has the outermost names only; what else is predicted is then a false alarm or of a label that it does not use.
    assert [issue for _, issues in scores.issues for issue in issues if issue.kind != "false"] == []
    assert (scores.triggers.hits > 0) is (format.name in ("jsonl", "parquet", "spacy", "brat"))


def test_page_escapes_and_shows_the_context() -> None:
    """Texts, ids and labels are text, not markup; the place is marked in its surroundings."""
    text = "<b>甲</b>" + "字" * 50 + "\ud800"
    html = page(evaluate([(Annotated("<i>", text, (Mention(3, 4, "<A>"),), None), Annotated("<i>", text, (), None))]), "a < b")
    assert "<title>a &lt; b</title>" in html
    assert "&lt;b&gt;<mark>甲</mark>&lt;/b&gt;" in html
    assert "<b>" not in html
    assert "<i>" not in html
    assert html.encode()


def test_damaged_files_are_named(tmp_path: Path) -> None:
    """A compressed file that is cut off, or one of another encoding, is told by name."""
    torn, folder = tmp_path / "gold.jsonl.gz", tmp_path / "brat"
    torn.write_bytes(gzip.compress(b'{"id": 1, "text": "a", "spans": []}\n')[:-9])
    with pytest.raises(FormatError, match=r"gold\.jsonl\.gz: the compressed file is cut off"):
        list(read(torn))
    folder.mkdir()
    (folder / "a.txt").write_bytes("台積電".encode("big5"))
    (folder / "a.ann").write_bytes(b"")
    with pytest.raises(FormatError, match=r"a\.txt: not UTF-8 at byte 0"):
        list(read(folder))


def test_page_counts_kinds_and_hides_them() -> None:
    """Each kind has its number and a box; a document is hidden with the last of its kinds."""
    gold = [Annotated("a", "甲乙丙丁", (Mention(0, 1, "A"), Mention(2, 4, "B")), None), Annotated("b", "甲", (Mention(0, 1, "A"),), None)]
    html = page(evaluate(list(zip(gold, [Annotated("a", "甲乙丙丁", (Mention(2, 3, "B"),), None), Annotated("b", "甲", (), None)], strict=True))))
    assert "checked> 2 missed</label>" in html
    assert "checked> 1 boundary</label>" in html
    assert html.count('<section class="only-missed">') == html.count('<section class="only-boundary-missed">') == 1
    assert html.count('<tr class="only-missed"') == 2
    assert "body:has(#show-boundary:not(:checked)):has(#show-missed:not(:checked)) .only-boundary-missed{display:none}" in html


def test_long_disagreement_is_shown_by_its_ends() -> None:
    """Of a mention of hundreds of code points the beginning and the end are shown."""
    text = "甲" + "字" * 300 + "乙"
    html = page(evaluate([(Annotated(1, text, (Mention(0, 302, "A"),), None), Annotated(1, text, (Mention(0, 301, "A"),), None))]))
    assert f"<mark>甲{'字' * 29} … {'字' * 29}乙</mark>" in html
    assert f"found 甲{'字' * 29} … {'字' * 30}<" in html


def test_table_shows_every_label_and_the_whole() -> None:
    """One line a label, strict and by overlap, and all together."""
    lines = table(evaluate([(doc(Mention(0, 1, "A", "x"), Mention(3, 4, "B"), acts=(act(0, 1),)), doc(Mention(0, 1, "A", "y"), acts=(act(0, 1),)))])).splitlines()
    assert [line.split()[:2] for line in lines[2:]][:7] == [["strict", "A"], ["strict", "B"], ["strict", "all"], ["overlap", "A"], ["overlap", "B"], ["overlap", "all"], ["linking", "B-cubed"]]
    assert lines[4].split()[2:] == ["1.0000", "0.5000", "0.6667", "1", "0", "1"]
