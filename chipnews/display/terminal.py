"""A document on a terminal, by rich."""

from __future__ import annotations

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from ..document import Document

__all__ = ["print_document", "rendered"]

_STYLES = {
    "COMPANY": "bold blue",
    "PRODUCT": "bold green",
    "AGENCY": "bold magenta",
    "POLICY_ACTION": "bold red reverse",
    "GPE": "yellow",
    "PERSON": "bright_magenta",
    "INSTRUMENT": "bright_blue",
    "MEDIA": "cyan",
    "TECHNOLOGY": "green",
}


# What a terminal would obey or drop, shown as a picture of itself or a blank, so that every code point keeps its place.
_VISIBLE: dict[int, str] = {
    **{code: chr(0x2400 + code) for code in range(0x20) if code not in (0x09, 0x0A)},
    **{0x0D: " ", 0x7F: "\u2421"},
    **dict.fromkeys(range(0x80, 0xA0), "·"),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}


def _plain(text: str, style: str = "") -> Text:
    return Text(text.translate(_VISIBLE), style=style)


def rendered(document: Document) -> Group:
    """The coloured text, a legend of the entities, and the actions as a table."""
    text = _plain(document.text)
    for span in document.spans:
        text.stylize(_STYLES[span.label], span.start, span.end)
    entities = Table("entity", "label", "forms", box=None, header_style="dim")
    for id_, spans in document.by_entity().items():
        forms = "、".join(dict.fromkeys(span.text for span in spans))
        name = _plain(spans[0].name or "").append(f" {_plain(id_)}", style="dim")
        entities.add_row(name, Text(spans[0].label, style=_STYLES[spans[0].label]), _plain(forms))
    parts: list[Text | Table] = [text, Text(), entities]
    if document.actions:
        actions = Table(box=None, header_style="dim")
        for column in ("trigger", "type", "direction", "status", "actor", "target", "object", "condition"):
            actions.add_column(column, overflow="fold")
        for a in document.actions:
            roles = (_plain("、".join(span.text for span in role)) for role in (a.actor, a.target, a.object))
            actions.add_row(_plain(a.text, _STYLES["POLICY_ACTION"]), a.type, a.direction, a.status, *roles, _plain(a.condition or ""))
        parts += [Text(), actions]
    return Group(*parts)


def print_document(document: Document) -> None:
    """Print to standard output; colours only where it is a terminal."""
    Console(soft_wrap=True).print(rendered(document))
