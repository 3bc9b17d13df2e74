"""A text with its spans and policy actions: what `extract` returns."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, SupportsIndex, overload

from .errors import SchemaError
from .normalization import fold
from .spans import LABELS, Span

__all__ = ["DIRECTIONS", "SCHEMA", "STATUSES", "TYPES", "Document", "Documents", "PolicyAction", "dumps", "surface_id"]

SCHEMA = "chipnews/1"
"""Version of the dictionary form. A reader refuses what it does not know."""

TYPES = (
    "export_control",
    "license_decision",
    "import_control",
    "entity_listing",
    "sanction_countermeasure",
    "tariff",
    "trade_probe",
    "antitrust_probe",
    "security_review",
    "regulatory_summons",
    "procurement_list",
    "purchase_directive",
    "subsidy_support",
    "state_equity",
    "inbound_investment_review",
    "outbound_control",
    "corporate_control_order",
    "tech_requirement",
    "legislation",
    "trade_deal",
    "enforcement_prosecution",
)
DIRECTIONS = ("tighten", "relax", "maintain", "defer", "support", "withdraw_support", "neutral")
STATUSES = (
    "in_force",
    "announced",
    "scheduled",
    "proposed",
    "planned",
    "considered",
    "rumoured",
    "urged",
    "suspended",
    "withdrawn",
    "rejected",
    "denied",
    "hypothetical",
)


def dumps(record: Mapping[str, Any]) -> str:
    """One line of JSON that can be encoded: Chinese stays readable unless the record holds a lone surrogate."""
    line = json.dumps(record, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        return json.dumps(record)
    return line


@dataclass(frozen=True, slots=True)
class PolicyAction:
    """One act of a public body with its own direction.

    ``start`` and ``end`` (code points, half-open) mark the trigger, the shortest contiguous head of the act.
    """

    start: int
    end: int
    text: str
    type: str
    """One of `TYPES`."""
    direction: str
    """One of `DIRECTIONS`: the net effect on the target."""
    status: str
    """One of `STATUSES`: the state of the measure as the text gives it."""
    negated: bool = False
    """Whether the trigger stands under a negation; ``direction`` already takes it into account."""
    condition: str | None = None
    """The words that make the act conditional (有條件, 為期一年)."""
    actor: tuple[Span, ...] = ()
    target: tuple[Span, ...] = ()
    object: tuple[Span, ...] = ()
    instrument: Span | None = None

    def _repr_html_(self) -> str:
        from .display.html import action_fragment

        return action_fragment(self)


def surface_id(span: Span) -> str:
    """An id for a name that no lexicon holds: its label and its full form, the same in every document and script.

    >>> surface_id(Span(0, 5, "礪象半導體", "COMPANY", source="pattern"))
    'company:砺象半导体'
    """
    return f"{span.label.lower()}:{fold(span.name or span.text)}"


@dataclass(frozen=True)
class Document:
    """A text, its spans sorted by (start, -end), and its policy actions in order.

    >>> import chipnews
    >>> doc = chipnews.extract("美方放行輝達H200晶片對華出口")
    >>> [(span.text, span.name) for span in doc.products]
    [('H200', 'NVIDIA H200')]
    """

    text: str
    spans: tuple[Span, ...] = ()
    actions: tuple[PolicyAction, ...] = ()
    id: str | int | None = None
    script: str | None = None
    """``Hant``, ``Hans``, ``mixed`` or None."""
    region: str | None = None
    """``TW``, ``HK``, ``CN`` or None: whose press the text reads like."""

    def labelled(self, label: str) -> tuple[Span, ...]:
        """The spans with this label.

        Raises:
            ValueError: for a label that does not exist.
        """
        if label not in LABELS:
            raise ValueError(f"unknown label {label!r}; the labels are {', '.join(LABELS)}")
        return tuple(span for span in self.spans if span.label == label)

    @property
    def companies(self) -> tuple[Span, ...]:
        """Spans of companies."""
        return self.labelled("COMPANY")

    @property
    def products(self) -> tuple[Span, ...]:
        """Spans of products."""
        return self.labelled("PRODUCT")

    @property
    def agencies(self) -> tuple[Span, ...]:
        """Spans of agencies."""
        return self.labelled("AGENCY")

    @property
    def people(self) -> tuple[Span, ...]:
        """Spans of persons."""
        return self.labelled("PERSON")

    @property
    def places(self) -> tuple[Span, ...]:
        """Spans of countries, regions and cities."""
        return self.labelled("GPE")

    @property
    def instruments(self) -> tuple[Span, ...]:
        """Spans of named laws, lists and programmes."""
        return self.labelled("INSTRUMENT")

    @property
    def ents(self) -> tuple[Span, ...]:
        """The names as a flat sequence, by the rule *outermost*: of spans that nest, the one that holds the others.

        Policy actions are statements about the text and stand in ``actions`` alone.
        """
        return tuple(span for span in self.spans if span.parent is None and span.label != "POLICY_ACTION")

    def by_entity(self, *, unlisted: bool = False) -> dict[str, tuple[Span, ...]]:
        """The spans of each linked entity, in order of first mention.

        Args:
            unlisted: also those that no lexicon holds, by `surface_id`.
        """
        found: dict[str, list[Span]] = {}
        for span in self.spans:
            key = span.entity if not unlisted or span.entity is not None or span.label == "POLICY_ACTION" else surface_id(span)
            if key is not None:
                found.setdefault(key, []).append(span)
        return {key: tuple(spans) for key, spans in found.items()}

    def to_dict(self) -> dict[str, Any]:
        """Plain types only, by the schema named in its ``schema`` field; offsets are code points."""
        index = {span: i for i, span in enumerate(self.spans)}

        def places(spans: tuple[Span, ...]) -> list[int]:
            return [index[span] for span in spans]

        return {
            "schema": SCHEMA,
            "id": self.id,
            "text": self.text,
            "script": self.script,
            "region": self.region,
            "spans": [span._asdict() for span in self.spans],
            "actions": [
                {
                    "start": a.start,
                    "end": a.end,
                    "text": a.text,
                    "type": a.type,
                    "direction": a.direction,
                    "status": a.status,
                    "negated": a.negated,
                    "condition": a.condition,
                    "actor": places(a.actor),
                    "target": places(a.target),
                    "object": places(a.object),
                    "instrument": None if a.instrument is None else index[a.instrument],
                }
                for a in self.actions
            ],
        }

    def to_json(self) -> str:
        """One line of JSON. Characters outside ASCII stay readable, except lone surrogates, which are escaped."""
        return dumps(self.to_dict())

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Document:
        """Read what `to_dict` wrote.

        Raises:
            SchemaError: if the version is unknown, a field is missing or of a wrong kind, or a span does not fit the text.
        """
        if not isinstance(data, Mapping):
            raise SchemaError(f"a document is a mapping, not {type(data).__name__}")
        if data.get("schema") != SCHEMA:
            raise SchemaError(f"cannot read schema {data.get('schema')!r}; this version of chipnews reads {SCHEMA!r}")
        _check(data, _DOCUMENT, "the document")
        text = data["text"]
        for i, span in enumerate(data["spans"]):
            where = f"span {i}"
            _check(span, _SPAN, where)
            _check_place(span, text, where)
            if span["label"] not in LABELS:
                raise SchemaError(f"{where}: unknown label {span['label']!r}")
            _check_indices([] if span["parent"] is None else [span["parent"]], data["spans"], f"{where}: parent")
        spans = tuple(Span(**span) for span in data["spans"])
        actions = []
        for i, action in enumerate(data["actions"]):
            where = f"action {i}"
            _check(action, _ACTION, where)
            _check_place(action, text, where)
            for field, known in (("type", TYPES), ("direction", DIRECTIONS), ("status", STATUSES)):
                if action[field] not in known:
                    raise SchemaError(f"{where}: unknown {field} {action[field]!r}")
            roles: dict[str, Any] = {}
            for role in ("actor", "target", "object"):
                _check_indices(action[role], spans, f"{where}: {role}")
                roles[role] = tuple(spans[j] for j in action[role])
            instrument = action["instrument"]
            _check_indices([] if instrument is None else [instrument], spans, f"{where}: instrument")
            roles["instrument"] = None if instrument is None else spans[instrument]
            actions.append(PolicyAction(**{**action, **roles}))
        return cls(text, spans, tuple(actions), data["id"], data["script"], data["region"])

    def _repr_html_(self) -> str:
        from .display.html import fragment

        return fragment(self)


class Documents(list[Document]):
    """A list of documents that shows itself in a notebook, a line each, which opens at a click.

    >>> import chipnews
    >>> docs = Documents(chipnews.Pipeline().pipe(["輝達", "台積電"]))
    >>> docs[1:][0].companies[0].name
    'TSMC'
    """

    @overload
    def __getitem__(self, index: SupportsIndex) -> Document: ...
    @overload
    def __getitem__(self, index: slice) -> Documents: ...
    def __getitem__(self, index: SupportsIndex | slice) -> Document | Documents:
        return Documents(super().__getitem__(index)) if isinstance(index, slice) else super().__getitem__(index)

    def _repr_html_(self) -> str:
        from .display.html import list_fragment

        return list_fragment(self)


_NONE = type(None)
_PLACE: dict[str, tuple[type, ...]] = {"start": (int,), "end": (int,), "text": (str,)}
_DOCUMENT: dict[str, tuple[type, ...]] = {
    "schema": (str,),
    "id": (str, int, _NONE),
    "text": (str,),
    "script": (str, _NONE),
    "region": (str, _NONE),
    "spans": (list, tuple),
    "actions": (list, tuple),
}
_SPAN: dict[str, tuple[type, ...]] = {
    **_PLACE,
    "label": (str,),
    "entity": (str, _NONE),
    "name": (str, _NONE),
    "source": (str,),
    "score": (int, float),
    "parent": (int, _NONE),
}
_ACTION: dict[str, tuple[type, ...]] = {
    **_PLACE,
    "type": (str,),
    "direction": (str,),
    "status": (str,),
    "negated": (bool,),
    "condition": (str, _NONE),
    "actor": (list, tuple),
    "target": (list, tuple),
    "object": (list, tuple),
    "instrument": (int, _NONE),
}


def _check(record: Any, fields: Mapping[str, tuple[type, ...]], where: str) -> None:
    """Refuse a record that lacks a field, has one too many, or one of a wrong kind."""
    if not isinstance(record, Mapping):
        raise SchemaError(f"{where} must be a mapping, not {type(record).__name__}")
    if record.keys() != fields.keys():
        missing, unknown = sorted(fields.keys() - record.keys()), sorted(map(str, record.keys() - fields.keys()))
        raise SchemaError(f"{where}: " + "; ".join(f"{what} {', '.join(names)}" for what, names in (("missing", missing), ("unknown", unknown)) if names))
    for field, kinds in fields.items():
        value = record[field]
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            expected = " or ".join("null" if kind is _NONE else kind.__name__ for kind in kinds)
            raise SchemaError(f"{where}: the field {field!r} must be {expected}, not {type(value).__name__}")


def _check_place(record: Mapping[str, Any], text: str, where: str) -> None:
    start, end, said = record["start"], record["end"], record["text"]
    if not 0 <= start < end <= len(text) or text[start:end] != said:
        raise SchemaError(f"{where}: [{start}, {end}) says {said!r} where the text has {text[max(0, start) : end]!r}")


def _check_indices(indices: Sequence[Any], spans: Sequence[Any], where: str) -> None:
    for index in indices:
        if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(spans):
            raise SchemaError(f"{where}: {index!r} is no index of the {len(spans)} spans")
