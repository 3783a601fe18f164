"""What stories name, and what is known of it → every source, for lists of them. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from adapters.refresh.updates import is_unchecked_for_long
from adapters.storage.sources import FetchedPage, Source
from bot import wording
from retrieval.articles import Story


def all_sources(
    stories: Sequence[Story],
    known: Sequence[Source],
    unchecked: Sequence[FetchedPage],
    ended: Sequence[Source],
    now: datetime,
) -> list[Source]:
    """What the stories name, with what is known of it; parts of sitemaps where they fail, articles
    whose pages don't show them any more, and pages that were `ended` by what nobody foresaw."""
    by_key = {(source.story, source.url): source for source in known}
    found = []
    for story in stories:
        for url in story.tracked:
            never = Source(story.slug, url, url, now, result="not asked yet")
            found.append(by_key.pop((story.slug, url), never))
        parts = [s for key, s in by_key.items() if key[0] == story.slug and s.failing_since]
        found += [replace(part, result=f"part of a sitemap: {part.result}") for part in parts]
        found += [
            _unchecked(page, now)
            for page in unchecked
            if page.story == story.slug and page.url not in story.pages
        ]
        named = {source.url for source in found}
        found += [page for page in ended if page.story == story.slug and page.url not in named]
    return found


def _unchecked(page: FetchedPage, now: datetime) -> Source:
    """A held article as a source; it is failing once people should look at its page."""
    since = page.unchecked_since
    why = f"it is {page.why}" if page.why.startswith("behind ") else page.why
    because = f"because {why}" if why.startswith("it ") else f"({why})"
    when = f" since {wording.date(since)}" if since else ""
    return Source(
        page.story,
        page.url,
        page.asked,
        page.due or now,
        kind="article",
        checked=page.checked,
        failing_since=since if is_unchecked_for_long(page, now) else None,
        failures=page.failures,
        result=f"couldn't be checked{when} {because}; what was held before is quoted",
    )
