"""Scores as a table for the terminal, and as a page that shows every disagreement in its context."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from .gold import Annotated
from .scores import FIELDS, ROLES, BCubed, Counts, Issue, Scores, total

__all__ = ["page", "table"]

CONTEXT = 24
"""Code points shown on each side of a disagreement."""

_KINDS = {"missed": 0, "false": 35, "boundary": 210, "label": 285}
"""Hues; fields of acts share the last."""

_STYLE = (
    ":root{color-scheme:light dark}body{font-family:system-ui,sans-serif;max-width:70em;margin:2em auto;padding:0 1em;line-height:1.5}"
    "table{border-collapse:collapse;margin:.6em 0 1.6em}th,td{text-align:left;padding:.2em .9em .2em 0;border-bottom:1px solid hsl(0 0% 50%/.3);vertical-align:top}"
    "td.n{text-align:right;font-variant-numeric:tabular-nums}mark{color:inherit;background:hsl(var(--h) 75% 50%/.2);border-bottom:2px solid hsl(var(--h) 70% 50%/.9);border-radius:.2em}"
    ".kind{white-space:nowrap;border-left:.35em solid hsl(var(--h) 70% 50%/.9);padding-left:.5em}.context{overflow-wrap:anywhere}h2{margin-top:2em}.scroll{overflow-x:auto}"
)


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
    """A whole HTML page: the table, and under it every disagreement in its context, document by document."""
    body = "".join(
        f'<tr><td>{group}</td><td>{escape(name)}</td><td class="n">{c.precision:.4f}</td><td class="n">{c.recall:.4f}</td><td class="n">{c.f:.4f}</td>'
        + (f'<td class="n">{c.hits}</td><td class="n">{c.false}</td><td class="n">{c.missed}</td></tr>' if isinstance(c, Counts) else f'<td class="n">{c.mentions}</td><td></td><td></td></tr>')
        for group, name, c in _rows(scores)
    )
    body += "".join(f'<tr><td>actions</td><td>{name} right</td><td class="n">{share:.4f}</td><td></td><td></td><td></td><td></td><td></td></tr>' for name, share in _accuracies(scores))
    head = "".join(f"<th>{name}</th>" for name in ("", "", "precision", "recall", "f", "hits", "false", "missed"))
    left_out = ", ".join(f"{count} {escape(label)}" for label, count in sorted(scores.left_out.items()))
    note = f"<p>Not counted, for the gold has no such label: {left_out}</p>" if left_out else ""
    sections = "".join(_section(document, issues) for document, issues in scores.issues)
    count = sum(len(issues) for _, issues in scores.issues)
    return (
        '<!doctype html><html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{_text(title)}</title><style>{_STYLE}</style></head><body><h1>{_text(title)}</h1>"
        f'<p>{scores.documents} documents, {count} disagreements</p><div class="scroll"><table><tr>{head}</tr>{body}</table></div>{note}{sections}</body></html>\n'
    )


def _section(document: Annotated, issues: tuple[Issue, ...]) -> str:
    rows = "".join(
        f'<tr style="--h:{_KINDS.get(issue.kind, 145)}"><td class="kind">{issue.kind}</td><td>{escape(issue.what)}</td>'
        f'<td class="context">{_context(document.text, issue)}</td><td>{_text(issue.said)}</td></tr>'
        for issue in issues
    )
    return f'<section><h2>{_text(str(document.id))}</h2><div class="scroll"><table>{rows}</table></div></section>'


def _context(text: str, issue: Issue) -> str:
    start, end = max(0, issue.start - CONTEXT), issue.end + CONTEXT
    before, after = ("…" if start else "") + text[start : issue.start], text[issue.end : end] + ("…" if end < len(text) else "")
    return f"{_text(before)}<mark>{_text(text[issue.start : issue.end])}</mark>{_text(after)}"


def _text(text: str) -> str:
    """Escaped, with lone surrogates, which no page can hold, shown as the replacement character."""
    return escape(text.encode("utf-8", "replace").decode())
