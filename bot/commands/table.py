"""Every command, by its name. A chat registers what stands here, in this order."""

from bot.commands.command import Argument, Caller, Command, Given, Right, Takes, Work
from bot.commands.following import corrections, follow, following, pings, unfollow
from bot.commands.help import help_document
from bot.commands.stories import feedback, scope, stories, story
from bot.commands.timelines import timeline
from bot.commands.tracking import track, untrack
from bot.conversation import Conversation
from bot.documents.tree import Document


def help(conversation: Conversation, _caller: Caller, _given: Given) -> Document:
    """How to ask there."""
    return help_document(conversation.door, COMMANDS.values())


_STORY = Argument("story", "The story, by its title or short name", Takes.STORY)

# Where a story is followed for the person who types it alone.
_TO = Argument(
    "to",
    "me: for you alone, in a direct message",
    Takes.CHOICE,
    required=False,
    choices=("me", "here"),
    named=True,
)

_ALL = (
    Command("stories", "List the stories that are tracked here", stories),
    Command("story", "Show a story and its newest articles", story, (_STORY,)),
    Command(
        "timeline",
        "Show what happened in a story, dated and in quotes, with a picture",
        timeline,
        (
            _STORY,
            Argument(
                "order",
                "Which developments come first",
                Takes.CHOICE,
                required=False,
                choices=("oldest", "newest"),
            ),
        ),
        work=Work.ANSWER,
    ),
    Command(
        "follow",
        "Post new articles of a story here",
        follow,
        (
            _STORY,
            Argument(
                "rhythm",
                "now; daily at 09:00 Europe/Berlin; weekly on Monday at 09:00",
                Takes.RHYTHM,
                required=False,
            ),
            Argument(
                "with",
                'Only articles with one of these words; “and” between them: all; phrases in "…"',
                Takes.WORDS,
                required=False,
                named=True,
            ),
            Argument(
                "without",
                "Only articles with none of these words",
                Takes.WORDS,
                required=False,
                named=True,
            ),
            Argument(
                "ping",
                "A role or group that each notice pings, of those that /pings allows",
                Takes.PINGED,
                required=False,
                named=True,
            ),
            _TO,
        ),
        needs=(Right.FOLLOW, Right.POST),
        personal="to",
    ),
    Command(
        "unfollow",
        "Post no more of a story here",
        unfollow,
        (Argument("story", "The story, or: all", Takes.FOLLOWED), _TO),
        needs=(Right.FOLLOW,),
        personal="to",
    ),
    Command("following", "List what is followed here", following, (_TO,)),
    Command(
        "pings",
        "Show or set which roles or groups news may ping here",
        pings,
        (
            Argument(
                "turn",
                "allow or forbid",
                Takes.CHOICE,
                required=False,
                choices=("allow", "forbid"),
            ),
            Argument("whom", "The role or group", Takes.PINGED, required=False),
        ),
        needs=(Right.PING,),
        needs_when="turn",
    ),
    Command(
        "corrections",
        "Whether it is said when words that were quoted here change",
        corrections,
        (Argument("turn", "on or off", Takes.CHOICE, required=False, choices=("on", "off")),),
        needs=(Right.CORRECT, Right.POST),
        needs_when="turn",
    ),
    Command(
        "scope",
        "Show or set which stories may be spoken of in this channel",
        scope,
        (Argument("stories", "Titles or short names of stories, or: all", Takes.STORIES, False),),
        needs=(Right.SCOPE,),
        needs_when="stories",
    ),
    Command(
        "track",
        "Show what stands at an address, then track it",
        track,
        (
            Argument(
                "url", "A feed, a site, a page that lists articles, an article", Takes.ADDRESS
            ),
            _STORY,
            Argument(
                "as",
                "What a page without a feed is taken for, if not for what it looks like",
                Takes.CHOICE,
                required=False,
                choices=("page", "topic"),
            ),
        ),
        needs=(Right.TRACK,),
        work=Work.LOOKUP,
    ),
    Command(
        "untrack",
        "Ask a feed or page no more; its articles stay",
        untrack,
        (
            Argument("url", "As it is tracked", Takes.ADDRESS),
            Argument("story", "Only for this story", Takes.STORY, required=False),
        ),
        needs=(Right.TRACK,),
    ),
    Command(
        "feedback",
        "Show what people thought of replies",
        feedback,
        needs=(Right.FEEDBACK,),
    ),
    Command("help", "How to ask, and what you get", help),
)
COMMANDS = {command.name: command for command in _ALL}
