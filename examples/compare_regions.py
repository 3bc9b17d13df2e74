"""One event told in Taiwan, Hong Kong and the mainland: the same entities and the same policy actions.

    python examples/compare_regions.py
"""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

import chipnews

HERE = Path(__file__).parent
LABELS = ("COMPANY", "PRODUCT", "AGENCY", "PERSON", "INSTRUMENT")


def entities(doc: chipnews.Document) -> dict[str, list[str]]:
    """The linked entities of a document with the forms in which they stand there."""
    return {id_: sorted({span.text for span in spans}) for id_, spans in sorted(doc.by_entity().items()) if spans[0].label in LABELS}


def actions(doc: chipnews.Document) -> list[tuple[str, ...]]:
    """Each policy action as type, direction, status, and the entities of actor and object."""
    return [(a.type, a.direction, a.status, *(", ".join(sorted({span.entity or span.text for span in role})) for role in (a.actor, a.object))) for a in doc.actions]


def table(titles: tuple[str, ...], rows: list[tuple[str, ...]]) -> Table:
    """Rows under titles, aligned by the width that Chinese characters have on a terminal."""
    shown = Table(*titles, box=None)
    for row in rows:
        shown.add_row(*row)
    return shown


def main() -> None:
    """Print what the three tell, and end with 0 where it is the same."""
    docs = {path.stem[-2:]: chipnews.extract(path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("event_*.txt"))}
    found = {region: entities(doc) for region, doc in docs.items()}
    console = Console(soft_wrap=True)
    console.print(table(("entity", *found), [(id_, *("、".join(forms.get(id_, ["-"])) for forms in found.values())) for id_ in sorted(set().union(*found.values()))]))
    console.print()
    console.print(table(("type", "direction", "status", "actor", "object"), actions(docs["tw"])))
    same = all(e.keys() == found["tw"].keys() for e in found.values()) and all(actions(doc) == actions(docs["tw"]) for doc in docs.values())
    print("\nthe same entities and actions in all three" if same else "\nthe three differ")
    raise SystemExit(0 if same else 1)


if __name__ == "__main__":
    main()
