"""What can go wrong, each under the builtin that a caller would catch anyway."""

from __future__ import annotations

__all__ = ["BatchError", "ChipnewsError", "ConversionDataError", "FormatError", "LexiconError", "SchemaError", "place"]


def place(file: str | None, line: int | None) -> str:
    """Where something stands, as editors and compilers write it: ``file:line``, or as much of it as is known."""
    return ":".join(str(part) for part in (file, line) if part is not None)


class ChipnewsError(Exception):
    """Base of every error that chipnews raises on purpose."""


class LexiconError(ChipnewsError, ValueError):
    """A lexicon file or entry that cannot be used.

    Args:
        message: what is wrong and what to do about it.
        file: path of the file, if the entry came from one.
        line: 1-based line number in that file.
        field: name of the column.
    """

    def __init__(self, message: str, *, file: str | None = None, line: int | None = None, field: str | None = None) -> None:
        self.message, self.file, self.line, self.field = message, file, line, field
        where = place(file, line)
        if field is not None:
            where = f"{where} [{field}]" if where else f"[{field}]"
        super().__init__(f"{where}: {message}" if where else message)


class SchemaError(ChipnewsError, ValueError):
    """A dictionary or JSON record that is no chipnews document, or one of a version this reader does not know."""


class ConversionDataError(ChipnewsError, RuntimeError):
    """The conversion tables of opencc-python-reimplemented are missing or were overwritten by another package."""


class BatchError(ChipnewsError, RuntimeError):
    """A run over files that cannot start, go on or be resumed; the message tells what to do."""


class FormatError(ChipnewsError, ValueError):
    """A file of annotations that cannot be read, with file and line where they are known."""

    def __init__(self, message: str, *, file: str | None = None, line: int | None = None) -> None:
        self.message, self.file, self.line = message, file, line
        where = place(file, line)
        super().__init__(f"{where}: {message}" if where else message)
