"""The sentences about sources: what is tracked, and what may be. Pure."""

from collections.abc import Sequence
from datetime import datetime
from difflib import get_close_matches

from bot.wording import date

TRACK_IT = "Track it"
END_IT = "Stop tracking it"
CANCEL = "Cancel"
TRACKED_ALREADY = "“{story}” tracks {url} already"
TRACKED_BY_MANY = "several stories track it; name one behind the address: {stories}"
TRACKED = "“{story}” tracks {url} from now on; its articles come with the next refresh"
UNTRACKED = "“{story}” asks {url} no more; its articles stay"
UNTRACKED_BEFORE = "“{story}” did not track {url} any more"
NOTHING_CHANGED = "Nothing was changed."
PROPOSAL_CLOSED = (
    "this was confirmed or cancelled before, or was too long ago; type the command again"
)
PROPOSAL_OF_ANOTHER = "only who typed the command can confirm or cancel it"
SEVERAL_PLACES = (
    "the stories are the same in every place that I am in, so one of them has to be named in the "
    "settings before its admins can change them: track_from = {name!r}"
)
NEWEST_ITEMS = "Its newest:"
WOULD_BE_TAKEN = "would be taken"
_MOST_SUGGESTED = 3


def to_track(story: str) -> str:
    """What is asked before a source is added."""
    return f"Track it for “{story}”? Whoever may see the story gets its articles."


def to_untrack(story: str) -> str:
    """What is asked before a source is taken out."""
    return f"Track it no more for “{story}”? Its articles so far stay."


def source_facts(kind: str, items: int, taken: int, published: datetime | None) -> str:
    """What a source is, and how much of it a story would take."""
    if kind == "page":
        day = f", {date(published)}" if published else ""
        return f"One article{day}. It is looked at again as it changes."
    named = {"sitemap": "News sitemap", "topic page": "Page that lists articles"}.get(kind, kind)
    if not items:
        return f"{named} without items to show; what it lists is judged at the next refresh."
    return f"{named}, {items} item{'' if items == 1 else 's'}, of which {taken} would be taken."


def or_else(as_: str) -> str:
    """How to overrule what a page was taken for, by a word behind the command."""
    if as_ == "page":
        return "To track it as one article instead, add the word: page"
    return "To track the articles that it links to instead, add the word: topic"


def not_tracked(url: str, known: Sequence[str]) -> str:
    """That no story here tracks it, and what may be meant."""
    close = get_close_matches(url, known, _MOST_SUGGESTED, 0.5)
    advice = f"did you mean {' or '.join(close)}?" if close else "check the address"
    return f"no story tracks {url}; {advice}"
