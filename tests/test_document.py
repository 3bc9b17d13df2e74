"""Documents made by hand: filters, the dictionary form, and what its reader refuses."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from chipnews import LABELS, ChipnewsError, Document, PolicyAction, SchemaError, Span

TEXT = "美方放行輝達H20，英偉達股價上漲"
US = Span(0, 1, "美", "GPE", "country-us", "United States")
ACT = Span(2, 4, "放行", "POLICY_ACTION", None, "license_decision", "pattern", 0.9)
NVIDIA = Span(4, 6, "輝達", "COMPANY", "nvidia", "NVIDIA")
H20 = Span(6, 9, "H20", "PRODUCT", "nvidia-h20", "NVIDIA H20")
AGAIN = Span(10, 13, "英偉達", "COMPANY", "nvidia", "NVIDIA")
RELEASE = PolicyAction(2, 4, "放行", "license_decision", "relax", "announced", actor=(US,), target=(NVIDIA,), object=(H20,))
DOC = Document(TEXT, (US, ACT, NVIDIA, H20, AGAIN), (RELEASE,), "a-1", "Hant", None)


def record(**changes: Any) -> dict[str, Any]:
    """The document as a record, with other values in some fields."""
    return {**DOC.to_dict(), **changes}


def spans(**changes: Any) -> dict[str, Any]:
    """The record with other values in its first span."""
    first, *others = DOC.to_dict()["spans"]
    return record(spans=[{**first, **changes}, *others])


def actions(**changes: Any) -> dict[str, Any]:
    """The record with other values in its action."""
    return record(actions=[{**DOC.to_dict()["actions"][0], **changes}])


def test_filters_pick_by_label() -> None:
    """Each filter gives the spans of its label in order."""
    assert DOC.companies == (NVIDIA, AGAIN)
    assert DOC.products == (H20,)
    assert DOC.places == (US,)
    assert DOC.agencies == DOC.people == DOC.instruments == ()


@pytest.mark.parametrize("label", LABELS)
def test_every_label_can_be_asked_for(label: str) -> None:
    """`labelled` knows every label, and all of them together are the spans."""
    assert all(span.label == label for span in DOC.labelled(label))
    assert sum(len(DOC.labelled(other)) for other in LABELS) == len(DOC.spans)


def test_unknown_label_is_named_with_the_known_ones() -> None:
    """A label that does not exist is an error that lists those that do, not an empty answer."""
    with pytest.raises(ValueError, match=r"'ORG'.*COMPANY, PRODUCT, AGENCY"):
        DOC.labelled("ORG")


def test_mentions_are_grouped_by_entity() -> None:
    """`by_entity` keeps the order of first mention and leaves out what is linked to nothing."""
    assert list(DOC.by_entity()) == ["country-us", "nvidia", "nvidia-h20"]
    assert DOC.by_entity()["nvidia"] == (NVIDIA, AGAIN)


def test_document_cannot_be_changed() -> None:
    """A document is a value: frozen, and equal to its like."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        DOC.text = ""  # type: ignore[misc]
    assert Document(TEXT, DOC.spans, DOC.actions, "a-1", "Hant", None) == DOC
    assert hash(DOC) == hash(Document(TEXT, DOC.spans, DOC.actions, "a-1", "Hant", None))


def test_record_has_the_fields_of_the_schema() -> None:
    """The dictionary form is what the plan promises, roles being places in the list of spans."""
    data = DOC.to_dict()
    assert list(data) == ["schema", "id", "text", "script", "region", "spans", "actions"]
    assert data["schema"] == "chipnews/1"
    assert list(data["spans"][2]) == ["start", "end", "text", "label", "entity", "name", "source", "score", "parent"]
    assert list(data["spans"][2].values()) == [4, 6, "輝達", "COMPANY", "nvidia", "NVIDIA", "lexicon", 1.0, None]
    action = data["actions"][0]
    assert (action["actor"], action["target"], action["object"], action["instrument"]) == ([0], [2], [3], None)


def test_record_comes_back() -> None:
    """A record read again is the same document, straight or through JSON."""
    assert Document.from_dict(DOC.to_dict()) == DOC
    assert Document.from_dict(json.loads(DOC.to_json())) == DOC


def test_record_is_a_copy() -> None:
    """Changing a record changes no document."""
    data = DOC.to_dict()
    data["spans"][0]["text"] = "歐"
    data["actions"].clear()
    assert DOC.to_dict() == record()


def test_json_is_one_readable_line() -> None:
    """Chinese stays readable in JSON, and a line break of the text does not break the line."""
    line = Document("輝達\n\u2028\x85").to_json()
    assert "輝達" in line
    assert "\n" not in line


