"""The file of the trained network: written, read, small enough to ship, cheap enough to load."""

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import numpy
import pytest

from kg.errors import ModelError
from kg.pipeline.features import feature_hashes
from kg.pipeline.network import Floats
from kg.pipeline.trained import load, save, shipped, shipped_path

ROWS = tuple(range(40, 40 + len(feature_hashes("كلمه"))))
"""Of the tables of a small network: as many tables as there are features."""

WIDTH, PIECES, TABLE, DIMENSIONS = 4, 2, 3, 5
TAGS = ("O", "B-Person", "I-Person")
MEGABYTE = 1_000_000


def arrays(seed: int = 0) -> dict[str, Floats]:
    """A whole network, far too small to know anything."""
    random = numpy.random.default_rng(seed)

    def drawn(*shape: int) -> Floats:
        return random.normal(size=shape).astype(numpy.float32)

    def layer(name: str, inputs: int) -> dict[str, Floats]:
        outputs = WIDTH * PIECES
        shapes = {"weights": (inputs, outputs), "bias": (outputs,), "scale": (WIDTH,), "shift": (WIDTH,)}
        return {f"{name}.{part}": drawn(*shape) for part, shape in shapes.items()}

    tables = {f"table.{index}": drawn(rows, TABLE) for index, rows in enumerate(ROWS)}
    embedded = TABLE * (len(ROWS) - 1) + WIDTH  # the first two tables are summed, the vector comes projected
    return {
        **tables,
        **layer("mix", embedded),
        **layer("encoder.0", 3 * WIDTH),
        "projection": drawn(DIMENSIONS, WIDTH),
        "vectors": drawn(50, DIMENSIONS),
        "ours.names.weights": drawn(WIDTH, len(TAGS)),
        "ours.names.bias": drawn(len(TAGS)),
        "ours.start": drawn(len(TAGS)),
        "ours.transitions": drawn(len(TAGS), len(TAGS)),
    }


ABOUT = {
    "heads": {"ours.names": TAGS},
    "styles": ("ours",),
    "depth": 1,
    "tables": len(ROWS),
    "vectors": {"minn": 3, "maxn": 5, "hash_count": 2, "hash_seed": 7, "bow": "<", "eow": ">"},
}


def test_what_is_saved_is_loaded_in_half_precision(tmp_path: Path) -> None:
    given = arrays()
    save(tmp_path / "network.npz", given, ABOUT)
    trained = load(tmp_path / "network.npz")
    head, chain = trained.network.heads["ours.names"], trained.chains["ours"]
    assert head.labels == TAGS
    assert numpy.allclose(head.weights, given["ours.names.weights"], atol=2e-3)
    assert numpy.allclose(chain.start, given["ours.start"], atol=2e-3)
    assert numpy.allclose(chain.transitions, given["ours.transitions"], atol=2e-3)
    assert head.weights.dtype == numpy.float32


def test_a_loaded_network_runs(tmp_path: Path) -> None:
    save(tmp_path / "network.npz", arrays(), ABOUT)
    trained = load(tmp_path / "network.npz")
    states = trained.network.states([["قال", "بوتين"]])
    tags = trained.chains["ours"].best(trained.network.heads["ours.names"](states), [2])
    assert states.shape == (2, WIDTH)
    assert set(tags.tolist()) <= set(range(len(TAGS)))


def test_the_version_is_the_hash_of_the_file(tmp_path: Path) -> None:
    save(tmp_path / "network.npz", arrays(), ABOUT)
    assert load(tmp_path / "network.npz").version == sha256((tmp_path / "network.npz").read_bytes()).hexdigest()


def test_the_same_arrays_make_the_same_file_and_others_another(tmp_path: Path) -> None:
    for name, seed in (("one", 0), ("again", 0), ("other", 1)):
        save(tmp_path / name, arrays(seed), ABOUT)
    versions = [load(tmp_path / name).version for name in ("one", "again", "other")]
    assert versions[0] == versions[1] != versions[2]


def test_what_ships_is_read_once_in_a_process() -> None:
    assert shipped() is shipped()


def test_the_names_of_all_styles_have_their_chains() -> None:
    assert "isnad" in shipped().chains
    assert {f"{style}.names" for style in shipped().chains} <= shipped().network.heads.keys()


def test_the_shipped_files_together_are_small() -> None:
    folder = shipped_path("network.npz").parent
    assert sum(path.stat().st_size for path in folder.iterdir()) < 30 * MEGABYTE


@pytest.mark.slow
def test_the_pipeline_loads_and_reads_in_little_memory() -> None:
    """A process between this one and the measured one: a child's highest memory begins with what its parent had when it split off."""
    pytest.importorskip("resource")  # there is none on Windows
    measured = "import kg; kg.load_pipeline()('قال بوتين في موسكو إن الهجوم لن يمر.')"
    between = (
        "import resource, subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]], check=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", between, measured], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    unit = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes
    assert int(done.stdout) * unit < 500 * MEGABYTE


@pytest.mark.parametrize("content", [b"", b"version https://git-lfs.github.com/spec/v1", b"PK\x03\x04 cut off"])
def test_a_damaged_file_is_an_error_that_names_it(tmp_path: Path, content: bytes) -> None:
    damaged = tmp_path / "network.npz"
    damaged.write_bytes(content)
    with pytest.raises(ModelError, match=r"network\.npz: the trained file cannot be read"):
        load(damaged)


def test_a_missing_file_is_an_error_too(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        load(tmp_path / "network.npz")


def test_what_no_half_precision_number_holds_is_not_saved(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="training has failed"):
        save(tmp_path / "network.npz", {"weights": numpy.array([1e6], numpy.float32)}, {})
