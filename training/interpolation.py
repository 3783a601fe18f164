"""Weights before and after a further run → those in between, which know other texts better.

Wortsman et al. 2022, "Robust fine-tuning of zero-shot models" (WiSE-FT).
"""

from copy import deepcopy
from pathlib import Path

import torch

from training.checkpoints import load_weights
from training.network import ReaderNetwork


def interpolated(network: ReaderNetwork, earlier: Path, share: float) -> ReaderNetwork:
    """`share`, 0 … 1, of the weights in `earlier`, which `network` set out from, and the rest of
    its own. `earlier` as `load_weights` takes it; `network` stays as it is."""
    before = deepcopy(network)
    load_weights(before, earlier)
    with torch.no_grad():
        for old, new in zip(before.parameters(), network.parameters(), strict=True):
            old.lerp_(new, 1 - share)
    return before
