"""Every command, by its name. A chat registers what stands here, in this order."""

from bot.commands.command import Argument, Caller, Command, Given, Right, Takes, Work
from bot.commands.following import corrections, follow, following, pings, unfollow
from bot.commands.gaps import EVERYWHERE, forget, gaps, questions
from bot.commands.help import help_document
from bot.commands.language import AUTO, language
from bot.commands.manners import HEARD, STOOD, askers, listen, replies
from bot.commands.names import COMMAND_NAMES, meant
from bot.commands.note import note
from bot.commands.said import said, taken_apart
from bot.commands.stories import feedback, scope, stories, story
from bot.commands.switching import links, publish
from bot.commands.timelines import timeline
from bot.commands.tracking import track, untrack
from bot.commands.waiting import waiting
from bot.conversation import Conversation
from bot.documents.gaps import keeping_words
from bot.documents.tree import Document
from bot.language import LANGUAGES, N_


def help(conversation: Conversation, caller: Caller, _given: Given) -> Document:
    """How to ask there."""
    keeping = keeping_words(conversation.gaps.keeper, caller.place)
    manner = conversation.manners.manner(caller.place)
    return help_document(conversation.door, COMMANDS.values(), keeping, manner)


_STORY = Argument("story", N_("The story, by its title or short name"), Takes.STORY)
_WHERE = Argument(
    "where",
    N_("here, in this channel, or everywhere in this server"),
    Takes.CHOICE,
    required=False,
    choices=("here", EVERYWHERE),
)

_TURN = Argument("turn", N_("on or off"), Takes.CHOICE, required=False, choices=("on", "off"))
# Where a story is followed for the person who types it alone.
_TO = Argument(
    "to",
    N_("me: for you alone, in a direct message"),
    Takes.CHOICE,
    required=False,
    choices=("me", "here"),
    named=True,
)

