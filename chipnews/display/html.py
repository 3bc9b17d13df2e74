"""A document as HTML: escaped, readable in light and dark, nested spans visible, actions as a table under the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from html import escape
from typing import TYPE_CHECKING

from ..document import Document, PolicyAction
from ..spans import Span

if TYPE_CHECKING:
    from ..pipeline import Explanation

__all__ = ["action_fragment", "explanation_fragment", "fragment", "list_fragment", "page"]

_HUES = {
    "COMPANY": 210,
    "PRODUCT": 145,
    "AGENCY": 285,
    "POLICY_ACTION": 0,
    "GPE": 35,
    "PERSON": 330,
    "INSTRUMENT": 255,
    "MEDIA": 190,
    "TECHNOLOGY": 95,
}

FOLD = 2_000
"""Code points of the longest text that a notebook shows at once; a longer one is folded and opens at a click."""

SHOWN = 50
"""Documents of a list, or readings of an explanation, that are shown at once."""

# Translucent grounds and inherited ink: they stand on a white page and on a black one alike. The line under an outer name lies below those of the inner. A label clings to its name
# by a word joiner and is not copied with the text; a name breaks only where it is longer than a line, its frame closed on both, and in a table nowhere.
_STYLE = (
    ".chipnews{line-height:2.1}"
    ".chipnews .text{white-space:pre-wrap;overflow-wrap:anywhere}"
    ".chipnews mark{color:inherit;background:hsl(var(--h) 75% 50%/.16);border-bottom:2px solid hsl(var(--h) 70% 55%/.9);border-radius:.25em;padding:.12em .18em;margin:0 .05em;"
    "word-break:keep-all;-webkit-box-decoration-break:clone;box-decoration-break:clone}"
    ".chipnews mark mark{padding:0 .12em}"
    ".chipnews mark:has(mark){padding-bottom:.26em}.chipnews mark:has(mark mark){padding-bottom:.46em}"
    ".chipnews mark.POLICY_ACTION{background:none;border:2px dashed hsl(var(--h) 75% 55%/.9)}"
    ".chipnews mark small{font-size:.62em;opacity:.75;letter-spacing:.03em;white-space:nowrap;user-select:none}"
    '.chipnews mark small::before{content:"\\2060\\00a0"}'
    ".chipnews .scroll{overflow-x:auto}"
    ".chipnews .scroll table{border-collapse:collapse;margin:.8em 0;line-height:1.5;font-size:.92em}"
    ".chipnews .scroll table th,.chipnews .scroll table td{text-align:left;padding:.25em .8em .25em 0;border-bottom:1px solid hsl(0 0% 50%/.35);vertical-align:top;word-break:keep-all;overflow-wrap:break-word}"
    ".chipnews .scroll th{white-space:nowrap}"
    ".chipnews .scroll td{min-width:4em;max-width:28em}"
    ".chipnews summary{cursor:pointer;line-height:1.7;overflow-wrap:anywhere}"
    ".chipnews .count{opacity:.75;font-size:.85em;white-space:nowrap}"
    + "".join([f".chipnews mark.{label}{{--h:{hue}}}" for label, hue in _HUES.items()])
)


def fragment(document: Document) -> str:
    """A self-contained piece of HTML, fit for a notebook cell; a long text is folded."""
    return _piece(_body(document) if len(document.text) <= FOLD else _folded(document))


def list_fragment(documents: Sequence[Document]) -> str:
    """Documents as lines that open at a click, the first `SHOWN` of them."""
    rest = f"<div>… and {len(documents) - SHOWN:,} more, which a slice shows</div>" if len(documents) > SHOWN else ""
    return _piece(f'<div class="count">{_count(len(documents), "document")}</div>' + "".join(map(_folded, documents[:SHOWN])) + rest)


def action_fragment(action: PolicyAction) -> str:
    """A policy action as a table of its fields, those that say something."""
    values = [(title, _cell(getattr(action, name), named=True)) for name, title in _FIELDS.items()]
    return _piece(_table(("field", "value"), [row for row in values if row[1]]))


def explanation_fragment(explanation: Explanation) -> str:
    """The text, every reading with its reason, winners before losers, and the acts with theirs."""
    won, lost = ([(f"{v.start}-{v.end}", v.text, v.entity or "", v.reason) for v in explanation.verdicts if (v.entity is None) is lost] for lost in (False, True))
    acts = [(f"{a.start}-{a.end}", a.text, f"{a.type} {a.direction} {a.status}", "; ".join(reasons)) for a, reasons in explanation.actions]
    document = explanation.document
    return _piece(
        f'{_body(document, table=False) if len(document.text) <= FOLD else _folded(document)}<div class="count">script {document.script}, region {document.region}</div>'
        + "".join(_readings(title, rows) for title, rows in (("read as names", won), ("not read as names", lost), ("policy acts", acts)) if rows)
    )


def page(documents: Iterable[Document], title: str = "chipnews") -> str:
    """A whole HTML page with one section per document."""
    sections = "".join(f'<section class="chipnews">{f"<h2>{_text(str(d.id))}</h2>" if d.id is not None else ""}{_body(d)}</section>' for d in documents)
    return (
        '<!doctype html><html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{_text(title)}</title><style>:root{{color-scheme:light dark}}body{{font-family:system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em}}"
        f"h2{{overflow-wrap:anywhere;line-height:1.4}}{_STYLE}</style></head><body>{sections}</body></html>\n"
    )


def _piece(inner: str) -> str:
    return f'<style>{_STYLE}</style><div class="chipnews">{inner}</div>'


def _body(document: Document, *, table: bool = True) -> str:
    return f'<div class="text">{_marked(document.text, document.spans)}</div>{_acts(document.actions) if table else ""}'


def _folded(document: Document) -> str:
    """A line that tells what there is, and opens."""
    head = " ".join(document.text[:200].split())[:30]
    counts = f"{_count(len(document.text), 'character')} · {_count(len(document.spans), 'span')} · {_count(len(document.actions), 'action')}"
    id_ = "" if document.id is None else f"<b>{_text(str(document.id))}</b> "
    return f'<details><summary>{id_}{_text(head)}{"…" if len(document.text) > len(head) else ""} <span class="count">{counts}</span></summary>{_body(document)}</details>'


def _readings(title: str, rows: Sequence[tuple[str, ...]]) -> str:
    opened = " open" if len(rows) <= SHOWN else ""
    return f'<details{opened}><summary>{title} <span class="count">{len(rows):,}</span></summary>{_table(("place", "text", "reading", "reason"), rows)}</details>'


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _marked(text: str, spans: Iterable[Span]) -> str:
    """The text with one mark per span; where two spans cross, the inner one is closed and opened again."""
    out: list[str] = []
    open_spans: list[Span] = []
    position = 0

    def close(upto: int) -> None:
        """Close every open span that ends at or before ``upto``, in order of their ends."""
        nonlocal position
        while open_spans and min(span.end for span in open_spans) <= upto:
            end = min(span.end for span in open_spans)
            out.append(_text(text[position:end]))
            position = end
            reopened: list[Span] = []
            while any(span.end == end for span in open_spans):
                span = open_spans.pop()
                out.append(f"<small>{span.label}</small></mark>" if span.end == end else "</mark>")
                if span.end != end:
                    reopened.append(span)
            for span in reversed(reopened):
                out.append(_open(span))
                open_spans.append(span)

    for span in spans:
        close(span.start)
        out.append(_text(text[position : span.start]))
        position = span.start
        out.append(_open(span))
        open_spans.append(span)
    close(len(text))
    out.append(_text(text[position:]))
    return "".join(out)


def _text(text: str) -> str:
    """Escaped, with lone surrogates, which no page can hold, shown as the replacement character."""
    return escape(text.encode("utf-8", "replace").decode() if any("\ud800" <= char <= "\udfff" for char in text) else text)


def _open(span: Span) -> str:
    title = " · ".join(part for part in (span.label, span.name, span.entity) if part)
    return f'<mark class="{escape(span.label)}" title="{_text(title)}">'


def _acts(actions: Iterable[PolicyAction]) -> str:
    """The actions as a table with a row each, and a column for each field that one of them has."""
    return _table(_FIELDS.values(), [[_cell(getattr(action, name)) for name in _FIELDS] for action in actions])


# Every field but the offsets, with its title.
_FIELDS = {field.name: "trigger" if field.name == "text" else field.name.replace("_", " ") for field in fields(PolicyAction) if field.name not in ("start", "end")}


def _cell(value: object, *, named: bool = False) -> str:
    """The words of a field: spans as they stand in the text, with their names if asked."""
    if isinstance(value, Span):
        return f"{value.text} ({value.name})" if named and value.name not in (None, value.text) else value.text
    if isinstance(value, tuple):
        return "、".join(_cell(item, named=named) for item in value if isinstance(item, Span))
    return "yes" if value is True else value if isinstance(value, str) else ""


def _table(head: Iterable[str], rows: Sequence[Sequence[str]]) -> str:
    """A table without the columns that are empty in every row; without rows, nothing."""
    if not rows:
        return ""
    titles, *filled = zip(*((title, *column) for title, *column in zip(head, *rows, strict=True) if any(column)), strict=True)
    top = "".join(f"<th>{_text(title)}</th>" for title in titles)
    body = "".join("<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in row) + "</tr>" for row in filled)
    return f'<div class="scroll"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'
