"""Questions with mined negatives → trained weights, in `work`. Takes up where it was broken off."""

import json
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

import torch
from torch import Tensor
from torch.nn import functional
from torch.utils.data import DataLoader, Dataset

from retrieval.pairs import PairEncoder
from training.checkpoints import LOG, Progress, cut_log, resumed, save
from training.data import Known, Page
from training.groups import ROOM_SHARES, ROOMS, Pair, group
from training.lessons import Lesson, lesson
from training.losses import Losses, losses
from training.mining import Mined
from training.network import ReaderNetwork

# Texts of like length share a pass, or much is padding; a GPU loses more by many small passes.
_READ_AT_ONCE = {"cpu": 9, "cuda": 320}
_LOGGED_EVERY, _TOLD_EVERY = 10, 40


@dataclass(frozen=True, slots=True)
class Recipe:
    """Hyper-parameters. `minutes` is time spent learning, breaks not counted."""

    minutes: float
    epochs: int = 1
    seed: int = 2024
    batch: int = 8  # questions
    learning_rate: float = 1e-4
    head_learning_rate: float = 5e-4
    weight_decay: float = 0.01
    warm_up: float = 0.03
    dropout: float = 0.0
    frozen_embeddings: bool = True
    gradient_norm: float = 1.0
    saved_every_seconds: float = 180.0


def train(
    recipe: Recipe,
    start: Path,
    pages: dict[str, Page],
    questions: Sequence[Known],
    mined: Mined,
    work: Path,
    device: str,
    say: Callable[[str], None],
    earlier: Path | None = None,
    workers: int = 0,
) -> ReaderNetwork:
    """Ends when `minutes` are used up or all epochs are done, whichever comes first.

    `earlier` is the checkpoint of another run, or the ONNX file that ships, from whose weights this
    one sets out; `workers` processes prepare what is read, 0 for none beside this one.
    """
    torch.manual_seed(recipe.seed)
    # Its attention is planned anew for each shape, and every step has another: a third as fast.
    torch.backends.cuda.enable_cudnn_sdp(False)
    network: ReaderNetwork = ReaderNetwork(start, recipe.dropout).to(device)
    if recipe.frozen_embeddings:
        network.freeze_embeddings()
    optimizer = _optimizer(network, recipe, fused=device != "cpu")
    lessons = Lessons(
        recipe, pages, list(pages), questions, mined, PairEncoder(start / "tokenizer.json")
    )
    before = resumed(work, network, optimizer, device, earlier)
    cut_log(work, before.step * recipe.batch)
    if before.step:
        say(f"goes on after {before.step * recipe.batch} questions")
    step, steps = before.step, len(lessons)
    began, saved = time.monotonic() - before.spent, time.monotonic()
    smooth: dict[str, Tensor] = {}
    network.train()
    with (work / LOG).open("a", encoding="utf-8") as log:
        for prepared in _prepared(lessons, step, device, workers):
            spent = time.monotonic() - began
            seen = (step - before.first) / (steps - before.first)
            share = max(spent / (60 * recipe.minutes), seen)
            if share >= 1:
                break
            _set_rates(optimizer, recipe, share)
            found = _learn(network, optimizer, prepared, recipe, device)
            step += 1
            smooth = _smoothed(smooth, found)
            if step % _LOGGED_EVERY == 0:
                _log(log, step * recipe.batch, spent, smooth)
            if step % _TOLD_EVERY == 0:
                told = "  ".join(f"{name} {float(value):.3f}" for name, value in smooth.items())
                say(f"{share:6.1%}  {step * recipe.batch} questions  {told}")
            if time.monotonic() - saved > recipe.saved_every_seconds:
                done = Progress(step, time.monotonic() - began, before.first)
                save(work, network, optimizer, done, asdict(recipe))
                saved = time.monotonic()
    done = Progress(step, time.monotonic() - began, before.first)
    save(work, network, optimizer, done, asdict(recipe))
    return network


