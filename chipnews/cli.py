"""The command line: parses arguments and words errors; the work is done elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Optional

import typer

from . import __version__
from .errors import ChipnewsError, FormatError, place
from .files import open_output
from .lexicon_cli import lexicon_app
from .sources import Columns, Item, read

__all__ = ["app", "main"]

app = typer.Typer(name="chipnews", help="Linked entities and policy actions from Chinese news.", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(lexicon_app, name="lexicon")


TextColumn = Annotated[str, typer.Option("--text-column", help="Field or column of the text.")]
IdColumn = Annotated[Optional[str], typer.Option("--id-column", help="Field or column of the id; if not given, id where there is one.")]  # noqa: UP045


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"chipnews {__version__}")
        raise typer.Exit


@app.callback()
def _app(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")] = False) -> None:
    """Linked entities and policy actions from Chinese news."""


@app.command("annotate")
def annotate_command(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT…", help="Files, folders, patterns, or - for standard input: .txt (one document a file), .jsonl, .csv, .tsv (also .gz, .zst), .parquet.")],
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUT", help="File to write (a folder for brat); - is standard output.")] = "-",
    format_: Annotated[Optional[str], typer.Option("--format", help="jsonl, csv, parquet, spacy, bio, brat, label-studio or doccano; else the suffix of OUT tells.")] = None,  # noqa: UP045
    table: Annotated[Optional[str], typer.Option("--table", help="Rows of csv and parquet: documents (parquet alone), spans or actions.")] = None,  # noqa: UP045
    bom: Annotated[bool, typer.Option("--bom", help="Begin CSV with a byte order mark (utf-8-sig), for Excel.")] = False,
    input_format: Annotated[Optional[str], typer.Option("--input-format", help="txt, jsonl, csv, tsv or parquet, whatever the suffixes say.")] = None,  # noqa: UP045
    text_column: TextColumn = "text",
    id_column: IdColumn = None,
    lexicon: Annotated[Optional[list[str]], typer.Option("--lexicon", help="File or folder of entities that join the shipped ones; may be given again.")] = None,  # noqa: UP045
    policy: Annotated[bool, typer.Option("--policy/--no-policy", help="Whether policy actions are framed.")] = True,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes that annotate.")] = 1,
    unordered: Annotated[bool, typer.Option("--unordered", help="Write records as they are ready, not in the order of the inputs.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with an unfinished run, or begin one.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Discard an unfinished run; with --resume only one of other inputs, options or lexicon.")] = False,
) -> None:
    """Annotate texts and write one record for each.

    A text that cannot be read becomes a record with an "error"; the run goes on and ends with exit code 1. OUT appears when it is whole; until then what is finished lies in OUT.partial, and --resume goes on from there, after any interruption.
    """
    from .batch import Options, annotate
    from .display.progress import reporting
    options = Options(Columns(text_column, id_column), input_format, tuple(lexicon or ()), policy, not unordered)
    writing = {name: value for name, value in (("table", table), ("bom", bom)) if value}
    try:
        with reporting() as progress:
            done = annotate(inputs, output, options, workers=workers, format=format_, writing=writing, resume=resume, force=force, progress=progress, warn=_say)
    except (KeyboardInterrupt, OSError) as error:
        if os.path.isdir(f"{output}.partial"):
            _say(f"stopped; what is finished is kept in {output}.partial: the same command with --resume goes on")
        elif isinstance(error, KeyboardInterrupt):
            _say("stopped; nothing is kept")
        if isinstance(error, OSError):
            raise
        raise typer.Exit(130) from None
    typer.echo(f"{done.documents:,} document{'' if done.documents == 1 else 's'}, {done.errors:,} error{'' if done.errors == 1 else 's'}", err=True)
    if done.errors:
        raise typer.Exit(1)


@app.command("evaluate")
def evaluate_command(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="What is right: JSON lines, or an export of Label Studio, doccano, brat (a folder) or CoNLL.")],
    predicted: Annotated[Optional[Path], typer.Argument(metavar="[PRED]", help="Predictions in any of these forms, such as the output of annotate; if not given, the texts are annotated now.")] = None,  # noqa: UP045
    gold_format: Annotated[Optional[str], typer.Option("--gold-format", help="Format of GOLD where its suffix does not tell: jsonl, label-studio, doccano, brat, bio, …")] = None,  # noqa: UP045
    format_: Annotated[Optional[str], typer.Option("--format", help="Format of PRED, likewise.")] = None,  # noqa: UP045
    labels: Annotated[Optional[str], typer.Option("--labels", help="Labels that count, with commas; if not given, those that GOLD uses.")] = None,  # noqa: UP045
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    html: Annotated[Optional[Path], typer.Option("--html", metavar="PAGE", help="Write a page that shows every disagreement in its context.")] = None,  # noqa: UP045
) -> None:
    """Compare annotations with what careful readers marked: precision, recall and F per label, linking, policy actions."""
    import json

    from .evaluation import gold as forms
    from .evaluation.pairing import pair_documents
    from .evaluation.report import page, table
    from .evaluation.scores import evaluate
    from .pipeline import default_pipeline

    right = list(forms.read(gold, gold_format))
    if not right:
        raise FormatError("there is no document in it to compare with", file=str(gold))
    found = (forms.of_document(default_pipeline().extract(one.text, id=one.id)) for one in right) if predicted is None else forms.read(predicted, format_)
    scores = evaluate(pair_documents(right, found), labels.split(",") if labels else None)
    typer.echo(json.dumps(scores.to_dict(), ensure_ascii=False) if as_json else table(scores))
    if html is not None:
        with open_output(str(html)) as stream:
            stream.write(page(scores, f"{gold.name} against {'chipnews' if predicted is None else predicted.name}"))


def _say(message: str) -> None:
    typer.echo(f"chipnews: {message}", err=True)


@app.command()
def show(
    file: Annotated[str, typer.Argument(help="A file of one of the kinds that annotate reads, or - for standard input.")],
    html: Annotated[Optional[Path], typer.Option("--html", metavar="PAGE", help="Write an HTML page instead; - is standard output.")] = None,  # noqa: UP045
    text_column: TextColumn = "text",
    id_column: IdColumn = None,
) -> None:
    """Show a text with its entities marked and its policy actions in a table."""
    from .pipeline import default_pipeline

    items = _readable(read([file], Columns(text_column, id_column)))
    documents = [default_pipeline().extract(item.text, id=item.id) for item in items if item.text is not None]
    if html is None:
        from .display.terminal import print_document

        for document in documents:
            print_document(document)
    else:
        from .display.html import page

        with open_output(str(html)) as stream:
            stream.write(page(documents, title=Path(file).name))


@app.command()
def explain(text: Annotated[str, typer.Argument(help="The text itself, or - for standard input.")]) -> None:
    """Show every candidate name and policy act of a text: which won, which lost, and why."""
    from .pipeline import default_pipeline

    for item in _readable(read(["-"])) if text == "-" else [Item(None, text, "argument")]:
        if item.text is not None:
            typer.echo(str(default_pipeline().explain(item.text)))


def _readable(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        if item.error is not None:
            _say(f"{place(item.file, item.line)}: {item.error}")
            raise typer.Exit(1)
        yield item


def main() -> None:
    """Run the command line; what chipnews or the system refuses is one line on standard error and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # Chinese, whatever the locale
    try:
        app()
    except BrokenPipeError:  # the reader of a pipe, such as head, has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        reason = error.strerror or str(error)
        _say(reason if error.filename is None else f"{error.filename}: {reason}")
        sys.exit(1)
    except (ChipnewsError, ModuleNotFoundError) as error:
        _say(str(error))
        sys.exit(1)
