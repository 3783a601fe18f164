"""`/said` over a hundred thousand passages: what a question takes, by who is asked for.

    python -m benchmarks.said_scale [--articles 25000] [--questions 8] [--data FOLDER]

Makes a corpus of synthetic articles of four passages, of which two let somebody speak: who that is
follows Zipf's law over 2,000 names. Two others never speak, and are named in every third article:
one beside what somebody else says, one where nobody speaks. Indexes it with random vectors (kept
in FOLDER for the next run), and asks with the real model what they said, about something and about
anything.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

from adapters.storage.catalog import open_catalog
from adapters.storage.reindex import reindex
from adapters.storage.serving import ServedIndex
from benchmarks.synthetic_corpus import MODEL, SyntheticEmbedder, vocabulary_of
from retrieval.embedding import load_embedder
from retrieval.models import choose_model
from retrieval.said import Said, Wanted
from retrieval.said_search import SaidSearch

FIRST = "Ada Bo Cleo Dov Esme Finn Greta Hugo Ines Jonas Kaja Lev Mona Nils Olga Pavel".split()
FIRST += "Quinn Rosa Sven Tilda Ugo Vera Wim Xenia Yara Zeno".split()
HEADS, TAILS = (
    "Bar Dal Fen Gar Hol Kel Lun Mor Nor Pel Ras Sol Tor Val Win".split(),
    ("berg burn dahl feld gren holm lund mark moor quist rup sen stad strom vik wald".split()),
)
BESIDE, ELSEWHERE = "Ottilie Brandvold", "Ottmar Eidsvik"
SAYS = ("said", "told reporters", "added", "warned", "argued")


def names() -> list[str]:
    """2,000 of them, the one who speaks most first."""
    chance = random.Random(3)
    last = ["".join(parts) for parts in product(HEADS, TAILS)]
    found = [f"{first} {name}" for first, name in product(FIRST, last)]
    chance.shuffle(found)
    return found[:2000]


def write_corpus(folder: Path, articles: int) -> None:
    """Twenty stories of them."""
    chance = random.Random(7)
    vocabulary = vocabulary_of(Path(__file__).parents[1] / "corpus")
    common = [1 / (n + 10) for n in range(len(vocabulary))]
    people = names()
    often = [1 / (n + 3) for n in range(len(people))]
    for story in range(20):
        place = folder / f"story-{story:02}"
        place.mkdir(parents=True)
        (place / "story.toml").write_text(f'title = "Story {story}"\nsummary = "Synthetic."\n')

    def words(count: int) -> str:
        return " ".join(chance.choices(vocabulary, common, k=count)).capitalize()

    def paragraph(number: int, place: int) -> Iterator[str]:
        for _ in range(5):
            yield f"{words(20)}."
        if place in (1, 3):
            [who] = chance.choices(people, often)
            yield f"“{words(18)},” {who} {chance.choice(SAYS)}."
        if number % 3 == 0 and place in (1, 2):
            name = BESIDE if place == 1 else ELSEWHERE
            yield f"{words(12)} {name} {words(6).lower()}."
        else:
            yield f"{words(20)}."

    for number in range(articles):
        text = "\n\n".join(" ".join(paragraph(number, place)) for place in range(5))
        (folder / f"story-{number % 20:02}" / f"a{number:06}.md").write_text(
            f"---\ntitle: {words(8)}\nurl: https://wire.example/{number}\n"
            f"source: Wire {number % 50}\n"
            f"published: 2024-{number % 12 + 1:02}-{number % 28 + 1:02}\n---\n\n{text}\n"
        )


def timed(search: SaidSearch, index: ServedIndex, asked: list[Wanted]) -> tuple[float, float, Said]:
    """Of the processor, in ms: the median and the most; and what the last one found."""
    taken = []
    with index.current() as generation:
        for wanted in asked:
            began = time.process_time()
            found = search.find(wanted, generation)
            taken.append(1000 * (time.process_time() - began))
    return statistics.median(taken), max(taken), found


def main() -> None:
    """Prints a line a kind of question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=25_000)
    parser.add_argument("--questions", type=int, default=8)
    parser.add_argument("--data", type=Path)
    arguments = parser.parse_args()
    data = arguments.data or Path(tempfile.mkdtemp())
    catalog = open_catalog(None, data)
    if catalog.current() is None:
        began, corpus = time.process_time(), data / "corpus"
        write_corpus(corpus, arguments.articles)
        embedder = SyntheticEmbedder()
        reindex(corpus, data, catalog, MODEL, lambda: embedder, datetime.now(UTC))
        print(f"written and indexed in {time.process_time() - began:.0f} s", flush=True)
    people, many = names(), arguments.questions
    vocabulary = vocabulary_of(Path(__file__).parents[1] / "corpus")
    chance = random.Random(5)
    topics = [" ".join(chance.choices(vocabulary[100:2000], k=3)) for _ in range(many)]
    kinds = {
        "who speaks most": [Wanted(name) for name in people[:many]],
        "the same, about something": [
            Wanted(name, about) for name, about in zip(people[:many], topics, strict=True)
        ],
        "the same, by surname": [Wanted(name.split()[1]) for name in people[:many]],
        "who speaks seldom": [Wanted(name) for name in people[-many:]],
        "who is named beside others' words": [Wanted(BESIDE)] * many,
        "the same, about something, too": [Wanted(BESIDE, about) for about in topics],
        "who is named where nobody speaks": [Wanted(ELSEWHERE)] * many,
        "nobody, by a first name that there is": [
            Wanted(f"Ottilie Brandvolt{n}") for n in range(many)
        ],
        "nobody": [Wanted(f"Zebulon Zykovsky{n}") for n in range(many)],
    }
    real = load_embedder(choose_model(""), cache=data / "models")
    search = SaidSearch(real, catalog)
    with ServedIndex(catalog, data, MODEL) as index:
        with index.current() as generation:
            generation.warm()
            print(f"{generation.passages:,} passages; of the processor, ms: median, most")
        search.find(Wanted(people[0], topics[0]), generation)
        for kind, asked in kinds.items():
            median, most, found = timed(search, index, asked)
            print(f"{kind:<38} {median:7.0f} {most:7.0f}   {len(found.quotes)} quotes", flush=True)
    catalog.close()


if __name__ == "__main__":
    main()
