"""The trained network leaves torch: a file with the same numbers, and a small one that ships."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from numpy.typing import NDArray

from training.export import FULL, OUTPUTS, SMALL
from training.network import ReaderNetwork


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
    rows: int, tokens: int, reader_network: ReaderNetwork, reader_work: Path
) -> None:
    inputs = some_pairs(rows, tokens)
    found = session(reader_work / FULL).run(list(OUTPUTS), inputs)
    assert [part.shape for part in found] == [(rows,), (rows,), (rows, tokens), (rows, tokens)]
    for part, expected in zip(found, outputs_of(reader_network, inputs), strict=True):
        np.testing.assert_allclose(part, expected, rtol=0, atol=1e-4)


@pytest.mark.parametrize(("rows", "tokens"), SHAPES)
def test_the_small_file_gives_nearly_the_same(
    rows: int, tokens: int, reader_network: ReaderNetwork, reader_work: Path
) -> None:
    inputs = some_pairs(rows, tokens)
    found = session(reader_work / SMALL).run(list(OUTPUTS), inputs)
    for part, expected in zip(found, outputs_of(reader_network, inputs), strict=True):
        # The logits spread by three to sixteen.
        np.testing.assert_allclose(part, expected, rtol=0, atol=0.45)


def test_the_heads_by_which_answers_are_compared_are_not_rounded(reader_work: Path) -> None:
    rounded = {
        node.name.split("/")[1]
        for node in onnx.load(str(reader_work / SMALL)).graph.node
        if node.op_type == "MatMulInteger"
    }
    assert rounded == {"encoder"}
    exact = {
        node.name.split("/")[1]
        for node in onnx.load(str(reader_work / SMALL)).graph.node
        if node.op_type in ("MatMul", "Gemm") and "/encoder/" not in node.name
    }
    assert exact == {"looked", "pooled", "judged", "span"}


def test_the_small_file_is_a_fraction_of_the_full_one_with_checksums_beside_them(
    reader_work: Path,
) -> None:
    assert sorted(path.name for path in reader_work.iterdir()) == [
        "reader-fp32.json",
        FULL,
        "reader-int8.json",
        SMALL,
    ]
    assert (reader_work / SMALL).stat().st_size < 0.3 * (reader_work / FULL).stat().st_size


def test_the_files_tell_what_goes_in_and_what_comes_out(reader_work: Path) -> None:
    for name in (FULL, SMALL):
        opened = session(reader_work / name)
        assert [part.name for part in opened.get_inputs()] == ["ids", "mask", "types"]
        assert [part.name for part in opened.get_outputs()] == list(OUTPUTS)
