"""A run's state ⇄ the files in its work folder, so that it can be broken off at any moment."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from training.network import ReaderNetwork

CHECKPOINT, LOG = "checkpoint.pt", "losses.jsonl"


@dataclass(frozen=True, slots=True)
class Progress:
    """Steps done, and seconds spent on them."""

    step: int
    spent: float


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
            "recipe": dict(recipe),
        },
        part,
    )
    part.rename(work / CHECKPOINT)


def resumed(
    work: Path, network: ReaderNetwork, optimizer: torch.optim.AdamW, device: str
) -> Progress:
    """How far the last run came, once network and optimizer are where it left them."""
    file = work / CHECKPOINT
    if not file.exists():
        return Progress(0, 0.0)
    kept = torch.load(file, map_location=device, weights_only=True)
    network.load_state_dict(kept["network"])
    optimizer.load_state_dict(kept["optimizer"])
    return Progress(kept["step"], kept["spent"])


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
