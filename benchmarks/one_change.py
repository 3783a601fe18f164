"""What one changed article costs a corpus of a thousand, ten thousand, fifty thousand of them.

    python benchmarks/one_change.py [--articles 1000 10000 50000] [--paragraphs 1] [--one-story]
                                    [--fetched] [--parts] [--times 3]

Makes a corpus of Markdown files in a temporary folder and indexes it with synthetic vectors, then
changes one article and runs `pullquote reindex` as a person does, in a process of its own: its
processor time, with that of the processes it starts, and the least of several times; once with new
words, which have to be embedded, once with words whose vectors are known. Beside it the processor
time of its parts, measured in this process. `--one-story` puts all files into one story;
`--fetched` fills the catalog as a refresh does: articles held of pages, of which one is corrected;
`--parts` leaves the command out.
"""

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from synthetic_corpus import SyntheticEmbedder, vocabulary_of

from adapters.storage import reindex as reindexing
from adapters.storage.catalog import Catalog, open_catalog
from adapters.storage.corpus_reading import CorpusReader
from adapters.storage.generation_builder import GenerationBuilder
from adapters.storage.reindex import reindex
from adapters.storage.sources import FetchedPage, State, StoredSources
from retrieval.articles import Article
from retrieval.models import choose_model

ROOT = Path(__file__).parents[1]
MODEL = choose_model("").id
_LONG_AGO = timedelta(hours=1)
_COMMAND = "from adapters.cli.main import main; main()"


class Embedder(SyntheticEmbedder):
    """Under the id of the real model, so that the command takes the index for its own."""

    model = MODEL


def write_corpus(
    folder: Path, articles: int, paragraphs: int, stories: int, words: list[str]
) -> Path:
    """Writes the corpus; its first file."""
    rng = random.Random(7)
    for story in range(stories):
        place = folder / f"story-{story:02}"
        place.mkdir(parents=True)
        (place / "story.toml").write_text(f'title = "Story {story}"\nsummary = "Synthetic."\n')
    for number in range(articles):
        article = _article(number, paragraphs, words, rng, f"story-{number % stories:02}")
        (folder / article.story / f"a{number:06}.md").write_text(
            f"---\ntitle: {article.title}\nurl: {article.url}\nsource: {article.source}\n"
            f"published: 2024-{number % 12 + 1:02}-{number % 28 + 1:02}\n---\n\n{article.text}\n"
        )
    return folder / "story-00" / "a000000.md"


def _article(
    number: int, paragraphs: int, words: list[str], rng: random.Random, story: str
) -> Article:
    def sentence() -> str:
        return " ".join(rng.choices(words, k=20)).capitalize() + "."

    text = "\n\n".join(" ".join(sentence() for _ in range(6)) for _ in range(paragraphs))
    url = f"https://wire.example/{number % 97}/article-{number:06}"
    title = " ".join(rng.choices(words, k=8))
    published = datetime(2024, number % 12 + 1, number % 28 + 1, tzinfo=UTC)
    return Article(url, story, title, url, f"Wire {number % 50}", (), published, text)


def hold_pages(
    catalog: Catalog, folder: Path, articles: int, paragraphs: int, stories: int, words: list[str]
) -> Article:
    """Holds the articles of pages, as a refresh does; one of them."""
    rng, sources = random.Random(7), StoredSources(catalog.database)
    held = [
        _article(number, paragraphs, words, rng, f"story-{number % stories:02}")
        for number in range(articles)
    ]
    for story in range(stories):
        place = folder / f"story-{story:02}"
        place.mkdir(parents=True)
        (place / "story.toml").write_text(
            f'title = "Story {story}"\nsummary = "Synthetic."\nfeeds = ["https://wire.example/f"]\n'
        )
    for first in range(0, articles, 1000):
        save(sources, held[first : first + 1000])
    return held[0]


def save(sources: StoredSources, articles: list[Article]) -> None:
    """What a refresh brought."""
    now = datetime.now(UTC)
    pages = [
        FetchedPage(
            *(one.story, one.url, one.url, "https://wire.example/f", State.HELD, now),
            article=one.id,
            version=one.version,
        )
        for one in articles
    ]
    sources.save([], pages, articles, now)


@contextmanager
def timed(parts: dict[str, float], name: str) -> Iterator[None]:
    """Adds the processor time within to that part."""
    begun = time.process_time()
    try:
        yield
    finally:
        parts[name] = parts.get(name, 0.0) + time.process_time() - begun


