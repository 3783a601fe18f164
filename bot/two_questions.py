"""A question in plain words → the questions in it, each to be understood alone. Pure.

Careful: two answers to what was one question are worse than one answer to what was two. What is
taken apart keeps the person's words; a part that only says "it" or "their" is given the words of
the first that it stands for.
"""

import re

from retrieval.terms import FUNCTION_WORDS, words

MOST_PARTS = 3
# Longer ones are made of clauses that mean nothing alone.
_MOST_WORDS = 32

_WH = r"(?:who|whom|whose|what|when|where|which|why|how)"
_WH_WORD = rf"{_WH}(?:['’]?(?:s|re|d|ll))?"
_AUX = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|isn['’]?t|aren['’]?t"
    r"|wasn['’]?t|didn['’]?t|doesn['’]?t|hasn['’]?t)"
)
_PRONOUN = r"(?:it|its|they|their|them|theirs|he|him|his|she|her|hers|there|that|this|these|those)"
_OPENS = re.compile(
    rf"(?:(?:by|at|in|on|to|for|from|since|until)\s+)?(?:{_WH_WORD}|{_AUX})\b", re.I
)
_JOINT = re.compile(
    r"\s*[,;]?\s+(?:and|but|plus|also|&|as\s+well\s+as)\s+(?:(?:also|then)\s+)?"
    rf"(?=(?:(?:by|at|in|on|for|from|since|until)\s+)?{_WH_WORD}\s+\S+\s*\S"
    rf"|{_AUX}\s+(?:it|he|she|they|there|this|we|any(?:one|body))\s)"
    rf"|\s*[,;]\s+(?=what\s+about\s)",
    re.I,
)
_JOINT_WORDS = re.compile(r"(?:and|but|plus|also|&|then|or|so)\b[\s,]*", re.I)
# What follows these may be two clauses of one question: "did he say where it is and who pays?"
_REPORTING = re.compile(
    r"\b(?:say|says|said|tell|tells|told|know|knows|explain\w*|reveal\w*|ask\w*|decide\w*|show\w*"
    rf"|report\w*|describe\w*|admit\w*)\s+(?:\w+\s+)?{_WH}\b",
    re.I,
)
# "… and how it would change": told, not asked; "and what other material?" is half a sentence.
_TOLD = re.compile(
    rf"(?:when|where|why|how|what)\s+(?:{_PRONOUN}|i|you|we|the|an?)\s|(?:what|which)\s+(?!.*\b{_AUX}\b)"
    r"(?!about\b)|what\s+(?:else|can\s+happen)\W*$",
    re.I,
)
# "When people move, …"
_CLAUSE_FIRST = re.compile(
    r"(?:when|where|if|while)\s+(?!(?:is|are|was|were|do|does|did|has|have|had|will|can|could|would|should)\b)[^,]*,",
    re.I,
)
# "… and by how much?" needs all of the first.
_HALF = re.compile(
    rf"(?:(?:by|for|from|at|to|in|on|until|since)\s+)?{_WH}(?:\s+(?:much|many|long|often|else|year|day))?",
    re.I,
)
_LONGEST_TOPIC = 8
_SAYS_ENOUGH = 3
_RELATIVES = frozenset("who whom whose which that where".split())
_SENTENCE_END = re.compile(r"(?<=\?)[\s?!]*\s+")

