"""Generations published by hand, for tests of what they bring: a real catalog, no index folder."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from adapters.bot_assembly import Newest
from adapters.storage.catalog import Catalog
from adapters.storage.snapshots import EMPTY, Filed, Generation, Snapshot, difference
from adapters.storage.sources import FetchedPage, State, StoredSources
from retrieval.articles import Article, Passage, Story, digest
from retrieval.passages import cut, embedded_text
from tests.adapters.storage.newsroom import WordEmbedder

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
BRIDGE = Story("bridge", "The bridge falls", "A ship brings down the harbour bridge.")
NATO = Story("nato", "Sweden joins", "Day by day.")


def article(id: str, text: str, day: int = 1, *, story: str = "bridge") -> Article:
    """One of a day in March 2026."""
    published = datetime(2026, 3, day, tzinfo=UTC)
    return Article(id, story, f"On {id}", f"https://{id}.example/", id.upper(), (), published, text)


def publish(catalog: Catalog, generation: Generation, snapshot: Snapshot) -> None:
    """A generation that holds all this."""
    served = catalog.current()
    last = catalog.snapshot(served.id) if served else EMPTY
    catalog.publish(generation, difference(last, snapshot, served.id if served else None))


@dataclass
class Press:
    """What is held now; each `publish` is a new generation, a minute after the one before."""

    catalog: Catalog
    stories: tuple[Story, ...] = (BRIDGE, NATO)
    held: dict[str, Article] = field(default_factory=dict)
    embedder: WordEmbedder = field(default_factory=WordEmbedder)
    published: int = 0

    def publish(self, *articles: Article, without: Collection[str] = ()) -> Generation:
        """A generation with these articles, new or changed, and without those of these ids."""
        self.published += 1
        self.held |= {one.id: one for one in articles}
        for id in without:
            del self.held[id]
        passages = {one.version: [(p, _content(one, p)) for p in cut(one)] for one in articles}
        texts = {h: embedded_text(a, p) for a in articles for p, h in passages[a.version]}
        self.catalog.add_versions([(one, passages[one.version]) for one in articles], self.now)
        if texts:
            vectors = self.embedder.embed_passages(list(texts.values()))
            self.catalog.embeddings.add(self.embedder.model, list(texts), vectors)
        id = f"20260304-{self.published:06}-000000"
        generation = Generation(id, self.now, self.embedder.model, len(self.held), len(texts))
        stories = {story.slug: story for story in self.stories}
        filed = {id: Filed(one.version, f"{one.story}/{id}.md") for id, one in self.held.items()}
        publish(self.catalog, generation, Snapshot(stories, {}, filed))
        return generation

    @property
    def now(self) -> datetime:
        return NOW + timedelta(minutes=self.published)

    def roll_back(self, generation: Generation, *articles: Article) -> None:
        """To the generation that held these articles."""
        self.catalog.point_to(generation.id, self.now)
        self.held = {one.id: one for one in articles}

    def withdraw(self, gone: Article) -> Generation:
        """Its page was found gone twice, a day apart."""
        page = FetchedPage(gone.story, gone.url, gone.url, "", State.WITHDRAWN, NOW)
        StoredSources(self.catalog.database).save(
            (), [replace(page, article=gone.id)], (), self.now
        )
        return self.publish(without=[gone.id])

    def purge(self, gone: Article) -> None:
        """As the command does: first it is served no more, then it is erased."""
        self.publish(without=[gone.id])
        self.catalog.erasure.erase(self.catalog.versions_by_id([gone.id], None))

    def limit(self, slug: str, *channels: str) -> Generation:
        """A new generation, in which the story is limited to these channels."""
        limited = (replace(s, channels=channels) if s.slug == slug else s for s in self.stories)
        self.stories = tuple(limited)
        return self.publish()

    def newest(self) -> Newest:
        return Newest(self.catalog, self.embedder)


def _content(article: Article, passage: Passage) -> str:
    return digest([embedded_text(article, passage)])
