"""Trained weights → ONNX files in fp32 and int8 with their checksums; the int8 one ships."""

import hashlib
import json
import shutil
import warnings
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from retrieval.reader import CHECKSUM, MODEL
from training.network import ReaderNetwork

OUTPUTS = ("relevance", "answerability", "start", "end")
FULL, SMALL = "reader-fp32.onnx", "reader-int8.onnx"


def export(network: ReaderNetwork, work: Path) -> Path:
    """Writes both files into `work`; gives back the int8 one."""
    network = network.float().cpu().eval()
    example = torch.ones((2, 16), dtype=torch.int64)
    axes: dict[str, Any] = {name: {0: "passages", 1: "tokens"} for name in ("ids", "mask", "types")}
    axes |= {"relevance": {0: "passages"}, "answerability": {0: "passages"}}
    axes |= {name: {0: "passages", 1: "tokens"} for name in ("start", "end")}
    with warnings.catch_warnings():
        # The newer exporter needs a package more (onnxscript), for a file that does the same.
        for what in ("You are using the legacy TorchScript", "The feature will be removed"):
            warnings.filterwarnings("ignore", what, DeprecationWarning)
        # transformers makes a tensor of the number 1, which is indeed always the same.
        warnings.filterwarnings("ignore", r"torch\.tensor results are", torch.jit.TracerWarning)
        torch.onnx.export(
            network,
            (example, example, torch.zeros_like(example)),
            str(work / FULL),
            input_names=["ids", "mask", "types"],
            output_names=list(OUTPUTS),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
    prepared = work / "prepared.onnx"
    quant_pre_process(str(work / FULL), str(prepared), skip_symbolic_shape=True)
    # The heads weigh next to nothing and are what answers are compared by: they stay as they are.
    # What is a Gemm is rounded under another name, that of the MatMul which it is taken apart into.
    heads = [
        name
        for node in onnx.load(str(prepared)).graph.node
        if node.op_type in ("MatMul", "Gemm") and "/encoder/" not in node.name
        for name in (node.name, f"{node.name}_MatMul")
    ]
    # Seven bits of the eight: processors without VNNI add pairs of products in 16 bits, which
    # overflow otherwise. One file gives the same answers everywhere.
    quantize_dynamic(
        str(prepared),
        str(work / SMALL),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        nodes_to_exclude=heads,
    )
    prepared.unlink()
    for name in (FULL, SMALL):
        _note_checksum(work / name)
    return work / SMALL


def ship(small: Path, model: Path = MODEL, checksum: Path = CHECKSUM) -> None:
    """Puts the file and its checksum where the package looks for them."""
    shutil.copyfile(small, model)
    shutil.copyfile(small.with_suffix(".json"), checksum)


def _note_checksum(file: Path) -> None:
    sha = hashlib.sha256(file.read_bytes()).hexdigest()
    file.with_suffix(".json").write_text(json.dumps({"sha256": sha}) + "\n", encoding="utf-8")
