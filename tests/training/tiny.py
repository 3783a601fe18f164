"""A reader's network of a few thousand weights, and a handful of pages to teach it with."""

import random
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import BertConfig, BertModel

from retrieval.models import choose_model
from training.data import Known, Page
from training.network import ReaderNetwork

TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")


def tiny_base(folder: Path) -> Path:
    """A folder as a pretrained model's: random weights, two narrow layers, the real tokenizer."""
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=30_522,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
    )
    BertModel(config).save_pretrained(folder)
    for name in TOKENIZER_FILES:
        shutil.copy(Path(choose_model("").location) / name, folder)
    return folder


def tiny_network(folder: Path) -> ReaderNetwork:
    """The network over `tiny_base`, ready to read; its heads say more than untrained ones do."""
    network = ReaderNetwork(tiny_base(folder))
    torch.manual_seed(2)
    for head in (network.looked, network.pooled, network.judged, network.span):
        torch.nn.init.normal_(head.weight, std=0.5)
    network.eval()
    return network


TOWNS = "Alford Brixham Corby Dunster Exmouth Filey Goole Hythe Ilkley Jarrow".split()
PEOPLE = "Anna Boris Clara Dmitri Elena Farid Greta Hugo Ines Jonas".split()
THINGS = ("bridge", "school", "harbour", "library")


def tiny_pages() -> dict[str, Page]:
    """For each town a page on each thing, saying who opened it, and two that say nothing of it."""
    chance = random.Random(3)
    pages = {}
    for town in TOWNS:
        title = f"News from {town}"
        for thing in THINGS:
            pages[f"{town} {thing}"] = Page(
                title,
                f"It rained on the day. The {thing} of {town} was opened by "
                f"{chance.choice(PEOPLE)} at noon. People sang until the evening.",
            )
        pages[f"{town} weather"] = Page(title, f"It rained in {town} on the day. Then it froze.")
        pages[f"{town} songs"] = Page(
            title, f"In {town} people sang until the evening. They slept."
        )
    return pages


def tiny_questions(pages: dict[str, Page]) -> list[Known]:
    """One for each thing of each town: so simple that two layers can learn to answer it."""
    found = []
    for town in TOWNS:
        for thing in THINGS:
            id = f"{town} {thing}"
            name = next(name for name in PEOPLE if f"by {name} " in pages[id].text)
            start = pages[id].text.index(f"by {name}") + 3
            found.append(
                Known(
                    question=f"Who opened the {thing} of {town}?",
                    page=id,
                    answers=((start, start + len(name)),),
                    others=(f"{town} weather", f"{town} songs"),
                    source="tiny",
                    news=True,
                )
            )
    return found


def again(questions: Sequence[Known], times: int) -> list[Known]:
    """A longer training: the same questions `times` over, each time in another order."""
    chance = random.Random(4)
    return [known for _ in range(times) for known in chance.sample(list(questions), len(questions))]
