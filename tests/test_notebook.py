"""The notebook runs from top to bottom, shows what it is for, and is kept without its outputs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from chipnews import LABELS

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
NOTEBOOK = EXAMPLES / "explore.ipynb"


@pytest.fixture(scope="module")
def shown() -> list[dict[str, Any]]:
    """What the cells of the executed notebook show, by MIME type."""
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    for needed in ("altair", "ipykernel", "pandas"):
        pytest.importorskip(needed)
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    notebook.cells.insert(2, nbformat.v4.new_code_cell("alt.renderers.enable('json');"))  # charts as their specifications
    client = nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(EXAMPLES)}})
    client.execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert [output for output in outputs if output["output_type"] == "stream"] == []
    return [output["data"] for output in outputs]


def test_the_notebook_is_kept_without_outputs() -> None:
    """A change of code shows as a change of code."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    assert [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")] == []


def test_documents_acts_and_explanations_show_themselves(shown: list[dict[str, Any]]) -> None:
    """The first outputs are the list, a document, an action and an explanation, each as HTML of ours."""
    pages = [data["text/html"] for data in shown[:4]]
    assert all('<div class="chipnews">' in page for page in pages)
    assert pages[0].count("<details") == 12
    assert any(f'<mark class="{label}"' in pages[1] for label in LABELS)


def test_charts_have_something_to_show(shown: list[dict[str, Any]]) -> None:
    """Makers, timeline, network and comparison: four charts, none without data."""
    charts = [data["application/json"] for data in shown if "application/json" in data]
    assert len(charts) == 4
    for spec in charts:
        assert spec["datasets"]
        assert all(len(rows) > 1 for rows in spec["datasets"].values())
    names = {row["name"] for rows in charts[2]["datasets"].values() for row in rows if "name" in row}
    assert {"NVIDIA", "Huawei"} <= names


def test_regions_are_compared_by_their_forms(shown: list[dict[str, Any]]) -> None:
    """One row has the names that the three regions give to one company."""
    table = [data["text/html"] for data in shown if "dataframe" in data.get("text/html", "")][-1]
    row = re.search(r"<th>NVIDIA</th>(.*?)</tr>", table, re.DOTALL)
    assert row is not None
    assert re.findall("<td>(.*?)</td>", row[1]) == ["英伟达", "英偉達", "輝達"]
