"""Questions with mined negatives → trained weights, in `work`. Takes up where it was broken off."""

import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from retrieval.pairs import PairEncoder, Pairs
from training.checkpoints import LOG, Progress, cut_log, resumed, save
from training.data import Known, Page
from training.groups import ROOMS, Pair, group
from training.losses import Losses, losses
from training.network import ReaderNetwork

# Short texts first, since they cost little and teach as much; long ones, as retrieval hands them
# out, at the end.
SHORT, LONG = (4, 4, 3, 1, 1), (0, 1, 2, 3, 4)
_READ_AT_ONCE = 9
_LOGGED_EVERY, _TOLD_EVERY = 10, 40


@dataclass(frozen=True, slots=True)
class Recipe:
    """Hyper-parameters. `minutes` is time spent learning, breaks not counted."""

    minutes: float
    seed: int = 2024
    batch: int = 8  # questions
    learning_rate: float = 1e-4
    head_learning_rate: float = 5e-4
    weight_decay: float = 0.01
    warm_up: float = 0.03
    short_share: float = 0.6  # of the time, before texts get long
    frozen_layers: int = 0
    gradient_norm: float = 1.0
    saved_every_seconds: float = 180.0


def train(
    recipe: Recipe,
    start: Path,
    pages: dict[str, Page],
    questions: Sequence[Known],
    mined: dict[int, list[str]],
    work: Path,
    device: str,
    say: Callable[[str], None],
    earlier: Path | None = None,
) -> ReaderNetwork:
    """Ends when `minutes` are used up or every question was seen once, whichever comes first.

    `earlier` is the checkpoint of another run, from whose weights this one sets out.
    """
    torch.manual_seed(recipe.seed)
    network: ReaderNetwork = ReaderNetwork(start).to(device)
    network.freeze(recipe.frozen_layers)
    optimizer = _optimizer(network, recipe)
    encoder = PairEncoder(start / "tokenizer.json")
    lessons = _Lessons(recipe, pages, list(pages), questions, mined)
    before = resumed(work, network, optimizer, device, earlier)
    cut_log(work, before.step * recipe.batch)
    if before.step:
        say(f"goes on after {before.step * recipe.batch} questions")
    step, steps = before.step, len(questions) // recipe.batch
    began, saved = time.monotonic() - before.spent, time.monotonic()
    smooth: dict[str, float] = {}
    network.train()
    with (work / LOG).open("a", encoding="utf-8") as log:
        while step < steps:
            spent = time.monotonic() - began
            seen = (step - before.first) / (steps - before.first)
            share = max(spent / (60 * recipe.minutes), seen)
            if share >= 1:
                break
            _set_rates(optimizer, recipe, share)
            found = _learn(network, optimizer, encoder, lessons.groups(step, share), recipe, device)
            step += 1
            smooth = _smoothed(smooth, found)
            if step % _LOGGED_EVERY == 0:
                _log(log, step * recipe.batch, spent, smooth)
            if step % _TOLD_EVERY == 0:
                told = "  ".join(f"{name} {value:.3f}" for name, value in smooth.items())
                say(f"{share:6.1%}  {step * recipe.batch} questions  {told}")
            if time.monotonic() - saved > recipe.saved_every_seconds:
                done = Progress(step, time.monotonic() - began, before.first)
                save(work, network, optimizer, done, asdict(recipe))
                saved = time.monotonic()
    done = Progress(step, time.monotonic() - began, before.first)
    save(work, network, optimizer, done, asdict(recipe))
    return network


@dataclass(frozen=True, slots=True)
class _Lessons:
    """What there is to learn from; `ids` are those of `pages`."""

    recipe: Recipe
    pages: dict[str, Page]
    ids: Sequence[str]
    questions: Sequence[Known]
    mined: dict[int, list[str]]

    def groups(self, step: int, share: float) -> list[list[Pair]]:
        """Those of one step, at `share` of the whole run."""
        # Each step has a seed of its own: a run that was broken off goes on alike.
        chance = random.Random(f"{self.recipe.seed} {step}")
        weights = SHORT if share < self.recipe.short_share else LONG
        (room,) = chance.choices(ROOMS, weights)
        return [
            group(
                self.questions[n],
                self.pages,
                self.ids,
                self.mined.get(n, ()),
                room,
                chance,
                chance.choice(self.questions).question,
            )
            for n in range(step * self.recipe.batch, (step + 1) * self.recipe.batch)
        ]


def _learn(
    network: ReaderNetwork,
    optimizer: torch.optim.AdamW,
    encoder: PairEncoder,
    groups: Sequence[Sequence[Pair]],
    recipe: Recipe,
    device: str,
) -> Losses:
    """One step of the optimizer; gives back the losses before it."""
    flat = [pair for members in groups for pair in members]
    pairs = encoder.encode(
        [pair.question for pair in flat],
        [pair.title for pair in flat],
        [pair.text for pair in flat],
    )
    found = losses(_read(network, pairs, device), groups, pairs)
    found.total.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), recipe.gradient_norm)
    optimizer.step()
    optimizer.zero_grad()
    return found


def _read(network: ReaderNetwork, pairs: Pairs, device: str) -> list[Tensor]:
    """All outputs, in rows as in `pairs`; pairs of like length share a pass, or half is padding."""
    lengths = pairs.mask.sum(1)
    order = np.argsort(lengths)
    width = pairs.ids.shape[1]
    parts = []
    # One context for all: it casts the weights once.
    with torch.autocast(device.split(":")[0], dtype=torch.bfloat16):
        for rows in np.array_split(order, max(1, round(len(order) / _READ_AT_ONCE))):
            here = int(lengths[rows].max())
            inputs = (
                torch.from_numpy(array[rows, :here]).to(device)
                for array in (pairs.ids, pairs.mask, pairs.types)
            )
            relevance, answerability, starts, ends = network(*inputs)
            fill = (0, width - here)
            parts.append(
                (relevance, answerability, functional.pad(starts, fill), functional.pad(ends, fill))
            )
    back = torch.from_numpy(np.argsort(order)).to(device)
    return [torch.cat(outputs)[back] for outputs in zip(*parts, strict=True)]


def _smoothed(before: dict[str, float], found: Losses) -> dict[str, float]:
    parts = {
        "relevance": found.relevance,
        "answerability": found.answerability,
        "span": found.span,
    }
    return {name: 0.98 * before.get(name, value) + 0.02 * value for name, value in parts.items()}


def _log(log: TextIO, questions: int, spent: float, smooth: dict[str, float]) -> None:
    line = {"questions": questions, "seconds": round(spent, 1)}
    log.write(json.dumps(line | {k: round(v, 4) for k, v in smooth.items()}) + "\n")
    log.flush()


def _optimizer(network: ReaderNetwork, recipe: Recipe) -> torch.optim.AdamW:
    heads = [network.looked, network.pooled, network.judged, network.span]
    return torch.optim.AdamW(
        [
            {
                "params": [p for p in network.encoder.parameters() if p.requires_grad],
                "rate": recipe.learning_rate,
            },
            {
                "params": [p for head in heads for p in head.parameters()],
                "rate": recipe.head_learning_rate,
            },
        ],
        lr=recipe.learning_rate,
        weight_decay=recipe.weight_decay,
    )


def _set_rates(optimizer: torch.optim.AdamW, recipe: Recipe, share: float) -> None:
    """Up in the first moments, then down to nothing in a straight line."""
    factor = min(share / recipe.warm_up, (1 - share) / (1 - recipe.warm_up))
    for parameters in optimizer.param_groups:
        parameters["lr"] = parameters["rate"] * max(factor, 0.01)
