"""What a generation holds and what the corpus says now → what the next generation holds. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.storage.article_ids import id_in_story, page_of
from adapters.storage.snapshots import Filed, Snapshot, SourceFile
from retrieval.articles import Article, Story, digest


@dataclass(frozen=True, slots=True)
class CorpusState:
    """The corpus as just scanned.

    `read` holds the articles, by path, of the files that were new or changed; `unreadable` are
    paths and story slugs that still stand in the corpus but can't be read; `fetched` are the
    articles that are held of pages, by id.
    """

    stories: Mapping[str, Story]
    files: Mapping[str, SourceFile]
    read: Mapping[str, tuple[Article, ...]]
    unreadable: frozenset[str]
    fetched: Mapping[str, Filed]


def fetched_path(story: str, article: str) -> str:
    """What stands for the path of an article that was fetched, whose id holds an address."""
    return id_in_story(story, page_of(article))


def is_fetched(path: str) -> bool:
    """Whether it is no path of a corpus file."""
    return "://" in path


def purge_key(kind: str, id: str) -> str:
    """What is remembered of a purged `article` or `story`: a digest, never its name."""
    return digest((kind, id))


@dataclass(frozen=True, slots=True)
class Purged:
    """What was erased and stays out, though it may still stand in the corpus, by `purge_key`."""

    keys: frozenset[str]

    def story(self, slug: str) -> bool:
        return bool(self.keys) and purge_key("story", slug) in self.keys

    def article(self, id: str, path: str) -> bool:
        """Whether it was erased itself, or its page in whatever story, or the story that its file
        stands in."""
        if not self.keys:
            return False
        named = {purge_key("article", id), purge_key("article", page_of(id))}
        return not named.isdisjoint(self.keys) or self.story(story_of(path))

    def page(self, story: str, address: str) -> bool:
        """Whether the page was erased, in whatever story or in this one."""
        id = id_in_story(story, address)
        return self.article(id, id)

    def without(self, snapshot: Snapshot) -> Snapshot:
        """The snapshot without what was erased, and without the files that hold some of it: those
        are to be read again, so that lifting the purge finds it."""
        kept = {
            id: filed for id, filed in snapshot.articles.items() if not self.article(id, filed.path)
        }
        again = {filed.path for id, filed in snapshot.articles.items() if id not in kept}
        return Snapshot(
            {slug: story for slug, story in snapshot.stories.items() if not self.story(slug)},
            {path: file for path, file in snapshot.files.items() if path not in again},
            kept,
        )

    def standing_in(self, corpus: CorpusState) -> tuple[str, ...]:
        """The ids and slugs that were erased and that the corpus still holds."""
        ids = {article.id for found in corpus.read.values() for article in found}
        purged = {id for id in ids if purge_key("article", id) in self.keys}
        return tuple(sorted(purged | {slug for slug in corpus.stories if self.story(slug)}))


@dataclass(frozen=True, slots=True)
class Plan:
    """The next snapshot, and by article id how it differs from the last one."""

    snapshot: Snapshot
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    articles: dict[str, Article]  # as just read, by version id

    @property
    def changes_nothing(self) -> bool:
        return not (self.added or self.changed or self.removed)


def story_of(path: str) -> str:
    """The story's slug: the first folder of a path in the corpus."""
    return path.partition("/")[0]


def plan(last: Snapshot, now: CorpusState, only_story: str | None, purged: Purged) -> Plan:
    """The difference between `last` and `now`.

    With `only_story` every other story stays as it was. What stands in the corpus but can't be
    read keeps its last good version: a slip of the pen must not take an article out of the index.
    """

    def stays(story: str) -> bool:
        return story in now.unreadable or (only_story is not None and story != only_story)

    stories = {slug: s for slug, s in last.stories.items() if stays(slug)} | dict(now.stories)
    files = {path: file for path, file in last.files.items() if stays(file.story)} | dict(now.files)
    articles: dict[str, Filed] = {}
    versions: dict[str, Article] = {}
    for path, found in now.read.items():
        for article in found:
            if not purged.article(article.id, path):
                articles[article.id] = Filed(article.version, path)
                versions[article.version] = article
    for id, filed in now.fetched.items():
        story = story_of(filed.path)
        kept = story in stories and not stays(story)
        # Who keeps a page as a file too means the file.
        if id not in articles and kept and not purged.article(id, filed.path):
            articles[id] = filed
    for id, filed in last.articles.items():
        unread = filed.path in files and filed.path not in now.read
        kept = unread or filed.path in now.unreadable or stays(story_of(filed.path))
        if id not in articles and kept and not purged.article(id, filed.path):
            articles[id] = filed
    # Read again next time: a file of which a part could not be read, and one that holds what was
    # purged, so that lifting the purge finds it.
    again = now.unreadable | {
        path for path, found in now.read.items() for a in found if purged.article(a.id, path)
    }
    before, after = last.articles, articles
    both = sorted(before.keys() & after.keys())
    changed = tuple(id for id in both if before[id].version != after[id].version)
    return Plan(
        snapshot=Snapshot(
            {slug: story for slug, story in stories.items() if not purged.story(slug)},
            {path: file for path, file in files.items() if path not in again},
            articles,
        ),
        added=tuple(sorted(after.keys() - before.keys())),
        changed=changed,
        removed=tuple(sorted(before.keys() - after.keys())),
        kept=tuple(id for id in both if before[id].version == after[id].version),
        articles=versions,
    )
