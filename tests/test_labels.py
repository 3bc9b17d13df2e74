"""The maps to other corpora's labels."""

from __future__ import annotations

import pytest

from chipnews import LABELS
from chipnews.labels import CLUENER, ONTONOTES

CLUENER_CLASSES = {"address", "book", "company", "game", "government", "movie", "name", "organization", "position", "scene"}
ONTONOTES_NAMES = {"PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE"}


@pytest.mark.parametrize(("table", "classes"), [(ONTONOTES, ONTONOTES_NAMES), (CLUENER, CLUENER_CLASSES)])
def test_every_label_is_mapped_to_a_class_that_exists(table: dict[str, str | None], classes: set[str]) -> None:
    """No label is forgotten, and none goes to a class that the corpus does not have."""
    assert tuple(table) == LABELS
    assert {name for name in table.values() if name is not None} <= classes