@dataclass(frozen=True, slots=True)
class Lessons(Dataset):  # type: ignore[misc]  # torch's types are not read
    """What there is to learn, by the number of the step; `ids` are those of `pages`."""

    recipe: Recipe
    pages: dict[str, Page]
    ids: Sequence[str]
    questions: Sequence[Known]
    mined: Mined
    encoder: PairEncoder

    def __len__(self) -> int:
        return self.recipe.epochs * self._a_round

    def __getitem__(self, step: int) -> Lesson:
        return lesson(self.groups(step), self.encoder)

    @property
    def _a_round(self) -> int:
        return len(self.questions) // self.recipe.batch

    def groups(self, step: int) -> list[list[Pair]]:
        """Those of one step."""
        # Each step has a seed of its own: a run that was broken off goes on alike.
        chance = random.Random(f"{self.recipe.seed} {step}")
        (room,) = chance.choices(ROOMS, ROOM_SHARES)
        return [
            group(
                known,
                self.pages,
                self.ids,
                self.mined.pages(known.question),
                room,
                chance,
                chance.choice(self.questions).question,
            )
            for known in self.asked(step)
        ]

    def asked(self, step: int) -> list[Known]:
        """The questions of one step: each once an epoch, in an order that differs by epoch.

        The last few, too few for a step, are left out.
        """
        epoch, place = divmod(step, self._a_round)
        # A stride that shares no factor with the length visits every question once.
        count = self._a_round * self.recipe.batch
        stride = _coprime(count, 2 * epoch * (epoch + 1) + 1)
        return [
            self.questions[(n * stride) % count]
            for n in range(place * self.recipe.batch, (place + 1) * self.recipe.batch)
        ]


def _coprime(count: int, least: int) -> int:
    """The smallest number from `least` on that shares no factor with `count`."""
    return next(n for n in range(least, least + count + 1) if math.gcd(n, count) == 1)


def _prepared(lessons: Lessons, first: int, device: str, workers: int) -> Iterator[Lesson]:
    steps = range(first, len(lessons))
    if not workers:
        return (lessons[step] for step in steps)
    prepared: Iterator[Lesson] = iter(
        DataLoader(
            lessons,
            batch_size=None,
            sampler=steps,
            num_workers=workers,
            prefetch_factor=6,
            pin_memory=device != "cpu",
        )
    )
    return prepared


def _learn(
    network: ReaderNetwork,
    optimizer: torch.optim.AdamW,
    prepared: Lesson,
    recipe: Recipe,
    device: str,
) -> Losses:
    """One step of the optimizer; gives back the losses before it."""
    there = prepared.to(device)
    found = losses(_read(network, there, prepared.mask.sum(1), device), there)
    found.total.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), recipe.gradient_norm)
    optimizer.step()
    optimizer.zero_grad()
    return found


def _read(network: ReaderNetwork, prepared: Lesson, lengths: Tensor, device: str) -> list[Tensor]:
    """All outputs, in the rows of the lesson; texts of like length share a pass.

    `lengths`, shape `(rows,)`, lie on the processor: asking a GPU for them would wait for it.
    """
    kind = device.split(":")[0]
    order = torch.argsort(lengths)
    width = prepared.ids.shape[1]
    at_once = max(1, round(len(order) / _READ_AT_ONCE[kind]))
    parts = []
    # One context for all: it casts the weights once.
    with torch.autocast(kind, dtype=torch.bfloat16):
        for rows in torch.tensor_split(order, at_once):
            here = int(lengths[rows[-1]])
            there = rows.to(device, non_blocking=True)
            inputs = (part[there, :here] for part in (prepared.ids, prepared.mask, prepared.types))
            relevance, answerability, starts, ends = network(*inputs)
            fill = (0, width - here)
            parts.append(
                (relevance, answerability, functional.pad(starts, fill), functional.pad(ends, fill))
            )
    back = torch.argsort(order).to(device, non_blocking=True)
    return [torch.cat(outputs)[back] for outputs in zip(*parts, strict=True)]


def _smoothed(before: dict[str, Tensor], found: Losses) -> dict[str, Tensor]:
    parts = {
        "relevance": found.relevance,
        "answerability": found.answerability,
        "span": found.span,
    }
    return {name: 0.98 * before.get(name, value) + 0.02 * value for name, value in parts.items()}


def _log(log: TextIO, questions: int, spent: float, smooth: dict[str, Tensor]) -> None:
    line = {"questions": questions, "seconds": round(spent, 1)}
    log.write(json.dumps(line | {k: round(float(v), 4) for k, v in smooth.items()}) + "\n")
    log.flush()


def _optimizer(network: ReaderNetwork, recipe: Recipe, *, fused: bool) -> torch.optim.AdamW:
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
        fused=fused,
    )


def _set_rates(optimizer: torch.optim.AdamW, recipe: Recipe, share: float) -> None:
    """Up in the first moments, then down to nothing in a straight line."""
    factor = min(share / recipe.warm_up, (1 - share) / (1 - recipe.warm_up))
    for parameters in optimizer.param_groups:
        parameters["lr"] = parameters["rate"] * max(factor, 0.01)
