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
    """The coloured text, a legend of the entities, and the actions with their roles."""
    text = _plain(document.text)
    for span in document.spans:
        text.stylize(_STYLES[span.label], span.start, span.end)
    entities = Table("entity", "label", "forms", box=None, header_style="dim")
    for id_, spans in document.by_entity().items():
        forms = "、".join(dict.fromkeys(span.text for span in spans))
        name = _plain(spans[0].name or "").append(f" {_plain(id_)}", style="dim")
        entities.add_row(name, Text(spans[0].label, style=_STYLES[spans[0].label]), _plain(forms))
    parts: list[Text | Table] = [text, Text(), entities if entities.row_count else Text("no names found", style="dim")]
    for action in document.actions:
        line = Text("\n").append_text(_plain(action.text, _STYLES["POLICY_ACTION"])).append(f"  {action.type}  {action.direction}  {action.status}")
        roles = {"actor": action.actor, "target": action.target, "object": action.object, "instrument": (action.instrument,) if action.instrument else ()}
        said = {role: "、".join(span.text for span in spans) for role, spans in roles.items()} | {"condition": action.condition or ""}
        for role, words in said.items():
            if words:
                line.append(f"\n    {role:<11}", style="dim").append_text(_plain(words))
        parts.append(line)
    return Group(*parts)


def print_document(document: Document) -> None:
    """Print to standard output; colours only where it is a terminal."""
    Console(soft_wrap=True).print(rendered(document))
