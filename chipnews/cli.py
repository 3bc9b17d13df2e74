"""The command line: parses arguments and words errors; the work is done elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Optional

import typer

from . import __version__
from .batch import Item, annotate, open_output, read
from .errors import ChipnewsError
from .lexicon_cli import lexicon_app

__all__ = ["app", "main"]

app = typer.Typer(name="chipnews", help="Linked entities and policy actions from Chinese news.", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(lexicon_app, name="lexicon")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"chipnews {__version__}")
        raise typer.Exit


@app.callback()
def _app(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")] = False) -> None:
    """Linked entities and policy actions from Chinese news."""


@app.command("annotate")
def annotate_command(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT…", help=".txt (one document a file), .jsonl ({id, text} a line), or - for standard input.")],
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUT", help="File to write; - is standard output.")] = "-",
) -> None:
    """Annotate texts and write one JSON line for each.

    A text that cannot be read becomes a line with an "error"; the run goes on and ends with exit code 1.
    """
    with open_output(output) as stream:
        summary = annotate(_with_progress(read(inputs)), stream)
    typer.echo(f"{summary.documents} documents, {summary.errors} errors", err=True)
    if summary.errors:
        raise typer.Exit(1)


@app.command()
def show(
    file: Annotated[str, typer.Argument(help=".txt, .jsonl, or - for standard input.")],
    html: Annotated[Optional[Path], typer.Option("--html", metavar="PAGE", help="Write an HTML page instead; - is standard output.")] = None,  # noqa: UP045
) -> None:
    """Show a text with its entities marked and its policy actions in a table."""
    from .pipeline import default_pipeline

    documents = [default_pipeline().extract(item.text, id=item.id) for item in _readable(read([file])) if item.text is not None]
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
            where = item.file if item.line is None else f"{item.file}:{item.line}"
            typer.echo(f"chipnews: {where}: {item.error}", err=True)
            raise typer.Exit(1)
        yield item


def _with_progress(items: Iterable[Item]) -> Iterator[Item]:
    """Pass the items on, with a count and a rate on a terminal only."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed} documents"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("annotate", total=None)
        for item in items:
            yield item
            progress.advance(task)


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
    except (ChipnewsError, OSError) as error:
        typer.echo(f"chipnews: {error}", err=True)
        sys.exit(1)
