"""A small newsroom for the tests: a corpus that can be written to, its index, and questions."""

import hashlib
import json
import shutil
from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from adapters.storage.catalog import Catalog, open_catalog
from adapters.storage.open_generation import OpenGeneration
from adapters.storage.purge import purge
from adapters.storage.reindex import Report, reindex
from adapters.storage.retention import rollback, verify
from adapters.storage.segments import segment_folder, segment_folders
from adapters.storage.serving import ServedIndex
from adapters.storage.vector_store import VectorStore
from retrieval.articles import Article
from retrieval.embedding import Embeddings
from retrieval.passages import cut, embedded_text
from retrieval.terms import terms

MODEL = "words-32"
START = datetime(2026, 1, 1, 12, tzinfo=UTC)


class WordEmbedder:
    """An Embedder: each word is a fixed random direction, a text the sum of its words."""

    dimensions = 32

    def __init__(self, model: str = MODEL) -> None:
        self.model = model
        self.embedded: list[str] = []

    def embed_question(self, question: str) -> Embeddings:
        return self._embed(question)

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Embeddings:
        self.embedded += texts
        if progress:
            progress(len(texts))
        return np.array([self._embed(text) for text in texts], dtype=np.float32)

    def _embed(self, text: str) -> Embeddings:
        words = [self.model, *text.lower().split()]
        total = np.sum([_direction(word) for word in words], axis=0)
        unit: Embeddings = (total / np.linalg.norm(total)).astype(np.float32)
        return unit


@cache
def _direction(word: str) -> Any:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "little")
    return np.random.default_rng(seed).standard_normal(WordEmbedder.dimensions)


