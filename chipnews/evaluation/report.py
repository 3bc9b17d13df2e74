"""Scores as a table for the terminal, and as a page that shows every disagreement in its context."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape

from .gold import Annotated
from .scores import FIELDS, ROLES, BCubed, Counts, Issue, Scores, shortened, total

__all__ = ["page", "table"]

CONTEXT = 24
"""Code points shown on each side of a disagreement."""

_HUES = {"missed": 0, "false": 35, "boundary": 210, "label": 285}
"""Of the kinds of disagreement between mentions."""

_FIELD_HUE = 145
"""Of the fields of acts."""

_STYLE = (
    ":root{color-scheme:light dark}body{font-family:system-ui,sans-serif;max-width:70em;margin:2em auto;padding:0 1em;line-height:1.5}"
    "h1,h2{overflow-wrap:anywhere}h2{font-size:1.2em;margin:1.8em 0 0}.scroll{overflow-x:auto}"
    "table{border-collapse:collapse;margin:.6em 0 1.2em}th,td{text-align:left;padding:.2em .9em .2em 0;border-bottom:1px solid hsl(0 0% 50%/.3);vertical-align:top}"
    ".n{text-align:right;font-variant-numeric:tabular-nums}tr.group>*{border-top:2px solid hsl(0 0% 50%/.6)}tr.all{font-weight:600}"
    "section table{table-layout:fixed;width:100%;min-width:46em}section td{overflow-wrap:anywhere}section .kind{white-space:nowrap;border-left:.35em solid hsl(var(--h) 70% 50%/.9);padding-left:.5em}"
    "mark{color:inherit;background:hsl(var(--h) 75% 50%/.2);border-bottom:2px solid hsl(var(--h) 70% 50%/.9);border-radius:.2em}"
    "label{display:inline-block;margin:0 1.4em .4em 0;white-space:nowrap;border-bottom:2px solid hsl(var(--h) 70% 50%/.9)}"
)

_COLUMNS = '<colgroup><col style="width:7.5em"><col style="width:9.5em"><col><col style="width:17em"></colgroup>'


def _rows(scores: Scores) -> Iterator[tuple[str, str, Counts | BCubed]]:
    """Every line of the table: its group, its name and its counts."""
    for group, by_label in (("strict", scores.strict), ("overlap", scores.overlap)):
        for label, counts in sorted(by_label.items()):
            yield group, label, counts
        yield group, "all", total(by_label)
    if scores.linking.mentions:
        yield "linking", "B-cubed", scores.linking
    if scores.triggers.hits + scores.triggers.false + scores.triggers.missed:
        yield "actions", "trigger", scores.triggers
        yield "actions", "trigger and type", scores.typed
        for role in ROLES:
            yield "actions", role, scores.roles[role]


def _accuracies(scores: Scores) -> list[tuple[str, float]]:
    return [(name, scores.fields[name].precision) for name in FIELDS] if scores.triggers.hits else []


def table(scores: Scores) -> str:
    """The scores as lines of text."""
    lines = [f"{scores.documents} documents", f"{'':28}{'precision':>10}{'recall':>10}{'f':>10}{'hits':>8}{'false':>8}{'missed':>8}"]
    for group, name, counts in _rows(scores):
        numbers = f"{counts.hits:>8}{counts.false:>8}{counts.missed:>8}" if isinstance(counts, Counts) else f"{counts.mentions:>8} mentions"
        lines.append(f"{group:9}{name:19}{counts.precision:>10.4f}{counts.recall:>10.4f}{counts.f:>10.4f}{numbers}")
    lines += [f"{'actions':9}{f'{name} right':19}{share:>10.4f}{'':>20}{f'of {scores.triggers.hits}':>8}" for name, share in _accuracies(scores)]
    if scores.left_out:
        lines.append("not counted, for the gold has no such label: " + ", ".join(f"{count} {label}" for label, count in sorted(scores.left_out.items())))
    return "\n".join(lines)


def page(scores: Scores, title: str = "chipnews evaluate") -> str:
    """A whole HTML page: the table, and under it every disagreement in its context, document by document; kinds can be hidden."""
    rows: list[str] = []
    group = ""
    for name, what, counts in _rows(scores):
        classes = ["group"] if name != group else []
        classes += ["all"] if what == "all" else []
        numbers = (counts.hits, counts.false, counts.missed) if isinstance(counts, Counts) else (f"of {counts.mentions}", "", "")
        rows.append(f'<tr class="{" ".join(classes)}"><td>{name if name != group else ""}</td><td>{escape(what)}</td>{_cells(f"{counts.precision:.4f}", f"{counts.recall:.4f}", f"{counts.f:.4f}", *numbers)}</tr>')
        group = name
    rows += [f"<tr><td></td><td>{name} right</td>{_cells(f'{share:.4f}', '', '', f'of {scores.triggers.hits}', '', '')}</tr>" for name, share in _accuracies(scores)]
    head = "".join(f'<th class="n">{name}</th>' for name in ("precision", "recall", "f", "hits", "false", "missed"))
    left_out = ", ".join(f"{count} {escape(label)}" for label, count in sorted(scores.left_out.items()))
    note = f"<p>Not counted, for the gold has no such label: {left_out}</p>" if left_out else ""
    kinds = Counter(issue.kind for _, issues in scores.issues for issue in issues)
    sets = {frozenset({kind}) for kind in kinds} | {frozenset(issue.kind for issue in issues) for _, issues in scores.issues}
    hiding = "".join(f"body{''.join(f':has(#show-{kind}:not(:checked))' for kind in sorted(some))} .{_only(some)}{{display:none}}" for some in sorted(sets, key=sorted))
    boxes = "".join(f'<label style="--h:{_hue(kind)}"><input type="checkbox" id="show-{kind}" checked> {count} {kind}</label>' for kind, count in kinds.most_common())
    return (
        '<!doctype html><html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{_text(title)}</title><style>{_STYLE}{hiding}</style></head><body><h1>{_text(title)}</h1>"
        f'<p>{scores.documents:,} documents, {kinds.total():,} disagreements</p><div class="scroll"><table><tr><th></th><th></th>{head}</tr>{"".join(rows)}</table></div>{note}<p>{boxes}</p>'
        f"{''.join(_section(document, issues) for document, issues in scores.issues)}</body></html>\n"
    )


def _cells(*values: object) -> str:
    return "".join(f'<td class="n">{value}</td>' for value in values)


def _only(kinds: Iterable[str]) -> str:
    """The class of what is shown while one of these kinds is."""
    return "-".join(("only", *sorted(set(kinds))))


def _hue(kind: str) -> int:
    return _HUES.get(kind, _FIELD_HUE)


def _section(document: Annotated, issues: tuple[Issue, ...]) -> str:
    rows = "".join(
        f'<tr class="{_only([issue.kind])}" style="--h:{_hue(issue.kind)}"><td class="kind">{issue.kind}</td><td>{escape(issue.what)}</td><td>{_context(document.text, issue)}</td><td>{_text(issue.said)}</td></tr>'
        for issue in issues
    )
    title = "" if document.id is None else f"<h2>{_text(str(document.id))}</h2>"
    return f'<section class="{_only(issue.kind for issue in issues)}">{title}<div class="scroll"><table>{_COLUMNS}{rows}</table></div></section>'


def _context(text: str, issue: Issue) -> str:
    start, end = max(0, issue.start - CONTEXT), issue.end + CONTEXT
    before, after = ("…" if start else "") + text[start : issue.start], text[issue.end : end] + ("…" if end < len(text) else "")
    return f"{_text(before)}<mark>{_text(shortened(text[issue.start : issue.end]))}</mark>{_text(after)}"


def _text(text: str) -> str:
    """Escaped, with lone surrogates, which no page can hold, shown as the replacement character."""
    return escape(text.encode("utf-8", "replace").decode())
