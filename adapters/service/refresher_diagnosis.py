"""The refresher's signs of life → for `doctor` and the desk's page, whether the stories are kept up
to date."""

from datetime import datetime

from adapters.assembly import checks_of
from adapters.settings import Settings
from adapters.storage.catalog import Catalog
from adapters.storage.corpus import stories_in
from adapters.storage.heartbeats import Heartbeats
from bot import freshness_wording
from bot.freshness import by_story, stopped_since

_KEEP_GOING = (
    "see that `pullquote run` or `pullquote refresh --watch` runs, or now: pullquote refresh"
)


def refresher_state(settings: Settings, catalog: Catalog, now: datetime) -> tuple[bool, str, str]:
    """Whether it is well, how it is, and what to do. Raises CatalogError, CorpusError."""
    checks = checks_of(settings, catalog)
    tracked = checks.tracked()
    heard = Heartbeats(catalog.database).heartbeat()
    stories, _ = stories_in(settings.corpus)
    if not (tracked or any(story.tracked for story in stories)):
        return True, "no story names a source", ""
    if heard is None and not tracked:
        return False, "no source was asked yet", "run: pullquote refresh"
    if heard is None:
        stale = [slug for slug, fresh in by_story(tracked, now).items() if fresh.stale]
        return _of_stories(stale)
    since = stopped_since(heard, checks.refresher_every(tracked), now)
    if since is not None:
        reason = f" ({heard.fault})" if heard.fault else ""
        return (
            False,
            f"no story is checked any more, since {freshness_wording.at(since)}{reason}",
            _KEEP_GOING,
        )
    if heard.went_wrong:
        return False, f"the last refresh did not go well: {heard.fault}", "run: pullquote refresh"
    ended = heard.well_ended or heard.beat
    return True, f"the stories were last checked {freshness_wording.at(ended)}", ""


def _of_stories(stale: list[str]) -> tuple[bool, str, str]:
    """Where no round over all stories was ever heard of."""
    if stale:
        named = ", ".join(sorted(stale)[:5])
        return False, f"not checked for too long, or not yet: {named}", _KEEP_GOING
    return True, "each story is refreshed by itself", ""
