"""A reply and what is known of its stories' sources → the line that says when they were checked.
Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import freshness_wording
from bot.freshness import Freshness, Tracked, by_story, freshness, stalest
from bot.replies import NoAnswer, Remark, Reply
from retrieval.quotes import Quote


@dataclass(frozen=True, slots=True)
class Checked:
    """`words` say it; plainly, where what is newer isn't known, else beside the rest."""

    words: str
    plain: bool
    fresh: Freshness


def checked_of(
    reply: Reply,
    asked_of: Collection[str],
    titles: Mapping[str, str],
    tracked: Collection[Tracked],
    now: datetime,
) -> Checked | None:
    """Of the quoted stories the one that was checked longest ago; where nothing is quoted, all
    that were `asked_of` together. None where they have no sources, and for a remark."""
    match reply:
        case Remark():
            return None
        case NoAnswer():
            fresh = freshness([one for one in tracked if one.story in asked_of], now)
            return _said(fresh) if fresh else None
        case _:
            return checked_of_quotes(reply.quotes, titles, tracked, now)


def checked_of_quotes(
    quotes: Sequence[Quote],
    titles: Mapping[str, str],
    tracked: Collection[Tracked],
    now: datetime,
) -> Checked | None:
    """Of the stories of these quotes the one that was checked longest ago."""
    stories = dict.fromkeys(quote.article.story for quote in quotes)
    of_all = by_story([one for one in tracked if one.story in stories], now)
    fresh = stalest(of_all.values(), now)
    if fresh is None:
        return None
    slug = next(slug for slug in of_all if of_all[slug] == fresh)
    return _said(fresh, titles.get(slug, "") if len(stories) > 1 and fresh.stale else "")


def checked_story(slug: str, tracked: Collection[Tracked], now: datetime) -> Checked | None:
    """Of one story."""
    fresh = freshness([one for one in tracked if one.story == slug], now)
    return _said(fresh) if fresh else None


def _said(fresh: Freshness, story: str = "") -> Checked:
    return Checked(freshness_wording.checked(fresh, story), fresh.stale, fresh)
