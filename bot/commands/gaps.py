"""/questions, /gaps and /forget: whether unanswered questions are kept, those that are, and their
end."""

from bot import gaps_wording
from bot.commands.command import Caller, Given
from bot.conversation import Conversation
from bot.documents.gaps import gaps_document, keeping_document
from bot.documents.tree import Document, said
from bot.gaps import AskedIn, readable_at
from bot.places import Place
from retrieval.articles import Article
from retrieval.errors import WrongUse

EVERYWHERE = "everywhere"


def questions(conversation: Conversation, caller: Caller, given: Given) -> Document:
    """Whether they are kept there, once that is set."""
    keeper, place = conversation.gaps.keeper, caller.place
    turn, everywhere = given.get("turn"), given.get("where") == EVERYWHERE
    if turn == "on" and keeper.keeping == "never":
        raise WrongUse(gaps_wording.never_kept())
    more = ""
    if turn:
        erased = keeper.kept.set_keeps(
            place, keeps=turn == "on", everywhere=everywhere, at=conversation.now()
        )
        if turn == "off":
            ended = gaps_wording.keeping_ended_everywhere if everywhere else _ended
            return said(f"{ended(erased)} {gaps_wording.what_stays_kept()}")
        more = gaps_wording.keeping_everywhere() if everywhere else ""
    return keeping_document(keeper, place, more)


def gaps(conversation: Conversation, caller: Caller, given: Given) -> Document:
    """Those that were asked there, or in the whole workspace or server, for admins."""
    desk, place = conversation.desk(), caller.place
    stories, story = desk.stories(place), given.get("story", "")
    allowed = readable_at(place, stories, desk.bot.finder.stories().values())
    everywhere = given.get("where") == EVERYWHERE
    where = AskedIn(place.platform, place.team, "" if everywhere else place.channel, story)
    found = conversation.gaps.gaps(where, allowed)
    answers = [gap.article for gap in found if gap.article]
    return gaps_document(
        found,
        stories,
        _articles(conversation, place, answers),
        kept=conversation.gaps.keeper.keeps(place),
    )


def forget(conversation: Conversation, caller: Caller, _given: Given) -> Document:
    """Whatever is kept of who types it, at that platform, is erased."""
    platform, person = caller.place.platform, caller.person
    questions = conversation.gaps.keeper.kept.forget_asker(platform, person)
    return said(gaps_wording.forgotten(questions, conversation.feedback.forget_person(person)))


def _ended(erased: int) -> str:
    return gaps_wording.keeping_ended(erased)


def _articles(conversation: Conversation, place: Place, ids: list[str]) -> dict[str, Article]:
    """Those of the ids that may be spoken of there, as they read now."""
    if not ids:
        return {}
    library, stories = conversation.library(), conversation.desk().stories(place)
    return {
        article.id: article
        for slug in stories
        for article in library.articles_in(slug)
        if article.id in ids
    }