_ATTRIBUTE = (
    r"(?:size|rate|price|weight|date|cost|length|height|width|depth|age|capacity|life|speed|resolution"
    r"|population|salary|fee|score|name|range|power|storage|memory|ram|battery|screen|colou?rs?|budget"
    r"|revenue|profit|turnover|value|area|diameter|temperature|time|year|location|venue|address|winner"
    r"|author|director|cast|runtime|deadline|duration|wage|rent|tax|fare|dosage|dose|magnitude|depth"
    r"|headcount|valuation|ranking|record|sentence|fine|bail)"
)
_ATTRIBUTES = re.compile(
    rf"(?P<head>.+?\S)\s+(?P<one>(?:(?:screen|refresh|battery|release|opening|starting?|ticket|entry|launch"
    rf"|frame|clock|top|birth|market|share|net|transfer|retail|closing)\s+)?{_ATTRIBUTE})\s+(?:and|&)\s+"
    rf"(?P<two>(?:\w+\s+)?{_ATTRIBUTE})(?P<end>[?.!]*)",
    re.I,
)
_ATTRIBUTES_OF = re.compile(
    rf"(?P<start>what(?:\s+(?:is|are|was|were)|['’]?s|['’]?re))\s+the\s+(?P<one>(?:\w+\s+)?{_ATTRIBUTE})\s+and\s+"
    rf"(?:the\s+)?(?P<two>(?:\w+\s+)?{_ATTRIBUTE})\s+(?P<rest>(?:of|for|at|on|in)\s+.+)",
    re.I,
)
# One or two names; "Simon and Garfunkel split up" together, what is told of here is each one's own.
_SIDE = r"(?:(?:the\s+)?[\w.’'-]+(?:\s+(?!and\b|or\b)[\w.’'-]+){0,2}?)"
_EACH_DOES = (
    r"(?:(?:get|be|being|been)\s+)?(?:sentenced|born|die|died|convicted|arrested|paid|earn|cost|weigh"
    r"|resign|retire|worth|sworn\s+in|say|said)\b"
)
_NAMES_DO = re.compile(
    rf"(?P<start>{_WH}(?:\s+(?:much|many|old|long|tall))?\s+(?:do|did|are|were|will|have))\s+"
    rf"(?P<one>{_SIDE})\s+and\s+(?P<two>{_SIDE})\s+(?P<rest>{_EACH_DOES}.*)",
    re.I,
)
_NAMES_ARE = re.compile(
    r"(?P<start>who\s+(?:are|were)|how\s+(?:old|tall|heavy|high|long)\s+(?:are|were))\s+"
    rf"(?P<one>{_SIDE})\s+and\s+(?P<two>{_SIDE})(?P<rest>[?.!]*)",
    re.I,
)
_COMPARATIVE = (
    r"(?:more|less|fewer|better|worse|bigger|larger|smaller|higher|lower|longer|shorter|older|younger"
    r"|faster|slower|quicker|cheaper|dearer|costlier|pricier|richer|poorer|stronger|weaker|warmer|colder"
    r"|cooler|hotter|wetter|drier|heavier|lighter|taller|deeper|wider|broader|newer|safer|greater|closer"
    r"|nearer|farther|further|earlier|later|sooner|busier|brighter|healthier|bloodier|deadlier|harder"
    r"|easier|thicker|thinner|cleaner|louder|quieter|steeper|fuller|rarer|stricter|first|biggest|largest|highest|longest|cheapest|oldest|fastest)"
)
_PREPOSITION = r"(?:in|at|on|for|from|with|by|under|during|to|against|after|before)"
_CHOICE_END = re.compile(
    rf"(?P<head>.*?\b{_COMPARATIVE}\b.*?)(?:,|:|\s+[-–—])\s*(?P<one>[^,:?]+?),?\s+or\s+"
    r"(?P<two>[^,:?]+?)(?P<end>[?.!]*)",
    re.I,
)
_CHOICE_PLACE = re.compile(
    rf"(?P<head>{_AUX}\s.*?\b{_COMPARATIVE}\b.*?)\s+(?P<prep>{_PREPOSITION})\s+(?P<one>[^,?]+?),?\s+or\s+"
    rf"(?:{_PREPOSITION}\s+)?(?P<two>[^,?]+?)(?P<end>[?.!]*)",
    re.I,
)
_CHOICE_SUBJECT = re.compile(
    r"(?P<aux>is|are|was|were|does|do|did|has|have|will)\s+(?P<one>(?:(?!\bor\b)[^,?])+?)\s+or\s+"
    rf"(?P<two>[^,?]+?)\s+(?P<rest>{_COMPARATIVE}\b[^?]*?)(?P<end>[?.!]*)",
    re.I,
)
# The second side and up to three words of what is said of both.
_SIDE_AND_MORE = re.compile(
    r"(?P<two>(?:the\s+)?[A-Z0-9][\w.’'-]*(?:\s+[A-Z0-9][\w.’'-]*)*)(?P<more>(?:\s+[\w’'-]+){0,3})"
)
_NAME_AND_MORE = re.compile(r"(?:the\s+)?[A-Z0-9]\S*(?:\s+[A-Z0-9]\S*)*\s+[a-z]")
_WORD_AND_NAME = re.compile(r"(?:^|\s)(?!the\s|of\s|a\s|an\s|de\s)[a-z]\S*\s+[A-Z]")
_NO_SIDE = re.compile(
    r"(?:more|less|fewer|not|no|so|before|after|later|earlier|else|other|another|neither|otherwise|worse|better|is|are"
    r"|was|did|does|do|what|who|when|where|why|how|something|anything)\b",
    re.I,
)

