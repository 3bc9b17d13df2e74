"""A text with its spans and policy actions: what `extract` returns."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, SupportsIndex, overload

from .errors import SchemaError
from .normalization import fold
from .spans import LABELS, Span
from .terms.resources import folder, rows

if TYPE_CHECKING:
    from .terms.lexicon import Lexicon

__all__ = ["CONDITIONS", "DIRECTIONS", "EVIDENCE", "SCHEMA", "STATUSES", "TYPES", "Document", "Documents", "PolicyAction", "dumps", "surface_id"]

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
CONDITIONS = ("condition", "end_use", "fee", "quota", "reciprocity", "sunset", "testing")
"""Kinds of condition; ``condition`` where the words do not say of what kind."""
EVIDENCE = ("official", "media", "anonymous")
"""On whose word an act is told."""
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
    """Who acts: countries, agencies, officials."""
    target: tuple[Span, ...] = ()
    """Who is acted upon, destinations included; parties without a name (部分企業) are spans whose source is ``phrase``."""
    object: tuple[Span, ...] = ()
    """What is regulated: products, technologies, or noun phrases (spans whose source is ``phrase``)."""
    instrument: Span | None = None
    """The named law or list that the act uses."""
    destination: tuple[Span, ...] = ()
    """Those of the targets that are the place which goods, capital or technology would go to (對華, 銷往中國)."""
    amount: str | None = None
    """Rate, sum or share as written (25%, 三十億元)."""
    start_date: str | None = None
    """From when it holds, as written."""
    end_date: str | None = None
    """Until when, or for how long, as written."""
    extent: tuple[int, int] | None = None
    """Code points from the first to the last word of the act, discontiguous parts included (禁止…出口)."""
    condition_kind: str | None = None
    """One of `CONDITIONS`."""
    condition_place: tuple[int, int] | None = None
    """Code points of ``condition``."""
    evidence: str | None = None
    """On whose word the act is told, one of `EVIDENCE`, or None; apart from ``status``, which is the state of the measure."""
    source: Span | None = None
    """The named outlet that tells of it."""

    @property
    def agency(self) -> tuple[Span, ...]:
        """Those of the actors that are agencies."""
        return tuple(span for span in self.actor if span.label == "AGENCY")

    @property
    def codes(self) -> dict[str, tuple[str, ...]]:
        """Codes of the act in other classifications: MAST 2019, Global Trade Alert, CAMEO and PLOVER, as ``lexicons/policy/codes.tsv`` maps type and direction.

        >>> PolicyAction(0, 2, "放行", "license_decision", "relax", "announced").codes["cameo"]
        ('081', '085')
        """
        by_type = _codes()
        found = by_type.get((self.type, self.direction)) or by_type[self.type, ""]
        return {system: codes for system, codes in zip(("mast", "gta", "cameo", "plover"), found, strict=True) if codes}

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

        Policy actions are statements about the text and stand in ``actions`` alone, and so do the noun phrases that only an action is about.

        >>> import chipnews
        >>> doc = chipnews.extract("歐盟執委會調查華為")
        >>> [span.text for span in doc.spans if span.label != "POLICY_ACTION"], [span.text for span in doc.ents]
        (['歐盟執委會', '歐盟', '華為'], ['歐盟執委會', '華為'])
        """
        return tuple(span for span in self.spans if span.parent is None and span.label != "POLICY_ACTION" and span.source != "phrase")

    def by_entity(self, *, unlisted: bool = False, roll_up: bool | str = False, lexicon: Lexicon | None = None) -> dict[str, tuple[Span, ...]]:
        """The spans of each linked entity, in order of first mention.

        Args:
            unlisted: also those that no lexicon holds, by `surface_id`.
            roll_up: what entities are summed up to: ``family``, ``maker``, ``parent`` (or True) or ``jurisdiction``, as
                `chipnews.Lexicon.roll_up` says.
            lexicon: whose relations are meant; those of the shipped one if None.

        Raises:
            ValueError: for another ``roll_up``.

        >>> import chipnews
        >>> doc = chipnews.extract("輝達的H200與Blackwell獲BIS放行，商務部證實")
        >>> {entity: [span.text for span in spans] for entity, spans in doc.by_entity(roll_up="parent").items()}
        {'nvidia': ['輝達', 'H200', 'Blackwell'], 'us-doc': ['BIS', '商務部']}
        """
        if roll_up:
            from .terms.lexicon import Lexicon

            relations = Lexicon.default() if lexicon is None else lexicon
            to = "parent" if roll_up is True else roll_up
        found: dict[str, list[Span]] = {}
        for span in self.spans:
            key = span.entity if not unlisted or span.entity is not None or span.label == "POLICY_ACTION" or span.source == "phrase" else surface_id(span)
            if key is not None:
                if roll_up and span.entity is not None:
                    key = relations.roll_up(key, to)
                found.setdefault(key, []).append(span)
        return {key: tuple(spans) for key, spans in found.items()}

    def to_dict(self) -> dict[str, Any]:
        """Plain types only, by the schema named in its ``schema`` field; offsets are code points, and the spans of an action are places in ``spans``.

        >>> import chipnews
        >>> doc = chipnews.extract("美國放行輝達H20")
        >>> doc.to_dict()["actions"][0]["object"], Document.from_dict(doc.to_dict()) == doc
        ([3], True)
        """
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
                    "agency": places(a.agency),
                    "destination": places(a.destination),
                    "amount": a.amount,
                    "start_date": a.start_date,
                    "end_date": a.end_date,
                    "extent": None if a.extent is None else list(a.extent),
                    "condition_kind": a.condition_kind,
                    "condition_place": None if a.condition_place is None else list(a.condition_place),
                    "evidence": a.evidence,
                    "source": None if a.source is None else index[a.source],
                    "codes": {system: list(codes) for system, codes in a.codes.items()},
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

        Args:
            data: a mapping with every field of the schema and no other.

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
            _check(action, _ACTION, where, _LATER)
            _check_place(action, text, where)
            for field, known in (("type", TYPES), ("direction", DIRECTIONS), ("status", STATUSES)):
                if action[field] not in known:
                    raise SchemaError(f"{where}: unknown {field} {action[field]!r}")
            roles: dict[str, Any] = {}
            for role in ("actor", "target", "object", "destination"):
                _check_indices(action.get(role, ()), spans, f"{where}: {role}")
                roles[role] = tuple(spans[j] for j in action.get(role, ()))
            for role in ("instrument", "source"):
                one = action.get(role)
                _check_indices([] if one is None else [one], spans, f"{where}: {role}")
                roles[role] = None if one is None else spans[one]
            for field, kinds in (("condition_kind", CONDITIONS), ("evidence", EVIDENCE)):
                if action.get(field) not in (None, *kinds):
                    raise SchemaError(f"{where}: unknown {field} {action[field]!r}")
            for field in ("extent", "condition_place"):
                roles[field] = _place_of(action.get(field), text, f"{where}: {field}")
            actions.append(PolicyAction(**{key: value for key, value in {**action, **roles}.items() if key not in ("agency", "codes")}))
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

