"""Documents as Discord shows them, for the tests of that."""

from collections.abc import Mapping, Sequence

from adapters.discord.message import Message
from adapters.discord.rendering import message_of
from bot.desk import Page, Surrounded, Told
from bot.documents.context import context_document
from bot.documents.following import followed_document, following_document
from bot.documents.listings import scope_document, stories_document, story_document
from bot.documents.notices import correction_document, fallen_quiet_document, news_document
from bot.documents.replies import page_document, reply_document, shared_document
from bot.documents.timelines import timeline_document
from bot.documents.tracking import proposal_document
from bot.documents.tree import Picture, said
from bot.followers import Followed
from bot.following import Follow
from bot.freshness import Freshness
from bot.library import StoryListing
from bot.notices import Correction, News
from bot.safe_text import marked
from bot.timelines import TimelinePage
from bot.tracking import Proposed
from retrieval.articles import Article


def reply_message(told: Told, *, private: bool, repeated: bool | None = None) -> Message:
    shown = private or bool(told.within) if repeated is None else repeated
    return message_of(reply_document(told, private=private, repeated=shown))


def page_message(page: Page) -> Message:
    return message_of(page_document(page))


def shared_message(page: Page, question: str, person: str) -> Message:
    return message_of(shared_document(page, question, person))


def context_message(page: Page, around: Sequence[Surrounded]) -> Message:
    return message_of(context_document(page, around))


def sentence(words: str) -> Message:
    return message_of(said(marked(words)))


def stories_message(
    listings: Sequence[StoryListing], checked: Mapping[str, Freshness] | None = None
) -> Message:
    return message_of(stories_document(listings, checked or {}))


def story_message(
    listing: StoryListing, newest: Sequence[Article], checked: Freshness | None = None
) -> Message:
    return message_of(story_document(listing, newest, checked))


def scope_message(limited: bool, listings: Sequence[StoryListing]) -> Message:
    return message_of(scope_document(limited, listings))


def news_message(news: News) -> Message:
    return message_of(news_document(news))


def correction_message(correction: Correction) -> Message:
    return message_of(correction_document(correction))


def fallen_quiet_message(follow: Follow, title: str, why: str) -> Message:
    channel = follow.via or follow.place.channel
    return message_of(fallen_quiet_document(follow, title, why, channel))


def followed_message(followed: Followed) -> Message:
    return message_of(followed_document(followed))


def following_message(follows: Sequence[Followed], *, corrections: bool) -> Message:
    return message_of(following_document(follows, corrections=corrections))


def timeline_message(page: TimelinePage, png: bytes = b"", alt: str = "") -> Message:
    return message_of(timeline_document(page, Picture(png, alt) if png else None))


def proposal_message(proposed: Proposed) -> Message:
    return message_of(proposal_document(proposed))
