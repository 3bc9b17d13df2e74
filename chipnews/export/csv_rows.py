"""CSV: a row a span, or a row a policy action, by the flat tables of the schema. Offsets are code points.

It cannot hold the texts, nor documents without a span (without an action), nor, in the table of spans, the actions. Names in a
role of an action stand with ``|`` between them.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from typing import IO, cast

from ..document import Document
from ..errors import FormatError
from .schema import columns_of
from .tables import rows

__all__ = ["write"]


def write(documents: Iterable[Document], target: IO[bytes], lost: Counter[str], table: str = "spans", bom: bool = False) -> None:
    """Write the header and the rows.

    Args:
        documents: read one by one.
        target: a binary stream.
        lost: counts what the table does not hold.
        table: ``spans`` or ``actions``.
        bom: whether the file begins with a byte order mark, without which Excel takes Chinese for another encoding.

    Raises:
        FormatError: for another table.
    """
    if table not in ("spans", "actions"):
        raise FormatError(f"CSV holds the table spans or actions, not {table!r}")
    stream = io.TextIOWrapper(cast(IO[bytes], _Unclosed(target)), encoding="utf-8-sig" if bom else "utf-8", newline="")
    writer = csv.DictWriter(stream, [column.name for column in columns_of(table)])
    writer.writeheader()
    for document in documents:
        count = 0
        for row in rows([document], table):
            count += 1
            writer.writerow({name: "|".join(value) if isinstance(value, list) else value for name, value in row.items()})
        if not count:
            lost[f"documents without {table}"] += 1
        if table == "spans" and document.actions:
            lost["fields of policy actions (write the table actions)"] += len(document.actions)
    stream.flush()


class _Unclosed(io.RawIOBase):
    """A stream that stays open when its wrapper goes."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        return self._target.write(bytes(cast(bytes, data)))