def of_command(corpus: Path, data: Path) -> float:
    """Processor time of the whole command and of what it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    set_to = [f"PULLQUOTE_DATA={data}", f"PULLQUOTE_CORPUS={corpus}", f"PYTHONPATH={ROOT}"]
    command = ["env", *set_to, sys.executable, "-c", _COMMAND, "reindex", "--json"]
    subprocess.run(command, cwd=corpus.parent, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def of_parts(corpus: Path, data: Path, catalog: Catalog) -> dict[str, float]:
    """Processor time of a reindex in this process, without imports and the checking process."""
    parts: dict[str, float] = {}

    def wrapped(owner: object, name: str, part: str) -> Callable[[], None]:
        whole = getattr(owner, name)

        def within(*given: object, **named: object) -> object:
            with timed(parts, part):
                return whole(*given, **named)

        setattr(owner, name, within)
        return lambda: setattr(owner, name, whole)

    undo = [
        wrapped(CorpusReader, "look", "looking"),
        wrapped(CorpusReader, "marks_when_served", "marks"),
        wrapped(reindexing, "noted_marks", "marks"),
        wrapped(reindexing, "note_marks", "marks"),
        wrapped(GenerationBuilder, "damage_of", "damage"),
        wrapped(GenerationBuilder, "publish", "publishing"),
        wrapped(GenerationBuilder, "merge", "merging"),
        wrapped(reindexing, "sweep", "sweeping"),
    ]
    with timed(parts, "all"):
        reindex(corpus, data, catalog, MODEL, Embedder, datetime.now(UTC))
    for each in undo:
        each()
    return parts


@dataclass
class Files:
    """A corpus of files, of which one is changed."""

    corpus: Path
    file: Path
    text: str = ""

    def change(self, said: str) -> None:
        self.text = self.text or self.file.read_text()
        self.file.write_text(f"{self.text}\n{said}\n")


@dataclass
class Pages:
    """Articles that are held of pages, of which one is corrected."""

    sources: StoredSources
    held: Article

    def change(self, said: str) -> None:
        save(self.sources, [replace(self.held, text=f"{self.held.text}\n\n{said}")])


def measured(arguments: argparse.Namespace, articles: int, folder: Path) -> None:
    """Print two lines for a corpus of so many articles."""
    corpus, data = folder / "corpus", folder / "data"
    stories = 1 if arguments.one_story else 20
    given = (articles, arguments.paragraphs, stories, vocabulary_of(ROOT / "corpus"))
    with closing(open_catalog(None, data)) as catalog:
        held = (
            Pages(StoredSources(catalog.database), hold_pages(catalog, corpus, *given))
            if arguments.fetched
            else Files(corpus, write_corpus(corpus, *given))
        )
        first: dict[str, float] = {}
        with timed(first, "index"):
            # Files are settled by this clock: theirs would be, a while later.
            begun = datetime.now(UTC) - _LONG_AGO
            reindex(corpus, data, catalog, MODEL, Embedder, begun, clock=lambda: 1 << 62)
        print(f"{articles:>7,} articles: first index {first['index']:.1f} s", flush=True)
        new, known, parts = [], [], dict[str, float]()
        for n in range(arguments.times):
            held.change(f"Correction {n} was made.")
            if not arguments.parts:
                new.append(of_command(corpus, data))
                held.change("Nothing was wrong.")
                reindex(corpus, data, catalog, MODEL, Embedder, datetime.now(UTC))
                held.change(f"Correction {n} was made.")
                known.append(of_command(corpus, data))
                held.change("Nothing was wrong.")
            found = of_parts(corpus, data, catalog)
            parts = {name: min(s, parts.get(name, s)) for name, s in found.items()}
    if new and known:
        print(f"  the command {min(new):.2f} s, with words that are known {min(known):.2f} s")
    shown = "  ".join(f"{name} {seconds:.3f}" for name, seconds in parts.items())
    print(f"  within one process: {shown}", flush=True)


def main() -> None:
    """Print what a change costs, for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=[1_000, 10_000, 50_000])
    parser.add_argument("--paragraphs", type=int, default=1)
    parser.add_argument("--one-story", action="store_true")
    parser.add_argument("--fetched", action="store_true")
    parser.add_argument("--parts", action="store_true")
    parser.add_argument("--times", type=int, default=3)
    arguments = parser.parse_args()
    for articles in arguments.articles:
        with tempfile.TemporaryDirectory() as temporary:
            measured(arguments, articles, Path(temporary))


if __name__ == "__main__":
    main()
