"""A question and the moment of asking → the times it names and whether it wants the newest. Pure.

"What's the latest on", "is it still", "when did it first", "how did it unfold"; see `named_days`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from retrieval.named_days import named_stretches
from retrieval.stretches import Stretch
from retrieval.terms import terms


def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(written, re.I)


_NEWS_OF = r"(?:on|about|with|from|for|in|of|regarding|re)\b"
_NEWS = _pattern(
    rf"\bwhat(?:['’]?s| is| are) (?:the )?(?:latest|newest|new|news|most recent)"
    rf"(?: (?:news|updates?|developments?))?(?: {_NEWS_OF}|\s*\?*\s*$)"
    r"|^\W*(?:(?:is|are) there )?(?:any|some|the|more)? ?"
    r"(?:latest|newest|recent|new|more|further)?"
    rf" ?(?:news|updates?|developments?|latest) {_NEWS_OF}"
    rf"|\b(?:any|the latest) (?:\w+ )?(?:news|updates?|developments?|word) {_NEWS_OF}"
    r"|^\W*(?:(?!what|who|how|when|where|why|is|are|does|do|did)[\w'’.-]+\s+){0,4}"
    r"(?:news|updates?|latest)\W*$"
    r"|\bwhat(?:['’]s| is| has been|['’]s been) (?:happening|going on) (?:now |lately |recently )?"
    r"(?:with|in|at)\b"
    r"|\bcatch me up on\b|\bbring me up to (?:date|speed) on\b"
)
# With a time it asks for the news of then: "what happened at the trial this week".
_HAPPENED = _pattern(
    r"^\W*what(?:['’]s| has| have)? (?:happened|went on|came out|come out|occurred|was reported)\b"
    r"|\banything\b(?: new)?(?: (?:from|between|in|on|since|about|happen\w*|this|last))"
    r"|^\W*how did .+ (?:do|go|fare|get on)\b"
)
# Longer ones ask for something in the latest news, or in an article about them.
_LONGEST_OVERVIEW = 14  # words
_COURSE = _pattern(
    r"\bhow (?:did|has|have|does) .+ (?:unfold|unfolded|play(?:ed)? out|develop(?:ed)?|evolve[d]?"
    r"|come about|go down|progress(?:ed)?)(?: (?:over|in|after|since|between|from|so far)\b.*)?\W*$"
    r"|\b(?:timeline|chronology|course of events|sequence of events) (?:of|for|on)\b"
    r"|\bwhat(?:['’]s| has| have)? happened (?:so far|since (?:the )?(?:start|beginning))"
    r" (?:with|in|to|at)\b|\bhow did we get (?:here|to)\b"
)
_LATEST = _pattern(
    r"\b(?:latest|newest|most recent(?:ly)?|now|current(?:ly)?|still|so far|at the moment"
    r"|at present|as of (?:now|today)|right now|these days|yet|any ?more|by now|to date"
    r"|lately|recently|up to date|today)\b"
)
_STATE = _pattern(
    r"^\W*(?:is|are|has|have|does|do)\b|\b(?:who|what|which|where|how)(?:['’]s|\b.*\b(?:is|are|has|have"
    r"|does|do)\b)"
)
_PAST = _pattern(r"\b(?:did|was|were|had)\b")
_FIRST = _pattern(
    r"\b(?:originally|initial(?:ly)?|at first|earliest|to begin with|in the beginning"
    r"|(?:was|were) the (?:very )?first|(?:did|was|were|had|has|have)(?: \w+){0,4} first"
    r"|first (?:came|come|reported?|said|says?|announced?|emerged?|warn\w*|learn\w*|heard|hear"
    r"|known|told|tell|mention\w*|reveal\w*|broke|break|appear\w*|respond\w*|react\w*))\b"
)

# Words that only say "the newest", taken off before it is looked for what the news are about.
_ABOUT_NEWS = _pattern(
    r"\bwhat(?:['’]?s| is| are)?\b|\b(?:the|any|some|more|is|are|there|has|been|have)\b"
    r"|\b(?:latest|newest|new|news|most|recent|updates?|developments?|happening|happened|going on"
    r"|lately|recently|now|today|word|catch me up|bring me up to (?:date|speed)|so far|give me"
    r"|tell me|show me|timeline|chronology|how|did|does|we|get here|unfold(?:ed)?|play(?:ed)? out"
    r"|develop(?:ed)?|evolved?|come about|go down|progress(?:ed)?|course of events"
    r"|anything|went on|came out|come out|occurred|do|go|fare|get on|at|to|was reported"
    r"|sequence of events|whole|drama|saga|affair|situation|story|thing|please|pls"
    r"|and|with|on|about|of|for|in|from|regarding|re)\b"
)


@dataclass(frozen=True, slots=True)
class Moments:
    """What a question says about time.

    `wants_latest`: the newest of what answers ("now", "still"); `wants_state`: how things are
    ("has she been …", "which team does …"), so rather the newest; `wants_first`: the oldest;
    `wants_news`: whatever is newest on its topic, or was at the time named ("what's the latest on
    …", "what happened … this week"); `wants_course`: how
    that came, in order. `is_short`: long questions compare reports, whatever their age.
    """

    question: str
    stretches: tuple[Stretch, ...] = ()
    wants_latest: bool = False
    wants_state: bool = False
    wants_first: bool = False
    wants_news: bool = False
    wants_course: bool = False
    is_short: bool = True

    @property
    def timeless(self) -> str:
        """The question without "yesterday" and its like, which no article says of the same day;
        itself where nothing else would be left."""
        return _without(self.question, [s.written for s in self.stretches if s.of_reports])

    @property
    def undated(self) -> str:
        """The question without any time that it names; itself where nothing else would be left."""
        return _without(self.question, [stretch.written for stretch in self.stretches])

    @property
    def topic(self) -> str:
        """What the news are wanted of, "" for everything: also without "what's the latest on"."""
        spans = [stretch.written for stretch in self.stretches]
        rest = "".join(_outside(self.question, spans))
        rest = re.sub(r"['’]s\b", "", _ABOUT_NEWS.sub(" ", rest))
        return " ".join(re.findall(r"[\w'’.&-]*\w", rest))


def moments(question: str, asked_on: datetime | None = None) -> Moments:
    """What `question`, asked at `asked_on`, says about time.

    A day without a year is the last such day by then, or that of any year where the moment of
    asking is not known; then "yesterday" and its like say nothing.
    """
    short = len(question.split()) <= _LONGEST_OVERVIEW
    news, course = short and bool(_NEWS.search(question)), short and bool(_COURSE.search(question))
    stretches = tuple(
        named_stretches(question, asked_on.astimezone(UTC).date() if asked_on else None)
    )
    news = news or bool(short and stretches and _HAPPENED.search(question))
    return Moments(
        question,
        stretches,
        wants_latest=news or (bool(_LATEST.search(question)) and not stretches),
        wants_state=short
        and bool(_STATE.search(question) and not _PAST.search(question))
        and not (stretches or news),
        wants_first=not news and bool(_FIRST.search(question)),
        wants_news=news,
        wants_course=course,
        is_short=short,
    )


def _outside(text: str, spans: list[tuple[int, int]]) -> Iterator[str]:
    at = 0
    for start, end in sorted(spans):
        yield text[at:start]
        at = max(at, end)
    yield text[at:]


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    left = re.sub(r"\s+(?=[?.!,])", "", " ".join("".join(_outside(text, spans)).split())).strip()
    return left if terms(left) else text
