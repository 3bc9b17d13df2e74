"""The words by which unlisted names are known, as the one reader of their files gives them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from chipnews.errors import LexiconError
from chipnews.terms.forms import KINDS, folded_words_of, read, read_families, words_of
from chipnews.terms.resources import folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with copies of both files."""
    for name in KINDS:
        shutil.copy(folder() / name, tmp_path)
    return tmp_path


def test_every_kind_has_words_as_written_and_folded() -> None:
    """Folding takes away no word: those of one kind differ by more than script."""
    for kinds in KINDS.values():
        for kind in kinds:
            assert len(folded_words_of(kind)) == len(words_of(kind)) > 0


def test_a_new_row_is_a_new_word(place: Path) -> None:
    """Adding a word is adding a line."""
    with (place / "person_names.tsv").open("a", encoding="utf-8") as file:
        file.write("surname\t嵐\n")
    assert set(read(place)["surname"]) - set(words_of("surname")) == {"嵐"}


@pytest.mark.parametrize(("row", "field", "told"), [("surnames\t嵐", "kind", "unknown kind 'surnames'; the kinds of this file are foreign_part, given"), ("surname\t", "word", "the word is empty")])
def test_a_faulty_row_is_told_with_its_place(place: Path, row: str, field: str, told: str) -> None:
    """File, line, field and what to do."""
    path = place / "person_names.tsv"
    line = path.read_text(encoding="utf-8").count("\n") + 1
    with path.open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    with pytest.raises(LexiconError, match=told) as caught:
        read(place)
    assert (caught.value.file, caught.value.line, caught.value.field) == (str(path), line, field)


def test_a_kind_without_words_is_told(place: Path) -> None:
    """An empty list would match everywhere or nowhere."""
    path = place / "person_names.tsv"
    path.write_text("kind\tword\n" + "".join(f"{kind}\tX\n" for kind in KINDS[path.name][:-1]), encoding="utf-8")
    with pytest.raises(LexiconError, match="no row has the kind 'transliteration'"):
        read(place)


@pytest.mark.parametrize(("row", "field"), [("x\tHX\tthree\t", "digits"), ("x\tHX\t3\t", "digits"), ("x\t\t1-3\t", "prefixes")])
def test_a_faulty_family_is_told_with_its_place(tmp_path: Path, row: str, field: str) -> None:
    """File, line and field."""
    path = tmp_path / "families.tsv"
    path.write_text(f"entity\tprefixes\tdigits\tnote\n{row}\n", encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        read_families(tmp_path)
    assert (caught.value.file, caught.value.line, caught.value.field) == (str(path), 2, field)


def test_each_file_says_what_its_kinds_mean() -> None:
    """One line of its head for each kind, sorted, and none for a kind that is gone."""
    for name, kinds in KINDS.items():
        head = (folder() / name).read_text(encoding="utf-8").split("\nkind\tword\n")[0]
        assert re.findall(r"^# ([a-z_]+): \S", head, re.MULTILINE) == sorted(kinds)
