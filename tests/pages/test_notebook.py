"""The analyst's notebook runs from end to end against a server, and is kept without what it printed."""

import json
import sys
from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).parent.parent.parent / "docs" / "analyst.ipynb"
nbformat = pytest.importorskip("nbformat", reason="the extra `test` brings what runs notebooks")
nbclient = pytest.importorskip("nbclient", reason="the extra `test` brings what runs notebooks")


def test_it_is_kept_without_outputs() -> None:
    cells = [cell for cell in nbformat.read(NOTEBOOK, as_version=4).cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in cells)


@pytest.mark.web
def test_every_cell_runs_and_shows_what_it_is_there_for(site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISNAD_SERVER", site)
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    shown = "\n".join(shown_by(run(tmp_path)))
    assert "130" in shown
    assert "موسكو" in shown
    assert "المقال نفسه" in shown
    assert "About" in shown


def run(folder: Path) -> "nbformat.NotebookNode":
    """The notebook with its outputs, run by this Python whatever kernels are installed; `folder` must be JUPYTER_PATH.

    Raises CellExecutionError for a cell that fails.
    """
    kernel = folder / "kernels" / "here"
    kernel.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (kernel / "kernel.json").write_text(json.dumps({"argv": command, "display_name": "here", "language": "python"}), "utf-8")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="here", resources={"metadata": {"path": str(folder)}}).execute()
    return notebook


def shown_by(notebook: "nbformat.NotebookNode") -> list[str]:
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    return [output.data["text/plain"] for output in outputs if "data" in output]
