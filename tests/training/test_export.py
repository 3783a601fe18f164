"""The trained network leaves torch: a file with the same numbers, and a small one that ships."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from numpy.typing import NDArray

from tests.training.tiny import tiny_network
from training.export import FULL, OUTPUTS, SMALL, export
from training.network import ReaderNetwork


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> ReaderNetwork:
    return tiny_network(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def work(network: ReaderNetwork, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work")
    assert export(network, folder) == folder / SMALL
    return folder


def some_pairs(rows: int, tokens: int) -> dict[str, NDArray[np.int64]]:
    """Token ids drawn by chance; the first row is whole, the others are padded more and more."""
    chance = np.random.default_rng(6)
    lengths = np.linspace(tokens, max(2, tokens // 3), rows).astype(int)
    at = np.arange(tokens)
    mask = (at < lengths[:, None]).astype(np.int64)
    return {
        "ids": chance.integers(1_000, 30_000, (rows, tokens)) * mask,
        "mask": mask,
        "types": (at >= tokens // 4).astype(np.int64) * mask,
    }


def outputs_of(
    network: ReaderNetwork, inputs: dict[str, NDArray[np.int64]]
) -> list[NDArray[np.float32]]:
    with torch.inference_mode():
        return [part.numpy() for part in network(*map(torch.from_numpy, inputs.values()))]


def session(file: Path) -> onnxruntime.InferenceSession:
    return onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])


# Other numbers of passages and tokens than those it was exported with, and the largest of all.
SHAPES = [(1, 2), (2, 16), (3, 40), (5, 384)]


@pytest.mark.parametrize(("rows", "tokens"), SHAPES)
def test_the_full_file_gives_the_networks_own_numbers(
    rows: int, tokens: int, network: ReaderNetwork, work: Path
) -> None:
    inputs = some_pairs(rows, tokens)
    found = session(work / FULL).run(list(OUTPUTS), inputs)
    assert [part.shape for part in found] == [(rows,), (rows,), (rows, tokens), (rows, tokens)]
    for part, expected in zip(found, outputs_of(network, inputs), strict=True):
        np.testing.assert_allclose(part, expected, rtol=0, atol=1e-4)


@pytest.mark.parametrize(("rows", "tokens"), SHAPES)
def test_the_small_file_gives_nearly_the_same(
    rows: int, tokens: int, network: ReaderNetwork, work: Path
) -> None:
    inputs = some_pairs(rows, tokens)
    found = session(work / SMALL).run(list(OUTPUTS), inputs)
    for part, expected in zip(found, outputs_of(network, inputs), strict=True):
        # The logits spread by three to sixteen.
        np.testing.assert_allclose(part, expected, rtol=0, atol=0.45)


def test_the_small_file_is_a_fraction_of_the_full_one_with_checksums_beside_them(
    work: Path,
) -> None:
    assert sorted(path.name for path in work.iterdir()) == [
        "reader-fp32.json",
        FULL,
        "reader-int8.json",
        SMALL,
    ]
    assert (work / SMALL).stat().st_size < 0.3 * (work / FULL).stat().st_size


def test_the_files_tell_what_goes_in_and_what_comes_out(work: Path) -> None:
    for name in (FULL, SMALL):
        opened = session(work / name)
        assert [part.name for part in opened.get_inputs()] == ["ids", "mask", "types"]
        assert [part.name for part in opened.get_outputs()] == list(OUTPUTS)