_ALL = (
    Command("stories", N_("List the stories that are tracked here"), stories),
    Command("story", N_("Show a story and its newest articles"), story, (_STORY,), quotes=True),
    Command(
        "timeline",
        N_("Show what happened in a story, dated and in quotes, with a picture"),
        timeline,
        (
            _STORY,
            Argument(
                "order",
                N_("Which developments come first"),
                Takes.CHOICE,
                required=False,
                choices=("oldest", "newest"),
            ),
        ),
        work=Work.ANSWER,
        quotes=True,
    ),
    Command(
        "said",
        N_("Show what somebody is quoted with, word for word, newest first"),
        said,
        (
            Argument("person", N_("Whose words: a name, as articles have it"), Takes.WORDS),
            Argument("about", N_("What the words are about"), Takes.WORDS, required=False),
            Argument("story", N_("Only in this story"), Takes.STORY, required=False),
        ),
        work=Work.ANSWER,
        apart=taken_apart,
        quotes=True,
    ),
    Command(
        "follow",
        N_("Post new articles of a story here"),
        follow,
        (
            _STORY,
            Argument(
                "rhythm",
                N_("now; daily at 09:00 Europe/Berlin; weekly on Monday at 09:00"),
                Takes.RHYTHM,
                required=False,
            ),
            Argument(
                "with",
                N_(
                    'Only articles with one of these words; “and” between them: all; phrases in "…"'
                ),
                Takes.WORDS,
                required=False,
                named=True,
            ),
            Argument(
                "without",
                N_("Only articles with none of these words"),
                Takes.WORDS,
                required=False,
                named=True,
            ),
            Argument(
                "ping",
                N_("A role or group that each notice pings, of those that /pings allows"),
                Takes.PINGED,
                required=False,
                named=True,
            ),
            _TO,
        ),
        needs=(Right.FOLLOW, Right.POST),
        personal="to",
        quotes_alone=True,
    ),
    Command(
        "unfollow",
        N_("Post no more of a story here"),
        unfollow,
        (Argument("story", N_("The story, or: all"), Takes.FOLLOWED), _TO),
        needs=(Right.FOLLOW,),
        personal="to",
    ),
    Command("following", N_("List what is followed here"), following, (_TO,)),
    Command(
        "pings",
        N_("Show or set which roles or groups news may ping here"),
        pings,
        (
            Argument(
                "turn",
                N_("allow or forbid"),
                Takes.CHOICE,
                required=False,
                choices=("allow", "forbid"),
            ),
            Argument("whom", N_("The role or group"), Takes.PINGED, required=False),
        ),
        needs=(Right.PING,),
        needs_when="turn",
    ),
    Command(
        "links",
        N_("Whether links to tracked articles get their key sentence here"),
        links,
        (_TURN,),
        needs=(Right.LINKS, Right.POST),
        needs_when="turn",
    ),
    Command(
        "publish",
        N_("Whether news posted in an announcement channel are published"),
        publish,
        (_TURN,),
        needs=(Right.PUBLISH, Right.POST),
        needs_when="turn",
    ),
    Command(
        "corrections",
        N_("Whether it is said when words that were quoted here change"),
        corrections,
        (Argument("turn", N_("on or off"), Takes.CHOICE, required=False, choices=("on", "off")),),
        needs=(Right.CORRECT, Right.POST),
        needs_when="turn",
    ),
    Command(
        "language",
        N_("Show or choose in which language everybody in this channel is told something"),
        language,
        (
            Argument(
                "language",
                N_("auto: the language of who asks; else the one for all"),
                Takes.CHOICE,
                required=False,
                choices=(AUTO, *LANGUAGES),
            ),
        ),
        needs=(Right.LANGUAGE,),
        needs_when="language",
    ),
    Command(
        "scope",
        N_("Show or set which stories may be spoken of in this channel"),
        scope,
        (
            Argument(
                "stories", N_("Titles or short names of stories, or: all"), Takes.STORIES, False
            ),
        ),
        needs=(Right.SCOPE,),
        needs_when="stories",
    ),
    Command(
        "listen",
        N_("Show or set whether questions in this channel are answered without a mention"),
        listen,
        (
            Argument(
                "to",
                N_("Mentions only, questions I can answer, every question"),
                Takes.CHOICE,
                required=False,
                choices=HEARD,
            ),
        ),
        needs=(Right.SCOPE,),
        needs_when="to",
    ),
    Command(
        "replies",
        N_("Show or set where answers in this channel stand"),
        replies,
        (
            Argument(
                "in",
                N_("As usual, a thread of the question, the channel"),
                Takes.CHOICE,
                required=False,
                choices=STOOD,
            ),
        ),
        needs=(Right.SCOPE,),
        needs_when="in",
    ),
    Command(
        "askers",
        N_("Show or set who may ask in this channel"),
        askers,
        (
            Argument(
                "who",
                N_("everybody, members, or names of groups or roles"),
                Takes.WORDS,
                required=False,
            ),
        ),
        needs=(Right.SCOPE,),
        needs_when="who",
    ),
    Command(
        "track",
        N_("Show what stands at an address, then track it"),
        track,
        (
            Argument(
                "url", N_("A feed, a site, a page that lists articles, an article"), Takes.ADDRESS
            ),
            _STORY,
            Argument(
                "as",
                N_("What a page without a feed is taken for, if not for what it looks like"),
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
        N_("Ask a feed or page no more; its articles stay"),
        untrack,
        (
            Argument("url", N_("As it is tracked"), Takes.ADDRESS),
            Argument("story", N_("Only for this story"), Takes.STORY, required=False),
        ),
        needs=(Right.TRACK,),
    ),
    Command(
        "feedback",
        N_("Show what people thought of replies"),
        feedback,
        needs=(Right.FEEDBACK,),
    ),
    Command(
        "questions",
        N_("Whether questions that nothing answers are kept for admins to read"),
        questions,
        (
            Argument("turn", N_("on or off"), Takes.CHOICE, required=False, choices=("on", "off")),
            _WHERE,
        ),
        needs=(Right.QUESTIONS,),
        needs_when="turn",
    ),
    Command(
        "gaps",
        N_("Show what people asked and nothing answered"),
        gaps,
        (
            _WHERE,
            Argument("story", N_("Only near to this story"), Takes.STORY, required=False),
        ),
        needs=(Right.QUESTIONS,),
        work=Work.ANSWER,
    ),
    Command(
        "note",
        N_("Post here once a week how much was asked and what came of it"),
        note,
        (
            Argument(
                "rhythm",
                N_("weekly on Monday at 09:00 Europe/Berlin; or: off"),
                Takes.RHYTHM,
                required=False,
            ),
        ),
        needs=(Right.QUESTIONS, Right.POST),
        needs_when="rhythm",
    ),
    Command(
        "waiting",
        N_("Show which answers you wait for, or take all of that back"),
        waiting,
        (Argument("turn", N_("off"), Takes.CHOICE, required=False, choices=("off",)),),
    ),
    Command("forget", N_("Erase your questions, what you wait for, and your verdicts"), forget),
    Command("help", N_("How to ask, and what you get"), help),
)
COMMANDS = {command.name: command for command in _ALL}


def command_named(typed: str) -> Command | None:
    """The command that somebody means, by its name in any of the languages."""
    name = meant(COMMAND_NAMES, typed, COMMANDS)
    return COMMANDS[name] if name else None
