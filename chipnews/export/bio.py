r"""CoNLL columns by character: a code point, a tab, and its tag in BIO. Offsets count lines.

A document begins with ``# id = `` and its id in JSON, and ends with an empty line. White space, controls, lone surrogates and the backslash stand
as ``\u`` and four hexadecimal digits (``\U`` and eight beyond U+FFFF), so that no character is lost: a line break is ``\u000a``.

A flat layer is all that BIO holds: the outermost names. Nested names, policy actions and links to entities are lost.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from ..document import Document
from ..errors import FormatError
from ..files import decompressed
from ..spans import Span
from .annotations import SOURCE, count_lost, labelled

__all__ = ["read", "write"]

_ID = "# id = "
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})")
_TAG = re.compile(r"([BIESLUMW])-(.+)|O")


def write(documents: Iterable[Document], target: IO[bytes], lost: Counter[str]) -> None:
    """Write one line for each code point."""
    for document in documents:
        tags = ["O"] * len(document.text)
        for span in document.ents:
            tags[span.start : span.end] = [f"B-{span.label}", *[f"I-{span.label}"] * (span.end - span.start - 1)]
        lost["nested names"] += sum(span.parent is not None and span.label != "POLICY_ACTION" for span in document.spans)
        lost["triggers of policy actions"] += sum(span.label == "POLICY_ACTION" for span in document.spans)
        count_lost(document, lost, entities=False, actions=False)
        lines = [f"{_escaped(char)}\t{tag}" for char, tag in zip(document.text, tags, strict=True)]
        target.write("\n".join([_ID + json.dumps(document.id), *lines, "", ""]).encode())


def _escaped(char: str) -> str:
    if char.isprintable() and not char.isspace() and char != "\\":
        return char
    return f"\\u{ord(char):04x}" if char <= "\uffff" else f"\\U{ord(char):08x}"


def read(path: Path) -> Iterator[Document]:
    r"""Read CoNLL columns: the token first, its tag last, between them tabs or spaces; tags in IOB2, IOBES, BILOU or BMES.

    A document is what stands between empty lines, or, where ids are given as `write` does, from one id to the next. Tokens are
    joined without anything between them, and ``\u`` escapes become their characters.

    Raises:
        FormatError: naming the line that is none of that.
    """
    with open(path, "rb") as file:
        rows: list[tuple[str, str]] = []
        begun: int | None = None
        id_: str | int | None = None
        for number, raw in enumerate(decompressed(file, path.name), 1):
            try:
                line = raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
            except UnicodeDecodeError as error:
                raise FormatError(f"not UTF-8: {error}", file=str(path), line=number) from error
            if line.startswith(_ID):
                try:
                    id_, begun = json.loads(line[len(_ID) :]), number
                except ValueError as error:
                    raise FormatError(f"the id is no JSON: {error}", file=str(path), line=number) from error
            elif not line.strip() or line.startswith("-DOCSTART-"):
                if begun is not None:
                    yield _document(rows, id_, path, begun)
                rows, begun, id_ = [], None, None
            else:
                cells = line.split("\t") if "\t" in line else line.split()
                if len(cells) < 2 or not _TAG.fullmatch(cells[-1]):
                    raise FormatError(f"expected a token and its tag (O, B-…, I-…), found {line!r:.80}", file=str(path), line=number)
                rows.append((cells[0], cells[-1]))
                begun = begun or number
        if begun is not None:
            yield _document(rows, id_, path, begun)


def _document(rows: list[tuple[str, str]], id_: str | int | None, path: Path, line: int) -> Document:
    tokens = [_ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), token) if "\\" in token else token for token, _ in rows]
    text = "".join(tokens)
    spans: list[Span] = []
    place = 0
    open_: tuple[int, str] | None = None

    def close() -> None:
        if open_ is not None:
            spans.append(Span(open_[0], place, text[open_[0] : place], open_[1], source=SOURCE))

    for token, (_, tag) in zip(tokens, rows, strict=True):
        kind, _, label = tag.partition("-")
        if open_ is not None and (kind in "OBSUW" or open_[1] != label):
            close()
            open_ = None
        if kind != "O" and open_ is None:  # also an I without a B, as IOB1 and careless tools write it
            open_ = (place, label)
        place += len(token)
        if open_ is not None and kind in "ELSUW":
            close()
            open_ = None
    close()
    return labelled(text, spans, id_, file=str(path), line=line)