_LATER: dict[str, tuple[type, ...]] = {
    "agency": (list, tuple),
    "destination": (list, tuple),
    "amount": (str, _NONE),
    "start_date": (str, _NONE),
    "end_date": (str, _NONE),
    "extent": (list, tuple, _NONE),
    "condition_kind": (str, _NONE),
    "condition_place": (list, tuple, _NONE),
    "evidence": (str, _NONE),
    "source": (int, _NONE),
    "codes": (Mapping,),
}
"""Fields of an action that a record may lack; ``agency`` and ``codes`` follow from the others and are not read."""


@cache
def _codes() -> dict[tuple[str, str], tuple[tuple[str, ...], ...]]:
    table: dict[tuple[str, str], tuple[tuple[str, ...], ...]] = {}
    for _, (type_, direction, *systems, _note) in rows(folder() / "policy" / "codes.tsv", ("type", "direction", "mast", "gta", "cameo", "plover", "note")):
        table[type_, direction] = tuple(tuple(cell.split("|")) if cell else () for cell in systems)
    return table


def _place_of(place: Any, text: str, where: str) -> tuple[int, int] | None:
    if place is None:
        return None
    if len(place) != 2 or not all(isinstance(offset, int) and not isinstance(offset, bool) for offset in place) or not 0 <= place[0] < place[1] <= len(text):
        raise SchemaError(f"{where}: {place!r} is no place in a text of {len(text)} code points")
    return (place[0], place[1])


def _check(record: Any, fields: Mapping[str, tuple[type, ...]], where: str, optional: Mapping[str, tuple[type, ...]] | None = None) -> None:
    """Refuse a record that lacks a field, has one that nobody knows, or one of a wrong kind."""
    if not isinstance(record, Mapping):
        raise SchemaError(f"{where} must be a mapping, not {type(record).__name__}")
    known = fields if optional is None else {**fields, **{field: kinds for field, kinds in optional.items() if field in record}}
    if record.keys() != known.keys():
        missing, unknown = sorted(known.keys() - record.keys()), sorted(map(str, record.keys() - known.keys()))
        raise SchemaError(f"{where}: " + "; ".join(f"{what} {', '.join(names)}" for what, names in (("missing", missing), ("unknown", unknown)) if names))
    for field, kinds in known.items():
        value = record[field]
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            expected = " or ".join("null" if kind is _NONE else kind.__name__ for kind in kinds)
            raise SchemaError(f"{where}: the field {field!r} must be {expected}, not {type(value).__name__}")


def _check_place(record: Mapping[str, Any], text: str, where: str) -> None:
    start, end, said = record["start"], record["end"], record["text"]
    if not 0 <= start < end <= len(text):
        raise SchemaError(f"{where}: [{start}, {end}) is not a place in the text, which has {len(text)} code points")
    if text[start:end] != said:
        raise SchemaError(f"{where}: [{start}, {end}) says {said!r} where the text has {text[max(0, start) : end]!r}")


def _check_indices(indices: Sequence[Any], spans: Sequence[Any], where: str) -> None:
    for index in indices:
        if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(spans):
            raise SchemaError(f"{where}: {index!r} is no index of the {len(spans)} spans")
