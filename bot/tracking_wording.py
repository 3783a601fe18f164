"""The sentences about sources: what is tracked, and what may be. Pure."""

from collections.abc import Sequence
from datetime import datetime
from difflib import get_close_matches

from bot.language import Sentence, _, either, ngettext
from bot.wording import date

TRACK_IT = Sentence("Track it")
END_IT = Sentence("Stop tracking it")
CANCEL = Sentence("Cancel")
TRACKED_ALREADY = Sentence("“{story}” tracks {url} already")
TRACKED_BY_MANY = Sentence("several stories track it; name one behind the address: {stories}")
TRACKED = Sentence("“{story}” tracks {url} from now on; its articles come with the next refresh")
UNTRACKED = Sentence("“{story}” asks {url} no more; its articles stay")
UNTRACKED_BEFORE = Sentence("“{story}” did not track {url} any more")
NOTHING_CHANGED = Sentence("Nothing was changed.")
PROPOSAL_CLOSED = Sentence(
    "this was confirmed or cancelled before, or was too long ago; type the command again"
)
PROPOSAL_OF_ANOTHER = Sentence("only who typed the command can confirm or cancel it")
SEVERAL_PLACES = Sentence(
    "the stories are the same in every place that I am in, so one of them has to be named in the "
    "settings before its admins can change them: track_from = {name!r}"
)
NO_OPML_HERE = Sentence(
    "an OPML file can't be tracked from a chat; whoever runs Pullquote can do that"
)
CANT_BE_WRITTEN = Sentence(
    "the stories can't be written here ({reason}); whoever runs Pullquote can do that"
)
IS_A_LISTING = Sentence("{url} is a {kind}, not a page; leave --{as_} out")
IS_SOMETHING_ELSE = Sentence("{url} is {kind}; name a feed, a sitemap or a web page")
NO_TOPIC_PAGE = Sentence("{url} can't be tracked as a topic page: {why}; name another page")
NOTHING_THERE = Sentence(
    "{url} offers no feed, and as an article: {why}; name its feed or another page"
)
NO_SUCH_PAGE = Sentence("{url}: there is no such page (HTTP {status}); check the address")
NEWEST_ITEMS = Sentence("Its newest:")
WOULD_BE_TAKEN = Sentence("would be taken")
_KINDS = {"sitemap": Sentence("News sitemap"), "topic page": Sentence("Page that lists articles")}
_MOST_SUGGESTED = 3


def to_track(story: str) -> str:
    """What is asked before a source is added."""
    said = _("Track it for “{story}”? Whoever may see the story gets its articles.")
    return said.format(story=story)


def to_untrack(story: str) -> str:
    """What is asked before a source is taken out."""
    said = _("Track it no more for “{story}”? Its articles so far stay.")
    return said.format(story=story)


def source_facts(kind: str, items: int, taken: int, published: datetime | None) -> str:
    """What a source is, and how much of it a story would take."""
    if kind == "page":
        if published:
            said = _("One article, {day}. It is looked at again as it changes.")
            return said.format(day=date(published))
        return _("One article. It is looked at again as it changes.")
    named = _KINDS[kind]() if kind in _KINDS else kind
    if not items:
        said = _("{kind} without items to show; what it lists is judged at the next refresh.")
        return said.format(kind=named)
    said = ngettext(
        "{kind}, {items} item, of which {taken} would be taken.",
        "{kind}, {items} items, of which {taken} would be taken.",
        items,
    )
    return said.format(kind=named, items=items, taken=taken)


def or_else(as_: str) -> str:
    """How to overrule what a page was taken for, by a word behind the command."""
    if as_ == "page":
        return _("To track it as one article instead, add the word: {word}").format(word="page")
    said = _("To track the articles that it links to instead, add the word: {word}")
    return said.format(word="topic")


def not_tracked(url: str, known: Sequence[str]) -> str:
    """That no story here tracks it, and what may be meant."""
    close = get_close_matches(url, known, _MOST_SUGGESTED, 0.5)
    if not close:
        return _("no story tracks {url}; check the address").format(url=url)
    return _("no story tracks {url}; did you mean {near}?").format(url=url, near=either(close))
