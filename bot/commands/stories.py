"""/stories, /story, /scope and /feedback: what each shows or sets."""

from collections.abc import Sequence

from bot import wording
from bot.commands.command import Caller, Given
from bot.commands.reading import ALL
from bot.conversation import Conversation
from bot.documents.home import home_document
from bot.documents.listings import (
    feedback_document,
    scope_document,
    stories_document,
    story_document,
)
from bot.documents.tree import Document
from bot.library import StoryListing
from bot.places import Place
from bot.story_names import UnknownStory

NEWEST_SHOWN = 5
_NEWEST_AT_HOME = 10
_RATED_SHOWN = 20


def stories(conversation: Conversation, caller: Caller, _given: Given) -> Document:
    """What is tracked and may be spoken of there."""
    fresh = conversation.desk().freshness(conversation.now())
    return stories_document(listings(conversation, caller.place), fresh)


def story(conversation: Conversation, caller: Caller, given: Given) -> Document:
    """One of them, and what is new in it."""
    slug = given["story"]
    listed = {one.story.slug: one for one in listings(conversation, caller.place)}
    listing = listed.get(slug)
    if listing is None:  # limited or gone since its name was read
        raise UnknownStory(wording.STORY_LEFT())
    newest = conversation.library().newest([slug], NEWEST_SHOWN)
    checked = conversation.desk().freshness(conversation.now()).get(slug)
    return story_document(listing, newest, checked)


def scope(conversation: Conversation, caller: Caller, given: Given) -> Document:
    """Which stories may be spoken of there, once they are set."""
    desk = conversation.desk()
    if named := given.get("stories"):
        wanted = None if named == ALL else named.split()
        desk.set_scope(caller.place, wanted, conversation.now())
    limited = desk.scopes.scope(caller.place) is not None
    return scope_document(limited, listings(conversation, caller.place))


def feedback(conversation: Conversation, caller: Caller, _given: Given) -> Document:
    """What people of the workspace or server thought of replies."""
    place = caller.place
    # What may not be spoken of here is not named to admins here either.
    seen = conversation.desk().stories(place)
    rated = [
        one
        for one in conversation.feedback.rated(place.platform, place.team, _RATED_SHOWN)
        if one.reply.story in ("", *seen)
    ]
    versions = {one.reply.quotes[0].version for one in rated if one.reply.quotes}
    held = conversation.library().articles_of(versions)
    articles = {version: article for version, article in held.items() if article.story in seen}
    links = {
        one.reply.id: conversation.door.link_to(one.reply) for one in rated if one.reply.message
    }
    return feedback_document(rated, articles, links)


def home(conversation: Conversation) -> Document:
    """The page that a person opens of the bot: of no channel, so without limited stories."""
    seen = listings(conversation, None)
    titles = {one.story.slug: one.story.title for one in seen}
    newest = conversation.library().newest(list(titles), _NEWEST_AT_HOME)
    return home_document(seen, newest, titles, conversation.desk().freshness(conversation.now()))


def listings(conversation: Conversation, place: Place | None) -> Sequence[StoryListing]:
    """What is tracked and may be spoken of at the place; None is a home page."""
    seen = conversation.desk().stories(place)
    return [one for one in conversation.library().listings() if one.story.slug in seen]
