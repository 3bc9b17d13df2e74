"""The formats of annotated documents: what each is called, how its files are named, how it counts and what it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import IO, Any, NamedTuple

from ..document import Document
from ..errors import FormatError
from ..files import compressing, stem_suffix

__all__ = ["FORMATS", "Failure", "Format", "format_of"]


class Failure(NamedTuple):
    """A text that could not be read or annotated."""

    id: str | int | None
    file: str
    line: int | None
    error: str


class Format(NamedTuple):
    """A format that documents can be written in. Its module has ``write``, and ``read`` where annotations are read from it too."""

    name: str
    suffixes: tuple[str, ...]
    module: str
    offsets: str
    """Unit in which the format counts."""
    is_stream: bool = True
    """Whether it can be written into a pipe."""
    is_folder: bool = False
    holds_errors: bool = False
    options: tuple[str, ...] = ()
    """Keywords of its writer."""

    def write(self, records: Iterable[Document | Failure], target: IO[bytes] | Path, lost: Counter[str], **options: Any) -> None:
        """Write documents, and failures if `holds_errors`.

        Args:
            records: read one by one.
            target: a binary stream, or for a folder format an empty folder.
            lost: counts, by kind, what the format could not hold.
            **options: of the format.
        """
        import_module(f"{__package__}.{self.module}").write(records, target, lost, **options)

    def check(self, name: str, options: Mapping[str, Any]) -> None:
        """Write an output without records to nowhere: what is missing or wrong is told before hours of work, not after.

        Args:
            name: of the output; its suffix may ask for compression.
            options: of the writer.

        Raises:
            FormatError: if the format has no such option, or the option no such value.
            ModuleNotFoundError: with the command that installs the package that the format needs.
        """
        for option in options:
            if option not in self.options:
                raise FormatError(f"the format {self.name} has no option {option!r}; those that do: {', '.join(f.name for f in FORMATS if option in f.options) or 'none'}")
        if not self.is_folder:
            with compressing(BytesIO(), name) as stream:
                self.write((), stream, Counter(), **options)

    def read(self, path: Path) -> Iterable[Document]:
        """Read annotated documents.

        Raises:
            FormatError: naming file and line of what cannot be read.
        """
        module = import_module(f"{__package__}.{self.module}")
        if not hasattr(module, "read"):
            raise FormatError(f"annotations are not read from {self.name}; they are from all formats but csv", file=str(path))
        documents: Iterable[Document] = module.read(path)
        return documents


FORMATS = (
    Format("jsonl", (".jsonl", ".ndjson"), "jsonl", "code points", holds_errors=True),
    Format("csv", (".csv",), "csv_rows", "code points", options=("table", "bom")),
    Format("parquet", (".parquet",), "parquet", "code points", is_stream=False, holds_errors=True, options=("table",)),
    Format("spacy", (".spacy",), "docbin", "tokens of one code point", is_stream=False),
    Format("bio", (".bio", ".conll"), "bio", "one code point a line"),
    Format("brat", (), "brat", "code points", is_stream=False, is_folder=True),
    Format("label-studio", (".json",), "label_studio", "code points"),
    Format("doccano", (), "doccano", "UTF-16 code units"),
)


def format_of(path: str, name: str | None = None, *, default: str = "jsonl") -> Format:
    """The format of a file, by name or else by suffix; ``-``, and a file with no suffix, are ``default``.

    Raises:
        FormatError: if the name or the suffix is unknown, with those that are known.

    >>> format_of("out.csv.gz").name, format_of("-").name, format_of("out.jsonl", "doccano").offsets
    ('csv', 'jsonl', 'UTF-16 code units')
    """
    known = ", ".join(f.name for f in FORMATS)
    if name is not None:
        found = next((f for f in FORMATS if f.name == name), None)
        if found is None:
            raise FormatError(f"unknown format {name!r}; the formats are {known}")
        return found
    suffix = stem_suffix(path)
    found = next((f for f in FORMATS if suffix in f.suffixes), None)
    if found is None and suffix:
        raise FormatError(f"the suffix {suffix!r} tells no format; name one with --format, or that of gold with --gold-format: {known}", file=path)
    return found or next(f for f in FORMATS if f.name == default)
