"""The commands ``chipnews lexicon …``: check, stats, explain, diff, discover, coverage."""

from __future__ import annotations

import json
import re
import zlib
from typing import Annotated, Any, Optional

import typer

from .display.progress import counted
from .files import open_output
from .terms.lexicon import Lexicon

__all__ = ["lexicon_app"]

lexicon_app = typer.Typer(name="lexicon", help="Check, measure, explain, compare and extend the lexicon.", no_args_is_help=True)

Own = Annotated[Optional[list[str]], typer.Option("--lexicon", metavar="FILE", help="A file or folder of your own, read on top of the shipped lexicon; may be given again.")]  # noqa: UP045
Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]
Corpus = Annotated[list[str], typer.Argument(metavar="CORPUS…", help=".txt (one text a line), .jsonl, .csv, .tsv (also .gz, .zst), .parquet, or - for standard input.")]
Column = Annotated[str, typer.Option("--text-column", help="Field or column of the text.")]
Output = Annotated[str, typer.Option("-o", "--output", metavar="OUT", help="File to write; - is standard output.")]


def _lexicon(own: list[str] | None) -> Lexicon:
    return sum(map(Lexicon.read, own or ()), Lexicon.default())


@lexicon_app.command()
def check(
    files: Annotated[Optional[list[str]], typer.Argument(metavar="[FILE…]", help="Files of your own, or a folder laid out like the shipped one; none: the shipped lexicon.")] = None,  # noqa: UP045
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
    as_json: Json = False,
) -> None:
    """Report every fault with file, line and column; the exit code is 1 if one is an error."""
    from .terms.check import check

    problems = check(*files or ())
    errors = sum(problem.severity == "error" for problem in problems)
    if as_json:
        typer.echo(json.dumps([problem._asdict() for problem in problems], ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            typer.echo(str(problem))
        typer.echo(f"{errors} errors, {len(problems) - errors} warnings", err=True)
    if errors or (strict and problems):
        raise typer.Exit(1)


@lexicon_app.command()
def stats(lexicon: Own = None, as_json: Json = False) -> None:
    """Count entities, names, regions, sources, rules."""
    from .terms.describe import statistics

    counted = statistics(_lexicon(lexicon))
    if as_json:
        typer.echo(json.dumps(counted, ensure_ascii=False, indent=1))
        return
    for what, counts in counted.items():
        nested = {row: cells for row, cells in counts.items() if isinstance(cells, dict)}
        typer.echo(what)
        if nested:
            columns = list(next(iter(nested.values())))
            typer.echo("  " + " " * 12 + "".join(f"{column:>14}" for column in columns))
            for row, cells in nested.items():
                typer.echo(f"  {row:<12}" + "".join(f"{cells[column]:>14,}" for column in columns))
        else:
            for row, count in counts.items():
                typer.echo(f"  {row:<22}{count:>10,}")


@lexicon_app.command()
def explain(alias: Annotated[str, typer.Argument(help="A name, in any script.")], lexicon: Own = None) -> None:
    """Tell what a name could mean, in what contexts, and which ordinary words cross its edges."""
    from .terms.describe import explain_alias

    listed = _lexicon(lexicon)
    explained = explain_alias(alias, listed)
    if explained is None:
        from difflib import get_close_matches

        close = get_close_matches(alias, {name for _, _, names in listed.named() for name in names}, n=5, cutoff=0.6)
        typer.echo(f"chipnews: the lexicon has no name {alias!r}" + (f"; near it: {'、'.join(close)}" if close else ""), err=True)
        raise typer.Exit(1)
    typer.echo(explained)


@lexicon_app.command()
def diff(
    old: Annotated[str, typer.Argument(help="A file or folder.")],
    new: Annotated[str, typer.Argument(help="A file or folder.")],
    as_json: Json = False,
) -> None:
    """Show which entities, names and rules were added, removed and changed."""
    from .terms.compare import compare

    difference = compare(Lexicon.read(old), Lexicon.read(new))
    typer.echo(json.dumps(difference.to_dict(), ensure_ascii=False, indent=1) if as_json else str(difference))


@lexicon_app.command()
def discover(
    corpus: Corpus,
    output: Output = "-",
    least: Annotated[int, typer.Option("--least", min=1, help="Leave out names with fewer mentions.")] = 3,
    top: Annotated[int, typer.Option("--top", min=1, help="Write at most so many.")] = 1000,
    label: Annotated[Optional[list[str]], typer.Option("--label", help="Look for names of this label only; may be given again.")] = None,  # noqa: UP045
    text_column: Column = "text",
    lexicon: Own = None,
) -> None:
    """Find names that the lexicon lacks, ranked, with contexts, as rows that a person may accept into a file of the lexicon's format."""
    from . import survey
    from .pipeline import Pipeline
    from .spans import LABELS
    from .terms.entry import COLUMNS

    for unknown in set(label or ()) - set(LABELS):
        raise typer.BadParameter(f"{unknown!r} is no label; choose from {', '.join(LABELS)}", param_hint="--label")
    candidates = survey.discover(counted(survey.texts(corpus, text_column), "discover"), Pipeline(_lexicon(lexicon), policy=False), least=least, labels=label or ())[:top]
    ids: set[str] = set()
    with open_output(output) as stream:
        stream.write("# Names that the lexicon lacks, most frequent first. Delete what is no name; correct ids, names and labels; look up the other regions.\n")
        stream.write("\t".join(COLUMNS) + "\n")
        for candidate in candidates:
            id_ = _slug(candidate)
            while id_ in ids:
                id_ += "-x"
            ids.add(id_)
            stream.write(candidate.to_row(id_) + "\n")
    typer.echo(f"{len(candidates)} candidates", err=True)


def _slug(candidate: Any) -> str:
    """An id to start from: the Latin name as a slug, else the label and a number made of the name."""
    names = [form.split("\t")[1] for form in candidate.names]
    latin = next((name for name in names if name.isascii()), "")
    slug = re.sub("[^a-z0-9]+", "-", latin.lower()).strip("-")
    return slug or f"new-{candidate.label.lower()}-{zlib.crc32(min(names).encode()):08x}"


@lexicon_app.command()
def coverage(
    corpus: Corpus,
    output: Output = "-",
    short: Annotated[bool, typer.Option("--short", help="Only names of at most two characters and ordinary words, seen or not.")] = False,
    seen: Annotated[bool, typer.Option("--seen", help="Leave out names that never occur.")] = False,
    text_column: Column = "text",
    lexicon: Own = None,
) -> None:
    """Count for each name how often it occurs and how often it is read, with a remark on what should be looked at.

    Writes TSV: alias, label, entities, found, read, guard (the support that its sense rule asks for), per_million (how often the dictionary counts it as a word) and remark (never, unread, ordinary, frequent).
    """
    from . import survey
    from .pipeline import Pipeline

    covered = survey.cover(counted(survey.texts(corpus, text_column), "coverage"), Pipeline(_lexicon(lexicon), policy=False))
    with open_output(output) as stream:
        stream.write("alias\tlabel\tentities\tfound\tread\tguard\tper_million\tremark\n")
        for count in covered.aliases:
            if (count.short or not short) and (count.found or not seen):
                frequency = "" if count.per_million is None else f"{count.per_million:.2f}"
                stream.write("\t".join((count.alias, count.label, "|".join(count.entities), str(count.found), str(count.read), count.guard, frequency, count.remark)) + "\n")
    names = len(covered.aliases)
    remarks = {remark: sum(count.remark == remark for count in covered.aliases) for remark in ("never", "unread", "ordinary", "frequent")}
    typer.echo(f"{covered.documents:,} texts, {covered.characters:,} characters; {names:,} names: " + ", ".join(f"{number:,} {remark}" for remark, number in remarks.items()), err=True)
    for what, counts in (("linked", covered.linked), ("unlisted", covered.unlinked)):
        by_label = ", ".join(f"{label} {number:,}" for label, number in counts.most_common())
        typer.echo(f"{what}: {counts.total():,}" + (f" ({by_label})" if by_label else ""), err=True)
