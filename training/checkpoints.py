"""A run's state ⇄ the files in its work folder, so that it can be broken off at any moment."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from training.network import ReaderNetwork
from training.shipped_weights import load_shipped

CHECKPOINT, LOG = "checkpoint.pt", "losses.jsonl"


@dataclass(frozen=True, slots=True)
class Progress:
    """Steps done, seconds spent on them, and the step that this run began with.

    `first` is past the steps of the run whose weights this one took over, 0 where there is none.
    """

    step: int
    spent: float
    first: int = 0


def save(
    work: Path,
    network: ReaderNetwork,
    optimizer: torch.optim.AdamW,
    progress: Progress,
    recipe: Mapping[str, Any],
) -> None:
    """Takes the place of the last checkpoint once it is whole."""
    part = work / f"{CHECKPOINT}.part"
    torch.save(
        {
            "network": network.state_dict(),
            "optimizer": optimizer.state_dict(),
            "step": progress.step,
            "spent": progress.spent,
            "first": progress.first,
            "recipe": dict(recipe),
        },
        part,
    )
    part.rename(work / CHECKPOINT)


def resumed(
    work: Path,
    network: ReaderNetwork,
    optimizer: torch.optim.AdamW,
    device: str,
    earlier: Path | None = None,
) -> Progress:
    """How far the last run came, once network and optimizer are where it left them.

    A run that has not begun takes the weights of `earlier`: the checkpoint of another run, whose
    questions it goes on from, or an ONNX file that ships.
    """
    file = work / CHECKPOINT
    if file.exists():
        kept = torch.load(file, map_location=device, weights_only=True)
        network.load_state_dict(kept["network"])
        optimizer.load_state_dict(kept["optimizer"])
        return Progress(kept["step"], kept["spent"], kept["first"])
    return Progress(0, 0.0) if earlier is None else load_weights(network, earlier)


def load_weights(network: ReaderNetwork, file: Path) -> Progress:
    """Puts the weights of another run's checkpoint, or of an ONNX file that ships, into `network`;
    gives back where a run that sets out from them begins."""
    if file.suffix == ".onnx":
        load_shipped(network, file)
        return Progress(0, 0.0)
    device = next(network.parameters()).device
    kept = torch.load(file, map_location=device, weights_only=True)
    network.load_state_dict(kept["network"])
    return Progress(kept["step"], 0.0, kept["step"])


def cut_log(work: Path, questions: int) -> None:
    """Leaves of the log what was written in the first `questions`: the rest will be done again."""
    log = work / LOG
    if not log.exists():
        return
    kept = [
        line for line in log.read_text(encoding="utf-8").splitlines() if _holds(line, questions)
    ]
    part = log.with_suffix(".part")
    part.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")
    part.rename(log)


def _holds(line: str, questions: int) -> bool:
    try:
        return bool(json.loads(line).get("questions", 0) <= questions)
    except ValueError:  # the last line of a run that was killed while it wrote
        return False
