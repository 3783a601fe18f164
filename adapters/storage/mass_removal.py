"""A plan that takes much out of the index → how much, so that somebody is asked first. Pure.

An unmounted disk, a wrong folder or a slip with rm looks like a corpus that has shrunk.
"""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass

from adapters.storage.corpus import CorpusScan
from adapters.storage.corpus_problems import Problem
from adapters.storage.reindex_plan import Plan, is_fetched, story_of
from adapters.storage.snapshots import Snapshot
from retrieval.errors import PullquoteError

# Fewer are a person's own tidying up; a smaller share is a story that has ended.
_FEWEST = 10
_SHARE = 0.2
_STORIES_NAMED = 6

CONFIRMED = "pullquote reindex --yes"


class RemovalRefused(PullquoteError):
    """Nobody agreed to it, and nothing was changed; `loss` is what would have been removed."""

    def __init__(self, loss: "Loss") -> None:
        super().__init__(
            f"{loss.in_words()}; nothing was changed; put them back, or, if they are to go, "
            f"run: {CONFIRMED}"
        )
        self.loss = loss


@dataclass(frozen=True, slots=True)
class Loss:
    """`articles` of the `of` that are served would be gone, by story."""

    articles: int
    of: int
    stories: tuple[tuple[str, int], ...]

    def in_words(self) -> str:
        """One line, without its end."""
        named = ", ".join(f"{slug} ({count})" for slug, count in self.stories[:_STORIES_NAMED])
        more = len(self.stories) - _STORIES_NAMED
        others = f" and {more} more stories" if more > 0 else ""
        return f"{self.articles} of {self.of} articles would be removed: {named}{others}"


Consent = Callable[[Loss], bool]


def mass_removal(
    last: Snapshot, next_plan: Plan, of: int, urls: Callable[[], Collection[tuple[str, str]]]
) -> Loss | None:
    """What the plan removes, where that is more than a fifth of all and at least ten articles.

    `last` holds at least what the plan removes, of `of` articles in all, whose (id, url) are
    `urls`: an article that comes again under another id, since its file was renamed, is not lost.
    """
    if not _much(len(next_plan.removed), of):
        return None
    by_id = dict(urls())
    coming = {article.url for article in next_plan.articles.values()}
    coming |= {by_id[id] for id in by_id.keys() - {*next_plan.removed, *next_plan.changed}}
    lost = [id for id in next_plan.removed if by_id.get(id) not in coming]
    if not _much(len(lost), of):
        return None
    counts = Counter(story_of(last.articles[id].path) for id in lost)
    return Loss(len(lost), of, tuple(counts.most_common()))


def loss_of(last: Snapshot, found: CorpusScan) -> Loss | None:
    """What a scan of the corpus alone says would be lost: its files, and whole stories."""
    files = {file.path for story in found.stories for file in story.files}
    slugs = {story.story.slug for story in found.stories}
    # What stands there and can't be read is kept.
    named = "".join(f"{problem.path}/\n" for problem in found.problems)

    def is_gone(path: str) -> bool:
        if story_of(path) not in slugs:
            return f"/{story_of(path)}/" not in named
        return not is_fetched(path) and path not in files and f"/{path}/" not in named

    lost = [filed for filed in last.articles.values() if is_gone(filed.path)]
    if not _much(len(lost), len(last.articles)):
        return None
    counts = Counter(story_of(filed.path) for filed in lost)
    return Loss(len(lost), len(last.articles), tuple(counts.most_common()))


def held(corpus: str, loss: Loss) -> Problem:
    """What is said where nobody can be asked: they are served on."""
    reason = f"{loss.in_words()}, so they are kept and served on"
    return Problem(corpus, None, reason, f"put them back, or, if they are to go, run: {CONFIRMED}")


def _much(removed: int, of: int) -> bool:
    return removed >= _FEWEST and removed > _SHARE * of
