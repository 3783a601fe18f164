"""A command that was typed, or a button that was pressed → the document that answers it.

Synchronous, for a worker of the kind that `Command.work` or `work_of` names. Raises PullquoteError;
`bot.documents.errors` says it.
"""

from dataclasses import dataclass

from bot import follow_wording, wording
from bot.commands.command import Caller, Command, Given, Right, Takes, Work
from bot.commands.evidence import cited, exported, story_exported
from bot.commands.reading import read
from bot.commands.table import COMMANDS
from bot.commands.timelines import turned
from bot.commands.tracking import chosen
from bot.commands.waiting import tell_me, untell
from bot.conversation import Conversation
from bot.documents.actions import (
    Action,
    AskAll,
    Choice,
    Choose,
    Cite,
    Context,
    Export,
    ExportStory,
    Help,
    More,
    Nearest,
    Rate,
    Share,
    TellMe,
    Turn,
    Untell,
)
from bot.documents.context import context_document
from bot.documents.replies import page_document, shared_document
from bot.documents.tree import Document, said
from retrieval.articles import Story
from retrieval.errors import WrongUse


@dataclass(frozen=True, slots=True)
class Shared:
    """What is to be posted for everybody, under the id of the kept reply that it is."""

    document: Document
    reply: str


def answered(
    conversation: Conversation, command: Command, caller: Caller, given: Given
) -> Document:
    """What the command shows, once its arguments are read."""
    read = _read(conversation, command, caller, given)
    if command.is_personal(given) and not command.is_personal(read):
        # No right was asked for: as what it is, it may need some.
        raise WrongUse(follow_wording.not_yours())
    return command.run(conversation, caller, read)


def pressed(
    conversation: Conversation, caller: Caller, action: Action, *, pictured: bool = True
) -> Document:
    """What the button shows to who pressed it. `pictured`: a timeline's picture is drawn again.

    Of Share and AskAll a platform has more to do: `shared` makes what the one posts, the other is a
    question as any other.
    """
    desk, now, place = conversation.desk(), conversation.now(), caller.place
    match action:
        case More(reply, offset):
            return page_document(desk.page(reply, place, offset, None, now))
        case Nearest(reply):
            return page_document(desk.page(reply, place, 0, None, now))
        case Context(reply, offset, shown):
            page = desk.page(reply, place, offset, shown, now)
            return context_document(page, desk.in_context(page.quotes))
        case Rate(reply, helpful):
            return _rated(conversation, caller, reply, helpful=helpful)
        case TellMe():
            return tell_me(conversation, caller, action)
        case Untell():
            return untell(conversation, caller, action)
        case Turn():
            return turned(conversation, caller, action, pictured=pictured)
        case Export():
            return exported(conversation, caller, action)
        case ExportStory():
            return story_exported(conversation, caller, action)
        case Cite():
            return cited(conversation, caller, action)
        case Choose():
            return chosen(conversation, caller, action)
        case Help():
            return COMMANDS["help"].run(conversation, caller, {})
        case Share() | AskAll():
            raise ValueError(f"{type(action).__name__} is the platform's to do")


def shared(conversation: Conversation, caller: Caller, share: Share) -> Shared:
    """A private reply as everybody is to see it."""
    page = conversation.desk().share(share.reply, caller.place, share.shown, conversation.now())
    return Shared(shared_document(page, share.question, caller.person), page.id)


def work_of(action: Action) -> Work:
    """Where it is to be answered."""
    return Work.BOOK if isinstance(action, Rate | TellMe | Untell | Choose | Help) else Work.ANSWER


def needs_of(action: Action) -> tuple[Right, ...]:
    """The rights that a press needs: who may change nothing any more must not confirm it."""
    changes = isinstance(action, Choose) and action.choice is not Choice.CANCEL
    return (Right.TRACK,) if changes else ()


def shows_quotes(action: Action) -> bool:
    """Whether a press shows words of articles: to none but who may ask there."""
    return not isinstance(action, Rate | Choose | Help)


def _rated(conversation: Conversation, caller: Caller, reply: str, *, helpful: bool) -> Document:
    known = conversation.feedback.rate(reply, caller.person, helpful, conversation.now())
    verdict = wording.HELPFUL() if helpful else wording.NOT_HELPFUL()
    noted = wording.NOTED(verdict=verdict)
    return said(noted if known else wording.as_sentence(wording.NOT_KEPT()))


def _read(conversation: Conversation, command: Command, caller: Caller, given: Given) -> Given:
    if not command.arguments:
        return {}
    desk, place = conversation.desk(), caller.place
    takes = {argument.takes for argument in command.arguments}
    stories = desk.unscoped(place) if Takes.STORIES in takes else desk.stories(place)
    here: dict[str, Story | None] = {}
    if Takes.FOLLOWED in takes:
        followed = conversation.followers().following(place)
        here = {one.follow.story: one.story for one in followed}
    return read(command, given, stories, here)
