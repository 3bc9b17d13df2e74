r"""brat's standoff files: a folder with ``NAME.txt`` and ``NAME.ann`` for each document. Offsets are code points of the .txt.

Names are text-bound annotations (T) with their entity as a normalisation (N); policy actions are events (E) with their roles,
type, direction, status and negation as attributes (A), and their other fields as a note (#) in JSON. A span over a line break is written in
fragments, as brat requires. ``annotation.conf`` is written beside them. The name is the id, with ``%XX`` for what file names
cannot hold. Source and score of a span, the script and region of the text, and lone surrogates are lost; so is the kind of a numeric id.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..document import DIRECTIONS, STATUSES, TYPES, Document, PolicyAction, dumps
from ..errors import FormatError
from ..spans import LABELS, Span
from .annotations import SOURCE, count_lost, encodable, labelled

__all__ = ["read", "write"]

_ROLES = {field.name: "tuple" in str(field.type) for field in fields(PolicyAction) if "Span" in str(field.type)}
"""Fields of an action that hold spans, and whether they may hold several."""
_ATTRIBUTES = {"type": TYPES, "direction": DIRECTIONS, "status": STATUSES}
_NOTED = [field.name for field in fields(PolicyAction) if field.name not in {*_ROLES, *_ATTRIBUTES, "start", "end", "text", "negated"}]
_EVENT = "POLICY_ACTION"
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|%]|^\.')
_NOTE = "fields "
"""Before the JSON in a note, to tell it from what an annotator wrote."""
_LONGEST = 200
"""Bytes of a name; with its suffix it must stay below the 255 of most file systems."""


def write(documents: Iterable[Document], target: Path, lost: Counter[str]) -> None:
    """Write two files for each document into a folder, and the configuration."""
    (target / "annotation.conf").write_text(_configuration(), encoding="utf-8", newline="\n")
    for number, document in enumerate(documents):
        name = _name(document.id, number, lost)
        copy = 1
        while (target / f"{name}.txt").exists():
            copy += 1
            name = f"{_name(document.id, number, Counter())}~{copy}"
        text = encodable(document.text, lost)
        (target / f"{name}.txt").write_bytes(text.encode())
        (target / f"{name}.ann").write_bytes("".join(f"{line}\n" for line in _lines(document, text)).encode())
        lost["ids as numbers (they are strings)"] += isinstance(document.id, int)
        count_lost(document, lost, entities=True, actions=True)


def _name(id_: str | int | None, number: int, lost: Counter[str]) -> str:
    """A file name that tells the id."""
    if id_ is None or id_ == "":
        return f"document-{number}"
    name = _UNSAFE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), encodable(str(id_), lost))
    if len(name.encode()) > _LONGEST:
        lost["long ids (they are cut)"] += 1
        name = f"{name.encode()[: _LONGEST - 20].decode(errors='ignore')}~{sha256(name.encode()).hexdigest()[:16]}"
    return name


def _lines(document: Document, text: str) -> Iterator[str]:
    for place, span in enumerate(document.spans, 1):
        yield f"T{place}\t{span.label} {_fragments(text, span.start, span.end)}\t{_one_line(text[span.start : span.end])}"
        if span.entity is not None:
            yield f"N{place}\tReference T{place} chipnews:{span.entity}\t{_one_line(span.name or '')}"
    index = {span: place for place, span in enumerate(document.spans, 1)}
    attribute = 0
    for number, action in enumerate(document.actions, 1):
        trigger = next(index[span] for span in document.spans if (span.start, span.end, span.label) == (action.start, action.end, _EVENT))
        arguments = [f"{_EVENT}:T{trigger}"]
        for role in _ROLES:
            spans = getattr(action, role)
            for count, span in enumerate(spans if isinstance(spans, tuple) and not isinstance(spans, Span) else [spans] if spans else [], 1):
                arguments.append(f"{role.capitalize()}{count if count > 1 else ''}:T{index[span]}")
        yield f"E{number}\t{' '.join(arguments)}"
        for value in [f"{name.capitalize()} E{number} {getattr(action, name)}" for name in _ATTRIBUTES] + [f"Negated E{number}"] * action.negated:
            attribute += 1
            yield f"A{attribute}\t{value}"
        noted = {name: getattr(action, name) for name in _NOTED if getattr(action, name) is not None}
        if noted:
            yield f"#{number}\tAnnotatorNotes E{number}\t{_NOTE}{dumps(noted)}"


def _fragments(text: str, start: int, end: int) -> str:
    """``start end``, or the pieces between line breaks with ``;`` between them."""
    pieces = [(start + match.start(), start + match.end()) for match in re.finditer(r"[^\r\n]+", text[start:end])]
    return ";".join(f"{a} {b}" for a, b in pieces or [(start, end)])


def _one_line(text: str) -> str:
    return re.sub(r"[\r\n\t]+", " ", text)


def _configuration() -> str:
    roles = ", ".join(f"{role.capitalize()}{'*' if several else '?'}:<ENTITY>" for role, several in _ROLES.items())
    values = [f"{name.capitalize()}\tArg:{_EVENT}, Value:{'|'.join(known)}" for name, known in _ATTRIBUTES.items()]
    entities = [label for label in LABELS if label != _EVENT]
    lines = ["[entities]", *entities, "[relations]", "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>", "[events]", f"{_EVENT}\t{roles}", "[attributes]", *values, f"Negated\tArg:{_EVENT}", ""]
    return "\n".join(lines)


def read(path: Path) -> Iterator[Document]:
    """Read a folder of standoff files, in the order of their names.

    A span in fragments goes from the start of the first to the end of the last. Policy actions are read where they have the attributes
    that `write` gives them, other events as spans.

    Raises:
        FormatError: naming file and line.
    """
    texts = sorted(path.rglob("*.txt"))
    if not texts:
        raise FormatError("the folder holds no .txt with .ann files", file=str(path))
    for file in texts:
        annotations = file.with_suffix(".ann")
        if not annotations.exists():
            raise FormatError("there is no .ann file beside the text", file=str(file))
        name = re.sub(r"(?:%[0-9A-F]{2})+", lambda match: bytes.fromhex(match[0].replace("%", "")).decode(errors="replace"), file.stem)
        yield _read_one(_utf8(file), annotations, name)


def _utf8(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormatError(f"not UTF-8 at byte {error.start}", file=str(file)) from error


def _read_one(text: str, file: Path, id_: str) -> Document:
    spans: dict[str, Span] = {}
    events: dict[str, list[list[str]]] = {}
    attributes: dict[str, dict[str, str]] = {}
    notes: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(_utf8(file).split("\n"), 1):
        cells = line.rstrip("\r").split("\t")
        try:
            if line.startswith("T"):
                label, _, places = cells[1].partition(" ")
                numbers = [int(place) for place in re.split("[ ;]", places)]
                start, end = numbers[0], numbers[-1]
                spans[cells[0]] = Span(start, end, text[start:end], label, source=SOURCE)
            elif line.startswith("N"):
                _, of, reference = cells[1].split(" ", 2)
                spans[of] = spans[of]._replace(entity=reference.partition(":")[2], name=(cells[2:] or [""])[0] or None)
            elif line.startswith("E"):
                events[cells[0]] = [argument.split(":", 1) for argument in cells[1].split()]
            elif line.startswith(("A", "M")):
                key, of, *value = cells[1].split(" ")
                attributes.setdefault(of, {})[key] = " ".join(value)
            elif line.startswith("#") and cells[1].startswith("AnnotatorNotes ") and cells[2].startswith(_NOTE):
                notes[cells[1].split(" ")[1]] = json.loads(cells[2].removeprefix(_NOTE))
        except (ValueError, IndexError, KeyError) as error:
            raise FormatError(f"no standoff annotation: {line!r:.80} ({error})", file=str(file), line=number) from error
    document = labelled(text, spans.values(), id_, file=str(file))
    by_place = {span[:5]: span for span in document.spans}
    actions = []
    for name, arguments in events.items():
        said = attributes.get(name, {})
        if not {name.capitalize() for name in _ATTRIBUTES} <= said.keys():
            continue
        try:
            trigger, *others = ((re.sub(r"\d+$", "", role).lower(), by_place[spans[of][:5]]) for role, of in arguments)
            found = {role: tuple(span for key, span in others if key == role) for role in _ROLES}
            values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in notes.get(name, {}).items()}
            values |= {role: found[role] if several else next(iter(found[role]), None) for role, several in _ROLES.items()}
            values |= {name: said[name.capitalize()] for name in _ATTRIBUTES}
            values |= {"start": trigger[1].start, "end": trigger[1].end, "text": trigger[1].text, "negated": "Negated" in said}
            actions.append(PolicyAction(**values))
        except (KeyError, ValueError, TypeError) as error:
            raise FormatError(f"the event {name} has an argument that is no span, or a field that is unknown: {error}", file=str(file)) from error
    return Document(document.text, document.spans, tuple(actions), id_)
