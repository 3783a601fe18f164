"""What stories name, and what came of it the last time → what a list of sources says of each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.admin import wording as words
from adapters.admin.parts import Parts
from adapters.refresh.known_sources import all_sources
from adapters.storage.corpus import stories_in
from adapters.storage.sources import Source
from bot.freshness import Tracked
from bot.outages import source_name
from bot.safe_text import one_line

# It may be quiet, or kept no more: nobody can tell but who looks there.
_LONG_UNCHANGED = timedelta(days=14)
_LONGEST_RESULT = 500


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source in a list; what is "" or None is not said."""

    story: str
    url: str
    name: str
    kind: str
    result: str
    failing: bool
    unread: str
    failing_since: datetime | None
    read: datetime | None
    asked: datetime | None
    due: datetime | None
    moved: str
    left_out: str
    quiet: str
    next_step: str
    removable: bool


def source_rows(
    parts: Parts, stories: Collection[str] | None = None
) -> tuple[Mapping[str, tuple[SourceRow, ...]], tuple[str, ...]]:
    """Of each story of the corpus, or of these, by slug; and what can't be read of the corpus.
    Raises CatalogError, CorpusError."""
    found, problems = stories_in(parts.settings.corpus)
    named = [one for one in found if stories is None or one.slug in stories]
    stored, now = parts.stored.sources, parts.now()
    sources = all_sources(named, stored.sources(), stored.unchecked(), stored.ended_pages(), now)
    tracked = {(one.story, one.url): one for one in parts.stored.checks.tracked()}
    removable = {(one.slug, url) for one in named for url in one.tracked}
    rows: dict[str, list[SourceRow]] = {one.slug: [] for one in named}
    for source in sources:
        key = source.story, source.url
        rows[source.story].append(_row(source, tracked.get(key), now, key in removable))
    said = tuple(one_line(str(problem), _LONGEST_RESULT) for problem in problems)
    return {slug: tuple(of_story) for slug, of_story in rows.items()}, said


def _row(source: Source, known: Tracked | None, now: datetime, removable: bool) -> SourceRow:
    since = source.failing_since
    unread = known.why if known and known.failing_since and not since else ""
    quiet = ""
    if not since and source.changed and now - source.changed >= _LONG_UNCHANGED:
        quiet = words.source_quiet((now - source.changed).days)
    return SourceRow(
        story=source.story,
        url=source.url,
        name=source_name(source.url),
        kind=source.kind,
        result=one_line(source.result, _LONGEST_RESULT) or words.was_asked(),
        failing=since is not None,
        unread=one_line(unread, _LONGEST_RESULT),
        failing_since=since,
        read=source.succeeded if since else None,
        asked=None if since else source.checked,
        due=source.due if since else None,
        moved=one_line(source.asked) if source.asked != source.url else "",
        left_out=words.left_out(source.left_out) if source.left_out else "",
        quiet=quiet,
        next_step=words.source_next_step() if since or unread else "",
        removable=removable,
    )
