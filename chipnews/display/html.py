"""A document as HTML: escaped, readable in light and dark, nested spans visible, actions as a table under the text."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from ..document import Document, PolicyAction
from ..spans import Span

__all__ = ["fragment", "page"]

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

# Translucent grounds and inherited ink: they stand on a white page and on a black one alike.
_STYLE = (
    ".chipnews{line-height:2.1;overflow-wrap:anywhere}"
    ".chipnews .text{white-space:pre-wrap}"
    ".chipnews mark{color:inherit;background:hsl(var(--h) 75% 50%/.16);border-bottom:2px solid hsl(var(--h) 70% 50%/.9);border-radius:.25em;padding:.12em .18em;margin:0 .05em}"
    ".chipnews mark mark{padding:0 .12em}"
    ".chipnews mark.POLICY_ACTION{background:none;border:2px dashed hsl(var(--h) 75% 55%/.9)}"
    ".chipnews small{font-size:.62em;opacity:.75;margin-left:.3em;letter-spacing:.03em}"
    ".chipnews .scroll{overflow-x:auto}"
    ".chipnews table{border-collapse:collapse;margin-top:.8em;line-height:1.5;font-size:.92em}"
    ".chipnews th,.chipnews td{text-align:left;padding:.25em .8em .25em 0;border-bottom:1px solid hsl(0 0% 50%/.35);vertical-align:top}"
    + "".join([f".chipnews mark.{label}{{--h:{hue}}}" for label, hue in _HUES.items()])
)


def fragment(document: Document) -> str:
    """A self-contained piece of HTML, fit for a notebook cell."""
    return f"<style>{_STYLE}</style>{_body(document)}"


def page(documents: Iterable[Document], title: str = "chipnews") -> str:
    """A whole HTML page with one section per document."""
    sections = "".join(f"<section>{f'<h2>{_text(str(d.id))}</h2>' if d.id is not None else ''}{_body(d)}</section>" for d in documents)
    return (
        '<!doctype html><html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{_text(title)}</title><style>:root{{color-scheme:light dark}}body{{font-family:system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em}}{_STYLE}</style>"
        f"</head><body>{sections}</body></html>\n"
    )


def _body(document: Document) -> str:
    return f'<div class="chipnews"><div class="text">{_marked(document.text, document.spans)}</div>{_table(document.actions)}</div>'


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


def _table(actions: Iterable[PolicyAction]) -> str:
    rows = [
        (a.text, a.type, a.direction, a.status, _names(a.actor), _names(a.target), _names(a.object), a.instrument.text if a.instrument else "", a.condition or "")
        for a in actions
    ]
    if not rows:
        return ""
    head = "".join(f"<th>{name}</th>" for name in ("trigger", "type", "direction", "status", "actor", "target", "object", "instrument", "condition"))
    body = "".join("<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _names(spans: Iterable[Span]) -> str:
    return "、".join(span.text for span in spans)