def test_lone_surrogates_do_not_spoil_the_json() -> None:
    """What no encoding holds is escaped."""
    assert json.loads(Document("輝達\ud800").to_json().encode())["text"] == "輝達\ud800"


@pytest.mark.parametrize("schema", ["chipnews/0", "chipnews/2", "chipnews", "", 1, None])
def test_other_schema_is_refused(schema: object) -> None:
    """The reader names the version it met and the one it reads."""
    with pytest.raises(SchemaError, match=f"{schema!r}.*'chipnews/1'"):
        Document.from_dict(record(schema=schema))


def test_record_without_schema_is_refused() -> None:
    """A record of something else, such as an error line of a batch, is no document."""
    with pytest.raises(SchemaError, match="schema None"):
        Document.from_dict({"id": None, "file": "news.jsonl", "line": 3, "error": "no JSON"})


@pytest.mark.parametrize("data", [None, [], "輝達", 5])
def test_what_is_no_mapping_is_refused(data: Any) -> None:
    """Only mappings are records."""
    with pytest.raises(SchemaError, match=f"mapping, not {type(data).__name__}"):
        Document.from_dict(data)


@pytest.mark.parametrize("field", ["id", "text", "script", "region", "spans", "actions"])
def test_missing_field_is_named(field: str) -> None:
    """A record with a field too few is refused by the name of the field."""
    data = record()
    del data[field]
    with pytest.raises(SchemaError, match=field):
        Document.from_dict(data)


@pytest.mark.parametrize("field", ["start", "end", "text", "label"])
def test_missing_field_of_a_span_is_named(field: str) -> None:
    """A span with a field too few is refused by the name of the field."""
    data = record()
    del data["spans"][0][field]
    with pytest.raises(SchemaError, match=field):
        Document.from_dict(data)


@pytest.mark.parametrize("field", ["start", "end", "text", "type", "direction", "status", "actor", "target", "object", "instrument"])
def test_missing_field_of_an_action_is_named(field: str) -> None:
    """An action with a field too few is refused by the name of the field."""
    data = record()
    del data["actions"][0][field]
    with pytest.raises(SchemaError, match=field):
        Document.from_dict(data)


@pytest.mark.parametrize("data", [spans(colour="red"), actions(colour="red")])
def test_unknown_field_is_named(data: dict[str, Any]) -> None:
    """A field that the schema does not know is refused by its name."""
    with pytest.raises(SchemaError, match="colour"):
        Document.from_dict(data)


@pytest.mark.parametrize("data", [record(text="別的內容"), spans(start=1), spans(end=3), spans(text="歐"), actions(text="禁止"), actions(end=5)])
def test_span_that_does_not_fit_the_text_is_refused(data: dict[str, Any]) -> None:
    """Offsets that have drifted, as from UTF-16 or bytes, are found at once."""
    with pytest.raises(SchemaError, match=r"where the text has|not a place in the text"):
        Document.from_dict(data)


FAULTY = {
    "text is a number": record(text=5),
    "spans is a number": record(spans=5),
    "spans is null": record(spans=None),
    "a span is a list": record(spans=[[0, 1]]),
    "an action is null": record(actions=[None]),
    "id is a list": record(id=["a"]),
    "start is a string": spans(start="0"),
    "start is null": spans(start=None),
    "start is a fraction": spans(start=0.0),
    "start counts from the end": spans(start=-len(TEXT)),
    "end is null": {**record(text="美", spans=[], actions=[]), "spans": [{**US._asdict(), "end": None}]},
    "label is unknown": spans(label="ORG"),
    "label is null": spans(label=None),
    "score is a string": spans(score="high"),
    "parent is no span": spans(parent=57),
    "actor is no span": actions(actor=[57]),
    "actor counts from the end": actions(actor=[-1]),
    "actor is a string": actions(actor="美"),
    "instrument is no span": actions(instrument=57),
    "type is unknown": actions(type="embargo"),
    "direction is unknown": actions(direction="up"),
    "status is unknown": actions(status="maybe"),
    "negated is a string": actions(negated="no"),
}


@pytest.mark.parametrize("data", FAULTY.values(), ids=FAULTY.keys())
def test_faulty_record_is_refused(data: dict[str, Any]) -> None:
    """Whatever is wrong in a record, the reader says so as a SchemaError and makes no broken document."""
    with pytest.raises(SchemaError):
        Document.from_dict(data)


def test_schema_error_is_caught_as_value_error() -> None:
    """The error stands under the family and under the builtin that a caller would catch."""
    assert issubclass(SchemaError, ChipnewsError)
    assert issubclass(SchemaError, ValueError)


def test_notebook_shows_the_document() -> None:
    """In Jupyter a document shows itself."""
    assert "輝達" in DOC._repr_html_()
