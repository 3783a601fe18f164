"""A folder that takes long to make: made once, whole, and again where it is torn."""

from collections.abc import Callable
from pathlib import Path

import portalocker
import pytest

from retrieval.exports import whole_export


class Maker:
    """Writes two files, and counts how often it was asked to."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, folder: Path) -> None:
        self.times += 1
        (folder / "onnx").mkdir()
        (folder / "onnx" / "model.onnx").write_bytes(b"weights" * 100)
        (folder / "config.json").write_text("{}")


def test_it_is_made_once(tmp_path: Path) -> None:
    make = Maker()
    for _ in range(3):
        assert whole_export(tmp_path / "cache" / "one", make) == tmp_path / "cache" / "one"
    assert make.times == 1


@pytest.mark.parametrize(
    "tear",
    [
        lambda folder: (folder / "onnx" / "model.onnx").write_bytes(b"weights"),
        lambda folder: (folder / "onnx" / "model.onnx").unlink(),
        lambda folder: (folder / "digests.json").write_text("[1"),
        lambda folder: (folder / "digests.json").write_text("{}"),
        lambda folder: (folder / "digests.json").unlink(),
    ],
)
def test_where_it_is_torn_it_is_made_again(tmp_path: Path, tear: Callable[[Path], object]) -> None:
    make = Maker()
    folder = whole_export(tmp_path / "one", make)
    tear(folder)
    whole_export(tmp_path / "one", make)
    whole_export(tmp_path / "one", make)
    assert make.times == 2
    assert (folder / "onnx" / "model.onnx").read_bytes() == b"weights" * 100


def test_a_maker_that_fails_leaves_nothing_and_the_next_tries_again(tmp_path: Path) -> None:
    def fails(folder: Path) -> None:
        (folder / "half").write_bytes(b"x")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        whole_export(tmp_path / "one", fails)
    assert [path.name for path in tmp_path.iterdir()] == ["export.lock"]
    whole_export(tmp_path / "one", Maker())


def test_what_killed_makers_left_is_swept_unless_somebody_is_at_it(tmp_path: Path) -> None:
    make = Maker()
    whole_export(tmp_path / "one", make)
    (tmp_path / "exporting-killed").mkdir()
    with portalocker.Lock(tmp_path / "export.lock", "w"):
        whole_export(tmp_path / "one", make)
        assert (tmp_path / "exporting-killed").exists()
    whole_export(tmp_path / "one", make)
    assert not (tmp_path / "exporting-killed").exists()
    assert make.times == 1
