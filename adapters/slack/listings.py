"""Stories, channel scopes, feedback and help → messages. Pure."""

from collections.abc import Mapping, Sequence

from adapters.slack import wording as slack_wording
from adapters.slack.limits import MOST_BYTES, as_many_as_fit
from adapters.slack.message import Message
from adapters.slack.plain_text import paragraph, plain
from adapters.slack.quoted import titled
from adapters.slack.rich_text import (
    Block,
    Element,
    bullets,
    joined,
    link,
    rich_text,
    section,
    words,
)
from bot import wording
from bot.freshness import NOTHING_KNOWN, Freshness
from bot.library import StoryListing
from bot.memory import KeptReply, Rated
from bot.safe_text import escaped, one_line, shortened, web_address
from retrieval.articles import Article, Story

_LONGEST_SUMMARY, _LONGEST_NAME = 300, 150
_MOST_STORIES, _MOST_PROMPTS = 40, 4
_LONGEST_LIST = 100
_PROMPT_TITLE, _PROMPT_MESSAGE = 75, 400
_ROOM_FOR_THE_REST = 1_500  # bytes of what stands above and below a list


def stories_message(
    listings: Sequence[StoryListing], checked: Mapping[str, Freshness] = NOTHING_KNOWN
) -> Message:
    """What is tracked, as far as it may be spoken of here; `checked`: how fresh it is, by slug."""
    if not listings:
        return _said(wording.NO_STORIES)
    titles = ", ".join(one_line(listing.story.title) for listing in listings)
    blocks = story_blocks(listings, MOST_BYTES - _ROOM_FOR_THE_REST, checked)
    return Message(plain(f"{wording.STORIES}: {titles}"), tuple(blocks))


def story_blocks(
    listings: Sequence[StoryListing],
    most_bytes: int,
    checked: Mapping[str, Freshness] = NOTHING_KNOWN,
) -> list[Block]:
    """A block a story, and how many had no room."""
    blocks = [_story(listing, checked.get(listing.story.slug)) for listing in listings]
    shown = as_many_as_fit(blocks, _MOST_STORIES, most_bytes)
    left_out = len(listings) - len(shown)
    return [*shown, *([paragraph(wording.more(left_out))] if left_out else [])]


def help_message(bot_name: str = "pullquote") -> Message:
    """The ways to ask."""
    lines = [f"{what}: {does}" for what, does in slack_wording.ways_to_ask(bot_name)]
    text = plain(f"{wording.INTRODUCTION} {'; '.join(lines)}")
    return Message(text, (paragraph(wording.INTRODUCTION), ways_to_ask(bot_name)))


def ways_to_ask(bot_name: str) -> Block:
    """What to type, and what it does, line by line."""
    ways = slack_wording.ways_to_ask(bot_name)
    return rich_text(bullets(words(what, bold=True) + words(f": {does}") for what, does in ways))


def scope_message(limited: bool, listings: Sequence[StoryListing]) -> Message:
    """Whether the channel is limited to stories, and which may be spoken of in it."""
    if not listings:
        nothing = wording.SCOPED_TO_NOTHING if limited else wording.NO_STORIES
        return _said(nothing)
    lead = wording.SCOPED if limited else wording.NOT_SCOPED
    titles = ", ".join(one_line(listing.story.title) for listing in listings)
    items = [_named(listing.story) for listing in listings]
    return Message(plain(f"{lead} {titles}"), (paragraph(lead), *_list(items)))


def feedback_message(
    rated: Sequence[Rated], links: Mapping[str, str], articles: Mapping[str, Article]
) -> Message:
    """Verdicts for admins. `links`: where a reply stands, by its id; `articles`: by version."""
    if not rated:
        return _said(slack_wording.NOT_RATED)
    items = [_verdict(one, links.get(one.reply.id, ""), articles) for one in rated]
    helpful, not_helpful = sum(r.helpful for r in rated), sum(r.not_helpful for r in rated)
    text = f"{slack_wording.RATED} {slack_wording.verdicts(helpful, not_helpful)}"
    return Message(plain(text), (paragraph(slack_wording.RATED), *_list(items)))


def prompts(stories: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """Questions to begin with, from (story's title, newest headline); at most four."""
    found = []
    for title, headline in stories:
        named, news = one_line(title, _PROMPT_TITLE), one_line(headline, _PROMPT_MESSAGE)
        if named and news:
            message = escaped(slack_wording.PROMPT.format(headline=news))
            found.append({"title": named, "message": message})
    return found[:_MOST_PROMPTS]


def _list(items: Sequence[list[Element]]) -> list[Block]:
    """As bullets, and how many had no room."""
    shown = as_many_as_fit(items, _LONGEST_LIST, MOST_BYTES - _ROOM_FOR_THE_REST)
    left_out = len(items) - len(shown)
    more = [paragraph(wording.more(left_out))] if left_out else []
    return [rich_text(bullets(shown)), *more]


def _story(listing: StoryListing, checked: Freshness | None) -> Block:
    story = listing.story
    summary = one_line(story.summary, _LONGEST_SUMMARY)
    facts = [words(wording.articles(listing.articles))]
    if listing.newest:
        facts.append(words(wording.newest(wording.date(listing.newest))))
    if checked:
        facts.append(words(wording.checked_fact(checked)))
    lines = [_named(story), words(summary), joined(facts, " · ")]
    return rich_text(section(joined(lines, "\n")))


def _named(story: Story) -> list[Element]:
    """The title, and the slug, by which commands know the story."""
    slug = one_line(story.slug, _LONGEST_NAME)
    title = one_line(story.title, _LONGEST_NAME) or wording.UNTITLED
    return words(title, bold=True) + words(" ") + words(slug, code=True)


def _verdict(one: Rated, permalink: str, articles: Mapping[str, Article]) -> list[Element]:
    quoted = [articles[q.version] for q in one.reply.quotes if q.version in articles]
    address = web_address(permalink)
    return joined(
        [
            words(slack_wording.verdicts(one.helpful, one.not_helpful), bold=True),
            words(wording.date(one.at)),
            words(_outcome(one.reply)),
            link(address, slack_wording.OPEN_REPLY) if address else [],
            _first(quoted[0]) if quoted else [],
            [] if quoted or not one.reply.quotes else words(slack_wording.GONE),
        ],
        " · ",
    )


def _outcome(reply: KeptReply) -> str:
    if reply.answered:
        return slack_wording.ANSWERED
    return slack_wording.POSSIBLE if reply.possible else slack_wording.NO_ANSWER


def _first(article: Article) -> list[Element]:
    short = shortened(article)
    return joined([words(one_line(short.source)), titled(short, article.url)], ", ")


def _said(sentence: str) -> Message:
    return Message(plain(sentence), (paragraph(sentence),))
