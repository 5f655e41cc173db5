"""Where the W3C's tests are, for those who have them: `ISNAD_W3C` names the folder, else `../shared/w3c` beside the repository."""

import os
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("ISNAD_W3C") or Path(__file__).parent.parent.parent / "shared" / "w3c")


def suite(name: str) -> Path:
    """The folder of a suite; the test is skipped where it is not there."""
    if not (FOLDER / name).exists():
        pytest.skip(f"the W3C's tests are not at {FOLDER}")
    return FOLDER / name