_ONE = {
    "are": "is",
    "were": "was",
    "do": "does",
    "have": "has",
    "'re": "'s",
    "’re": "’s",
    "re": "s",
}
_PLURAL = re.compile(r"(?:are|were|do|have|['’]?re)$", re.I)
_HOW_MANY = re.compile(
    rf"(?P<how>how\s+(?:many|much))\s+(?P<what>(?!{_AUX}\b)[\w’'-]+)\s+{_AUX}\b", re.I
)
_HOW_MANY_OF_THEM = re.compile(rf"(?P<how>how\s+(?:many|much))\s+(?={_AUX}\b)", re.I)
# "How many nurses are on strike": it is about nurses on strike.
_COUNTED = re.compile(
    rf"(?:how\s+(?:many|much)|what|which)\s+(?P<what>(?!{_AUX}\b)[\w’'-]+)\s+{_AUX}\s+(?P<rest>.+)",
    re.I,
)
_LEFT_BEHIND = re.compile(
    r"\s+(?:born|from|like|about|over|open|dead|built|held|worth|going|called|based)$", re.I
)
_ARTICLE = re.compile(r"(?:the|an?|this|that|these|those|any|some)\s+", re.I)
_SUBJECT = re.compile(
    rf"{_WH_WORD}\s+(?:(?:much|many|big|large|long|old|far|high|tall|wide|deep|fast|often|heavy|expensive|bad|hot|cold|strong"
    rf"|well|late|early|soon|safe)\s+)?(?:(?P<do>do|does|did)|(?P<aux>{_AUX})|(?P<verb>[\w’'-]+))\s+(?P<rest>.+)",
    re.I,
)


def parts(text: str) -> tuple[str, ...]:
    """The questions asked in `text`, in their order; one for nearly all texts, at most MOST_PARTS.

    `text` is without markup and courtesies.
    """
    if len(words(text)) > _MOST_WORDS:
        return (text,)
    asked = [part for question in _questions(text) for part in _joined(question)]
    if len(asked) > MOST_PARTS:
        return (text,)
    if len(asked) > 1:
        first, *others = asked
        mark = "?" if text.endswith("?") and not first.endswith("?") else ""
        return (f"{first}{mark}", *(_completed(part, first) for part in others))
    return _sides(text) or (text,)


def _questions(text: str) -> list[str]:
    """Cut after question marks, where a question follows one."""
    found: list[str] = []
    for piece in _SENTENCE_END.split(text.strip()):
        bare = _JOINT_WORDS.sub("", piece, count=1) if _JOINT_WORDS.match(piece) else piece
        if found and found[-1].endswith("?") and _asks(bare) and _asks(found[-1]):
            found.append(bare)
        elif found:
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return found


def _asks(text: str) -> bool:
    return _OPENS.match(text) is not None and len(words(text)) > 1


def _joined(question: str) -> list[str]:
    """Cut before "and who …", where both sides ask."""
    if not _asks(question) or _REPORTING.search(question) or _CLAUSE_FIRST.match(question):
        return [question]
    found = [question]
    while joint := _JOINT.search(found[-1]):
        before, after = found[-1][: joint.start()], found[-1][joint.end() :]
        opener = after.split(None, 1)[0].lower()
        # "The man who stole it and who fled" is one man, "problems that cost little, but which
        # take long" are the same problems.
        earlier = set(before.lower().split()[1:])
        relative = opener in earlier or (
            opener in _RELATIVES
            and (not _RELATIVES.isdisjoint(earlier) or " but " in question[len(before) :][:8])
        )
        if (
            relative
            or _TOLD.match(after)
            or _HALF.fullmatch(after.rstrip(" ?.!"))
            or len(words(before)) < 2
            or not (_asks(after) or after.startswith("what about"))
        ):
            break
        found[-1:] = [before, after]
    return found


def _completed(part: str, first: str) -> str:
    """The part with the first one's words for what it leaves unsaid."""
    counted = _HOW_MANY.match(first)
    bare = _HOW_MANY_OF_THEM.match(part)
    if counted and bare and counted["how"].lower() == bare["how"].lower():
        part = f"{bare['how']} {counted['what']} {part[bare.end() :]}"
    spoken = [part[word.start : word.end] for word in words(part)]
    pronouns = [word.lower() for word in spoken if re.fullmatch(_PRONOUN, word, re.I)]
    named = any(word[0].isupper() or word[0].isdigit() for word in spoken[1:])
    content = [word for word in spoken if word.lower() not in FUNCTION_WORDS]
    # Asked in one breath, "how many were on board?" is about what the first is about.
    if named or (not pronouns and len(content) > _SAYS_ENOUGH):
        return part
    topic = _topic(first, possessor=bool({"its", "their", "his", "her"} & set(pronouns)))
    if not topic:
        return part
    end = re.search(r"[?.!\s]*$", part)
    cut = end.start() if end else len(part)
    return f"{part[:cut]} {topic}{part[cut:]}"


