"""Export and Cite: quotes to take along, as a file and as text to copy."""

from collections.abc import Sequence

from bot import evidence_wording, wording
from bot.commands.command import Caller
from bot.conversation import Conversation
from bot.documents.actions import Cite, Export, ExportStory, story_mark
from bot.documents.evidence import cited_document, exported_document
from bot.documents.tree import Document, File, said
from bot.evidence.choosing import MOST_ARTICLES, of_page, of_story, of_timeline
from bot.evidence.making import Chosen
from bot.evidence.pack import Format
from bot.story_names import UnknownStory
from bot.surroundings import Surrounded
from retrieval.quotes import Quote

# Discord takes no larger file in a server without boosts, Slack many times as much.
_MOST_BYTES = 8 << 20
_KINDS = {
    Format.HTML: "text/html",
    Format.MARKDOWN: "text/markdown",
    Format.JSON: "application/json",
    Format.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def exported(conversation: Conversation, caller: Caller, action: Export) -> Document:
    """A file of the quotes that a reply shows, without those that may not be spoken of any more.
    Raises NotKept."""
    desk, now = conversation.desk(), conversation.now()
    page = desk.page(action.reply, caller.place, action.offset, action.shown, now)
    chosen = of_page(page, desk.in_context(page.quotes), action.question)
    return _document(conversation, caller, chosen, action)


def story_exported(conversation: Conversation, caller: Caller, action: ExportStory) -> Document:
    """A file of a story's timeline, or of its newest articles. Raises UnknownStory, also for a
    story that has been limited since."""
    desk, library = conversation.desk(), conversation.library()

    def around(quotes: tuple[Quote, ...]) -> Sequence[Surrounded]:
        return desk.in_context(desk.bot.held_verbatim(quotes))

    for slug, story in desk.stories(caller.place).items():
        if story_mark(slug) == action.story:
            if action.timeline:
                chosen = of_timeline(around, story, library.timeline(slug))
            else:
                chosen = of_story(around, story, library.newest([slug], MOST_ARTICLES))
            return _document(conversation, caller, chosen, action)
    raise UnknownStory(wording.STORY_LEFT())


def cited(conversation: Conversation, caller: Caller, action: Cite) -> Document:
    """How each of the quotes is cited. Raises NotKept."""
    desk, now = conversation.desk(), conversation.now()
    page = desk.page(action.reply, caller.place, action.offset, action.shown, now)
    chosen = of_page(page, desk.in_context(page.quotes), "")
    pack = conversation.evidence.pack(chosen, desk.stories(caller.place), now)
    return cited_document(pack)


def _document(
    conversation: Conversation, caller: Caller, chosen: Chosen, action: Export | ExportStory
) -> Document:
    evidence, now = conversation.evidence, conversation.now()
    # Asked once more: a new generation may have limited a story meanwhile.
    pack = evidence.pack(chosen, conversation.desk().stories(caller.place), now)
    if not pack.quotes:
        return said(evidence_wording.NOTHING_TO_EXPORT())
    content = evidence.write(pack, action.kind)
    if len(content) > _MOST_BYTES:
        return said(evidence_wording.NOT_EXPORTED(megabytes=len(content) >> 20))
    name = f"pullquote-evidence-{now:%Y-%m-%d-%H%M%S}.{action.kind.value}"
    return exported_document(pack, File(name, content, _KINDS[action.kind]), action)
