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


def rendered(document: Document) -> Group:
    """The coloured text, a legend of the entities, and the actions as a table."""
    text = Text(document.text.encode("utf-8", "replace").decode())
    for span in document.spans:
        text.stylize(_STYLES[span.label], span.start, span.end)
    entities = Table("entity", "label", "forms", box=None, header_style="dim")
    for id_, spans in document.by_entity().items():
        forms = "、".join(dict.fromkeys(span.text for span in spans))
        entities.add_row(f"{spans[0].name} [dim]{id_}[/dim]", Text(spans[0].label, style=_STYLES[spans[0].label]), Text(forms))
    parts: list[Text | Table] = [text, Text(), entities]
    if document.actions:
        actions = Table(box=None, header_style="dim")
        for name in ("trigger", "type", "direction", "status", "actor", "target", "object", "condition"):
            actions.add_column(name, overflow="fold")
        for a in document.actions:
            roles = (Text("、".join(span.text for span in role)) for role in (a.actor, a.target, a.object))
            actions.add_row(Text(a.text, style=_STYLES["POLICY_ACTION"]), a.type, a.direction, a.status, *roles, Text(a.condition or ""))
        parts += [Text(), actions]
    return Group(*parts)


def print_document(document: Document) -> None:
    """Print to standard output; colours only where it is a terminal."""
    Console(soft_wrap=True).print(rendered(document))