def _topic(question: str, possessor: bool) -> str:
    """What the question is about, as it words it, without its question word and auxiliary."""
    bare = question.strip(" ?.!")
    subject = _SUBJECT.match(bare)
    rest = (
        subject["rest"] if subject else re.sub(rf"^(?:{_WH_WORD}|{_AUX})\s+", "", bare, flags=re.I)
    )
    if counted := _COUNTED.match(bare):
        rest = f"{counted['what']} {counted['rest']}"
    elif subject and subject["do"] and len(rest.split()) > 1:
        # "What does the visa cost": its last word is what it does.
        rest = rest.rsplit(None, 1)[0] if _ends_in_verb(rest) else rest
    rest = _LEFT_BEHIND.sub("", rest)
    if possessor and " of " in rest:
        rest = rest.rsplit(" of ", 1)[1]
    rest = _ARTICLE.sub("", rest, count=1) if _ARTICLE.match(rest) else rest
    rest = " ".join(rest.split()[:_LONGEST_TOPIC])
    content = [word for word in rest.split() if word.lower() not in FUNCTION_WORDS]
    # "Is it open and how much is it?" leaves unsaid in both what it is about.
    unsaid = re.match(rf"{_PRONOUN}\b", rest, re.I)
    return rest if content and not unsaid else ""


_CLOSING_VERBS = frozenset(
    """
    cost costs mean start begin end open close happen work last weigh measure die win lose say do
    earn make pay take need want leave arrive launch run resign retire report sell buy find give
    get use grow shrink
    """.split()
)


def _ends_in_verb(text: str) -> bool:
    said = text.split()
    # "The ferry sink", "Vega win": no room for more than who does it.
    bare = len(said) == (3 if _ARTICLE.match(text) else 2) and said[-1].islower()
    return bare or said[-1].lower() in _CLOSING_VERBS


def _sides(text: str) -> tuple[str, ...]:
    """One question about two things, as two questions; () for any other."""
    asks = _OPENS.match(text)
    if not asks:
        found = _ATTRIBUTES.fullmatch(text)
        if found and re.search(r"\b(?:and|or|between)\b", found["head"], re.I) is None:
            head, end = found["head"], found["end"]
            return (f"{head} {found['one']}{end}", f"{head} {found['two']}{end}")
        return ()
    if found := _ATTRIBUTES_OF.fullmatch(text):
        start, rest = found["start"], found["rest"]
        start = _of_one(start)
        return (f"{start} the {found['one']} {rest}", f"{start} the {found['two']} {rest}")
    if found := _NAMES_DO.fullmatch(text) or _NAMES_ARE.fullmatch(text):
        start, rest = _of_one(found["start"]), found["rest"]
        gap = "" if rest[:1] in ("", "?", ".", "!") else " "
        return (f"{start} {found['one']}{gap}{rest}", f"{start} {found['two']}{gap}{rest}")
    return _compared(text)


def _of_one(start: str) -> str:
    """ "how old are" → "how old is"."""
    return _PLURAL.sub(lambda verb: _ONE[verb.group().lower()], start)


def _compared(text: str) -> tuple[str, ...]:
    if re.search(r"\bor\s+(?:not|more|less|so)\b", text, re.I):
        return ()
    if (found := _CHOICE_END.fullmatch(text)) and _are_sides(found) and "," not in found["head"]:
        head, end = found["head"], found["end"]
        return (f"{head}, {found['one']}{end}", f"{head}, {found['two']}{end}")
    if (found := _CHOICE_PLACE.fullmatch(text)) and _are_sides(found):
        # "On the Gloucester or Somerset side": the sides share their last word.
        if _NAME_AND_MORE.match(found["two"]) and not _NAME_AND_MORE.match(found["one"]):
            return ()
        head, end = f"{found['head']} {found['prep']}", found["end"]
        return (f"{head} {found['one']}{end}", f"{head} {found['two']}{end}")
    if (found := _CHOICE_SUBJECT.fullmatch(text)) and _are_sides(found):
        one, two, more = found["one"], found["two"], ""
        if _WORD_AND_NAME.search(one) or re.match(rf"{_PRONOUN}\b", one, re.I):
            # "Did Elizabeth tour Australia or Vega first?", "was it in Erlem or Vega that …"
            return ()
        if named := _SIDE_AND_MORE.fullmatch(two):
            two, more = named["two"], named["more"]
            shared = one.rsplit(None, 1)[-1]
            if more.split()[:1] == [shared]:
                two, more = f"{two} {shared}", more.strip()[len(shared) :]
        elif found["aux"].lower() in ("do", "does", "did", "will") and " " in two:
            # In lower case nothing tells where the name ends but its verb.
            two, verb = two.rsplit(None, 1)
            more = f" {verb}"
        rest = f"{more} {found['rest']}{found['end']}"
        return (f"{found['aux']} {one}{rest}", f"{found['aux']} {two}{rest}")
    return ()


def _are_sides(found: re.Match[str]) -> bool:
    one, two = found["one"], found["two"]
    if re.search(rf"\b(?:{_PREPOSITION}|of|than)$", one, re.I):
        return False
    return not _NO_SIDE.match(one) and not _NO_SIDE.match(two) and max(len(one), len(two)) <= 40