@dataclass
class Newsroom:
    """A corpus and the data folder of its index; time passes by a minute a reindex. The catalog
    lies there, too, or at `url`."""

    folder: Path
    embedder: WordEmbedder = field(default_factory=WordEmbedder)
    minutes: int = 0
    store: VectorStore | None = None  # None is the data folder
    url: str | None = None

    def __post_init__(self) -> None:
        self.corpus = self.folder / "corpus"
        self.data = self.folder / "data"
        self.corpus.mkdir(parents=True, exist_ok=True)
        self.catalog: Catalog = open_catalog(self.url, self.data)

    def close(self) -> None:
        self.catalog.close()

    def copy_to(self, folder: Path) -> "Newsroom":
        """This newsroom once more, to be changed; this one must be closed."""
        shutil.copytree(self.folder, folder)
        return Newsroom(folder, minutes=self.minutes)

    def story(self, slug: str, title: str = "A story that is followed") -> None:
        (self.corpus / slug).mkdir(exist_ok=True)
        text = f'title = "{title}"\nsummary = "What happened, day by day."\n'
        (self.corpus / slug / "story.toml").write_text(text, encoding="utf-8")

    def write(
        self, path: str, text: str, *, title: str = "", id: str = "", published: str = "2024-07-28"
    ) -> None:
        """One article as Markdown; without a title it is called after its file."""
        name = Path(path).stem
        lines = [f"title: {title or name}", f"url: https://{name}.example/", "source: The Wire"]
        lines += [f"published: {published}", *([f"id: {id}"] if id else [])]
        content = "\n".join(("---", *lines, "---", "", text, ""))
        (self.corpus / path).write_text(content, encoding="utf-8")

    def write_lines(
        self, path: str, texts: dict[str, str], *, broken: Collection[str] = ()
    ) -> None:
        """A JSONL file of articles by id; the lines of the `broken` ones are cut off."""
        lines = []
        for id, text in texts.items():
            fields = {"id": id, "title": id, "url": f"https://{id}.example/", "source": "The Wire"}
            line = json.dumps(fields | {"authors": [], "published": "2024-07-28", "text": text})
            lines.append(line[:-20] if id in broken else line)
        (self.corpus / path).write_text("\n".join(lines) + "\n", encoding="utf-8")

    @property
    def now(self) -> datetime:
        return START + timedelta(minutes=self.minutes)

    def reindex(self, **options: Any) -> Report:
        """`pullquote reindex` a minute later."""
        self.minutes += 1
        self.embedder.embedded.clear()
        return reindex(
            self.corpus,
            self.data,
            self.catalog,
            self.embedder.model,
            lambda: self.embedder,
            self.now,
            store=self.store,
            **options,
        )

    def purge(self) -> None:
        """`pullquote purge bridge/ship`."""
        purge(self.data, self.catalog, self.now, articles=["bridge/ship"], store=self.store)

    def rollback(self) -> None:
        """`pullquote index rollback`."""
        rollback(self.data, self.catalog, self.now, self.store)

    def serve(self, *, follow: bool = False) -> ServedIndex:
        return ServedIndex(self.catalog, self.data, self.embedder.model, self.store, follow=follow)

    def served_articles(self) -> list[str]:
        """The articles that the current generation finds, as a process that starts now sees it."""
        with self.serve() as index, index.current() as generation:
            return found_articles(generation, self.catalog)

    def ask(self, words: str, stories: Collection[str] | None = None) -> str:
        """The article that a process which starts now finds first by meaning."""
        with self.serve() as index, index.current() as generation:
            question = self.embedder.embed_question(words)
            row, _ = generation.nearest(question, 1, stories)[0]
            [(_, article)] = self.catalog.passages(generation.passage_ids([row])).values()
            return article.id

    def generations(self) -> list[str]:
        """The generations that are listed, oldest first."""
        return sorted(generation.id for generation in self.catalog.generations())

    def segments(self) -> list[str]:
        """The folders of segments, oldest first."""
        return sorted(segment_folders(self.data))

    @property
    def served(self) -> str:
        """The current generation."""
        found = self.catalog.current()
        assert found is not None
        return found.id

    @property
    def segment(self) -> Path:
        """The folder of the segment that the current generation took in last."""
        return segment_folder(self.data, self.catalog.parts.of(self.served)[-1].segment)

    def holds_exactly(self, articles: Sequence[Article]) -> None:
        """Checks that the current generation is what a clean build of these articles holds."""
        wanted = {p.id: (article, p) for article in articles for p in cut(article)}
        assert verify(self.data, self.catalog, self.store) == []
        with self.serve() as index, index.current() as generation:
            rows = np.flatnonzero(generation.in_stories(None)).tolist()
            held = dict(zip(generation.passage_ids(rows), rows, strict=True))
            assert held.keys() == wanted.keys()
            missed = 0
            for id, n in held.items():
                article, passage = wanted[id]
                assert generation.in_stories([article.story])[n]
                text = embedded_text(article, passage)
                found = dict(generation.nearest(self.embedder.embed_question(text), 50, None))
                missed += found.get(n, 0.0) < 0.999
                assert generation.words.scores(terms(text))[n] > 0
            # The graph of nearest neighbours is approximate: about one in a thousand is not found.
            assert missed <= len(rows) // 50


def found_articles(generation: OpenGeneration, catalog: Catalog) -> list[str]:
    """The articles whose passages an open generation holds, by id."""
    rows = np.flatnonzero(generation.in_stories(None)).tolist()
    found = catalog.passages(generation.passage_ids(rows)).values()
    return sorted({article.id for _, article in found})


def founded(folder: Path, url: str | None = None) -> Newsroom:
    """Two stories of three and two articles, indexed once and closed."""
    room = Newsroom(folder, url=url)
    with closing(room):
        room.story("bridge", "The bridge falls")
        room.write(
            "bridge/ship.md", "A container ship struck the bridge at night. It fell at once."
        )
        room.write("bridge/rescue.md", "Divers searched the cold river for six missing workers.")
        room.write("bridge/port.md", "The port reopened in June after the wreck had been cleared.")
        room.story("nato", "Sweden joins")
        room.write("nato/vote.md", "Hungary's parliament voted for the accession of Sweden.")
        room.write("nato/flag.md", "Soldiers raised the blue and yellow flag in Brussels.")
        room.reindex()
    return room
