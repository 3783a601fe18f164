"""The int8 ONNX file that ships → weights of the network, as near as its seven bits say them.

So a run can set out from what is in the repository, where no checkpoint is left of the last one.
"""

from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from training.network import ReaderNetwork

# BERT's own pooling, which the reader leaves out and no export holds.
_UNUSED = "encoder.pooler."
_QUANTIZED, _SCALE, _ZERO = "_quantized", "_scale", "_zero_point"
# Kinds of node → which of its inputs are which weights of the layer; matrices lie transposed.
_PARTS = {
    "MatMul": {1: "weight"},
    "MatMulInteger": {1: "weight"},
    "LayerNormalization": {1: "weight", 2: "bias"},
    "Add": {0: "bias", 1: "bias"},
}


def load_shipped(network: ReaderNetwork, file: Path) -> None:
    """Puts the weights of `file` into `network`. Raises ValueError where it lacks one of them."""
    graph = onnx.load(str(file)).graph
    kept = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    kept |= {
        name.removesuffix(_QUANTIZED): _dequantized(kept, name)
        for name in kept
        if name.endswith(_QUANTIZED)
    }
    # Most lie there under names of their own; those of a layer can be found by its node.
    found = dict(kept)
    for node in graph.node:
        layer = ".".join(node.name.strip("/").split("/")[:-1])
        for place, part in _PARTS.get(node.op_type, {}).items():
            matrix = kept.get(node.input[place].removesuffix(_QUANTIZED))
            if matrix is not None:
                found[f"{layer}.{part}"] = matrix.T
    state = network.state_dict()
    for name, there in state.items():
        if name.startswith(_UNUSED):
            found[name] = there.cpu().numpy()
        elif name not in found or found[name].shape != tuple(there.shape):
            raise ValueError(f"{file} lacks {name} in the shape {tuple(there.shape)}")
    network.load_state_dict(
        {name: torch.from_numpy(found[name].astype(np.float32)) for name in state}
    )


def _dequantized(kept: dict[str, NDArray[np.generic]], name: str) -> NDArray[np.float32]:
    stem = name.removesuffix(_QUANTIZED)
    zero = kept[stem + _ZERO].astype(np.float32)
    return (kept[name].astype(np.float32) - zero) * kept[stem + _SCALE].astype(np.float32)
