"""What all tests share: one pipeline, and a Hypothesis profile without deadlines."""

from __future__ import annotations

import pytest
from hypothesis import settings

from chipnews.pipeline import Pipeline, default_pipeline

# The first example of a run pays for tables that the others share; no test here is about time.
settings.register_profile("chipnews", deadline=None, max_examples=100)
settings.load_profile("chipnews")


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    """The pipeline with the shipped lexicon."""
    return default_pipeline()
