"""A message in plain words → the question in it, without greeting, address, thanks and wrapping.

Pure. What is taken off stands at an end of the message and is set off from the question, by a
mark or by how the question begins: "Hello Kitty" greets nobody.
"""

import re
from dataclasses import dataclass
from functools import cache

from bot.nods import NODS
from retrieval.terms import FUNCTION_WORDS, words

_BOT = r"(?:the\s+)?(?:pull[\s-]?quote(?:\s*bot)?|bots?)"
_PEOPLE = (
    r"(?:(?:all|every(?:one|body|1)|team|folks|guys|gang|there|y['’]?all|people|friends?|again|both"
    r"|you(?:\s+(?:all|lot|guys))?|mates?|ladies|channel|dear|sir|madam|buddy|bro|dude)\b"
    rf"|{_BOT}\b|@[\w.-]+)"
)
_CALLED = rf"(?:(?:all|every(?:one|body)|guys|folks|y['’]?all)\b|{_BOT}\b|@[\w.-]+)"
_GREETING = (
    r"(?:hi+(?:ya)?|hello+|hallo|heya?|heyy+|hey\s+ho|yo|howdy|hola|greetings|gm|sup|dear|g['’]day"
    r"|(?:a\s+)?(?:very\s+)?good\s+(?:morning|afternoon|evening|day)"
    r"|happy\s+(?:mon|tues|wednes|thurs|fri)day|morning|mornin|afternoon|evening)"
)
_THANKS = (
    r"(?:(?:many|much|lots\s+of|ok|okay|great|cool|perfect|and|no)?,?\s*"
    r"(?:thanks|thank\s+(?:you|u|ya)|thx+|thanx|tysm|ty|cheers|kthx(?:bye)?|tia|merci)"
    r"(?:\s+(?:(?:so|very)\s+much|a\s+(?:lot|bunch|million|ton)|in\s+advance|again|loads|anyway"
    r"|for\s+(?:that|this|the\s+(?:help|info|answer|quotes?)|your\s+(?:help|time)|any\s+help"
    r"|helping)))*(?:\s+(?:all|everyone|guys|team|folks|mate|bot|pullquote))?"
    r"|much\s+appreciated|appreciate\s+it|appreciated)"
)
_FILLER = (
    r"(?:(?:ok(?:ay)?|right|well)\s+so|so+|ok+(?:ay)?|k|well|right|alright|um+|uh+|er+m?|h+m+|oh|ah|anyway|anyways|btw|also|psa|by\s+the\s+"
    r"way|fyi|sorry(?:\s+to\s+(?:bother|ask|disturb|trouble)(?:\s+(?:you|u))?(?:\s+(?:all|guys|again))?)?|excuse\s+me|pardon(?:\s+me)?|great|cool|got\s+it"
    r"|perfect|awesome|(?:just\s+)?curious|(?:just\s+)?wondering|out\s+of\s+(?:interest|curiosity)"
    r"|just\s+(?:a\s+)?(?:quick|checking|asking)|asking\s+for\s+a\s+friend|real\s+quick|quickly"
    r"|(?:(?:i\s+have|i['’]ve|i['’]ve\s+got|got|here['’]?s|just|and|my|a|one|another|the)\s+)*"
    r"(?:(?:(?:quick|short|small|simple|silly|dumb|stupid|random|genuine|serious|honest|noob|more"
    r"|last|other|final|follow[\s-]?up|next)\s+)+(?:question|one|q|query)|question|q)"
    r"(?:\s+(?:is|for\s+(?:you|u|the\s+bot|pullquote|y['’]?all|you\s+all|everyone)))?"
    r"|(?:one|another)\s+more\s+thing|help|hey)"
)
_PLEASE = r"(?:please|pls+|plz+|plse|kindly)"
_SOFT = (
    r"(?:\s+(?:please|pls|plz|maybe|possibly|perhaps|kindly|quickly|just|also|actually|really"
    r"|even|still|by\s+any\s+chance|happen\s+to|be\s+so\s+kind\s+(?:as\s+)?to))*"
)
_SOMEBODY = (
    r"(?:you(?:\s+(?:all|guys))?|u|ya|y['’]?all|any(?:one|body)|some(?:one|body)"
    r"|(?:one|any)\s+of\s+you)(?:\s+(?:here|guys|out\s+there))?"
)
_ME = r"\s+(?:me|us)(?:\s+(?:again|please|pls|now|quickly))?"
_I = r"(?:i|we)"
_LIKE = r"(?:['’]d|\s+would|\s*['’]?d)\s+(?:really\s+)?(?:like|love|be\s+(?:glad|keen|curious))"
_KNOW = r"(?:know|find\s+out|learn|hear|understand|ask|see|check|figure\s+out|remember|recall)"
# What introduces a question in indirect speech; it is what follows that is asked.
_WRAPPINGS = (
    rf"(?:can|could|would|will|cld)\s+{_SOMEBODY}{_SOFT}\s+(?:(?:tell|remind|inform|show|give|teach"
    rf"|enlighten|fill){_ME}(?:\s+(?:know|in))?|let{_ME}\s+know|look\s+up|look\s+into|find\s+out"
    r"|check|find|say|explain|clarify|confirm|help\s+me\s+(?:understand|find\s+out|find|with|out))",
    rf"(?:would\s+(?:you|u|any(?:one|body)|some(?:one|body)){_SOFT}\s+know"
    rf"|would\s+(?:you|u)\s+mind\s+(?:telling{_ME}|explaining|checking))",
    rf"(?:tell|remind){_ME}|let\s+me\s+know|i\s+(?:want|need)\s+you\s+to\s+(?:tell\s+me|find\s+out)",
    rf"(?:(?:do(?:es)?|did)\s+)?(?:{_SOMEBODY}){_SOFT}\s+(?:knows?|remembers?|recalls?"
    r"|(?:has|have|got)\s+(?:any|an?|the\s+faintest)\s+(?:ideas?|clue|info|word))",
    rf"(?:(?:is|are)\s+there\s+)?any(?:one|body)(?:\s+(?:here|out\s+there))?(?:\s+who)?{_SOFT}\s+"
    r"(?:knows?|can\s+tell\s+me|got\s+(?:an?|any)\s+(?:idea|clue))",
    r"(?:(?:do\s+you\s+)?(?:have|got)\s+)?any\s+(?:ideas?|clues?)|no\s+idea|not\s+sure|idk|dunno",
    rf"{_I}(?:\s*['’]?m|\s+am|\s*['’]re|\s+are|\s+was|\s+were)\s+(?:just\s+|also\s+|still\s+|really\s+)*"
    r"(?:wondering|curious|asking(?:\s+myself)?|trying\s+to\s+"
    rf"{_KNOW}|looking\s+(?:to\s+{_KNOW}|for)|interested\s+(?:in|to\s+know)|keen\s+to\s+know"
    r"|not\s+(?:quite\s+)?sure|unsure|confused\s+about)(?:\s+to\s+know)?",
    rf"{_I}(?:\s+just|\s+really|\s+also)*(?:\s+(?:wonder|forget|forgot|(?:don['’]?t|do\s+not|can['’]?"
    rf"t|cannot)\s+(?:know|remember|recall)|(?:need|want|wanted|wish|have|would\s+want)\s+to\s+{_KNOW}"
    rf"|wanna\s+{_KNOW})|{_LIKE}\s+to\s+{_KNOW}|{_LIKE}\s+(?:some\s+)?info(?:rmation)?\s+on)",
    rf"(?:would|\s*['’]d)\s+(?:like|love)\s+to\s+{_KNOW}|(?:want|need|trying)\s+to\s+know|wondering",
    r"(?:can|could|may|might)\s+(?:i|we)(?:\s+(?:just|please|also))*\s+(?:ask|know|find\s+out)"
    r"(?:\s+(?:you|u))?(?:\s+(?:please|something|a\s+(?:quick\s+)?question))?",
    r"(?:is\s+it\s+possible|it\s+would\s+be\s+(?:great|nice|good|helpful)|would\s+be\s+(?:great|nice|"
    rf"good))\s+to\s+(?:{_KNOW}|tell\s+me)|is\s+it\s+known",
    r"what\s+(?:can|could)\s+(?:you|u)\s+(?:tell\s+me|say|show\s+me)(?=\s+(?:about|on)\b)"
    r"|what\s+do\s+(?:you|u)\s+(?:know|have)(?=\s+(?:about|on)\b)|(?:(?:do\s+(?:you|u|we)\s+(?:have|know)"
    r"|have\s+(?:you|u|we)\s+got|got)\s+)(?:anything|any\s+info(?:rmation)?|something)"
    r"(?=\s+(?:about|on)\b)",
    r"help\s+me\s+(?:understand|find\s+out|remember)|do\s+me\s+a\s+favou?r\s+and\s+tell\s+me",
    rf"what\s+{_I}(?:{_LIKE}\s+to|\s+(?:want|wanted|need)\s+to)\s+know\s+is",
    r"if\s+(?:i|you|u)\s+(?:may|might|can|could|don['’]?t\s+mind|know)(?:\s+(?:ask|me\s+asking))?",
)

_ASKS = (
    r"(?:(?:who|whom|whose|what|when|where|which|why|how)(?:['’]?(?:s|re|d|ll))?"
    r"|is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|should|isn['’]?t|didn['’]?t"
    r"|any|anything|since\s+when|until\s+when|by\s+(?:how|what|when)|in\s+(?:what|which)|at\s+what"
    r"|from\s+(?:what|which|where)|to\s+(?:what|whom|which)|for\s+(?:how|what|which|whom)"
    r"|on\s+(?:what|which)|according\s+to|i|i['’]m|we|tell|if|whether|summari[sz]e|write)\b"
)
_INDIRECT = (
    r"(?:(?:exactly\s+|precisely\s+)?(?:who|whom|whose|what|when|where|which|why|how)"
    r"(?:['’]?(?:s|re|d|ll))?|if|whether|the|an?|about|on|since|until|by\s+how|in"
    r"|at\s+what|from|to\s+wh\w+|for\s+(?:how|wh\w+)|on\s+wh\w+|according|more\s+about|is|are|was|did"
    r"|does|has)\b"
)
_YOUR_ARTICLES = (
    r"(?:in|from|according\s+to|based\s+on|going\s+by)\s+(?:any\s+of\s+|all\s+)?(?:your|ur)\s+(?:\w+\s+)?"
    r"(?:articles?|sources?|stories|news|coverage|data|index|files)"
)
_SET_OFF = r"(?:\s*[,!.:;…?()–—-]+\s+|\s*[,!.:;…?()–—]+(?=\w)|\s+[–—-]+\s*)"
# Without a mark between: "morning has broken" is a song, "morning, has it …" is a greeting.
_PLAINLY_ASKS = (
    r"(?:(?:who|whom|whose|what|when|where|which|why|how)(?:['’]?(?:s|re|d|ll))?\b"
    r"|(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|any)\s+(?:(?:the|an?|it"
    r"|he|she|they|there|this|that|you|u|any(?:one|body)|some(?:one|body)|we|i|ideas?)\b|(?-i:[A-Z]))"
    r"|(?:tell|remind)\s+me\b|(?:i|we)(?:['’]?(?:m|re|d|ve))?\s+(?:was|am|were|are|just|wonder|need|want"
    r"|would|have|wondering|curious)\b|i['’]d\b|quick\s+q|summari[sz]e\b|write\s+(?:me|a)\b)"
)
_INTRODUCES = "|".join(_WRAPPINGS)
_BEFORE_QUESTION = (
    rf"(?:\s+(?=(?:{_PLAINLY_ASKS}|{_PLEASE}\b|(?:{_INTRODUCES})[\s,:]+{_INDIRECT}"
    rf"|{_FILLER}(?:\s*[,:]|\s+[–—-])\s)))"
)


@dataclass(frozen=True, slots=True)
class _Opening:
    """What may stand before a question: `head`, and `rest` of what tells that it is set off.

    The whole takes its time to compile, and most messages begin with no such head."""

    head: str
    rest: str

    def match(self, said: str) -> re.Match[str] | None:
        if not _compiled(self.head).match(said):
            return None
        return _compiled(self.head + self.rest).match(said)


# `re` keeps 512, fewer than there are.
@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.I)


_OPENINGS = (
    _Opening(
        rf"(?:{_GREETING}(?:\s*,?\s+{_PEOPLE})*|@[\w.-]+|(?:(?:ok|okay|so)\s+)?{_BOT})",
        rf"(?:{_SET_OFF}|{_BEFORE_QUESTION})",
    ),
    _Opening(_PEOPLE, r"(?:\s*[,:!–—]\s*|\s+-\s+)"),
    _Opening(
        _THANKS,
        rf"(?:{_SET_OFF}(?:(?:but|and|so|now|then)\b,?\s*)*"
        rf"|\s+(?:but|and|so|now)\s+(?={_ASKS})|{_BEFORE_QUESTION})",
    ),
    _Opening(_FILLER, rf"(?:{_SET_OFF}(?:(?:but|and)\b\s*)?|{_BEFORE_QUESTION})"),
    _Opening(_YOUR_ARTICLES, r"\s*[,:]\s*"),
    _Opening(
        r"(?:i\s+)?(?:hope|trust)",
        r"\s+(?:you|u|all|every(?:one|body)|this|that|y['’]?all)\b[^.!?]{0,60}[.!,]\s+",
    ),
    _Opening(_PLEASE, rf"(?:{_SET_OFF}|\s+(?={_ASKS}|{_INDIRECT}|can\b|explain\b|list\b))"),
    _Opening(rf"(?:{_INTRODUCES})", rf"(?:\s*[,:;–—-]\s*|\s*\.{{3}}\s*|\s+)(?={_INDIRECT})"),
    # "Can I ask you something? Who …": what is set off as a sentence of its own.
    _Opening(rf"(?:{_INTRODUCES})", rf"(?:\s+something)?\s*[:?!.…]+\s+(?={_ASKS})"),
)

# Said without a mark before it; "who said thanks?" asks for the word, and a capital for a name.
_SAID = r"(?<!\bsay)(?<!\bsaid)(?<!\bsays)(?<!\bsang)(?<!\bsing)(?<!\bword)(?<!\bto)"
_LOOSE_END = re.compile(
    rf"{_SAID}\s+(?:(?<!\bplease\s)please|pls+|plz+|thanks|thx+|tia|thank\s+you|tysm|kthx|lol|lmao|haha+|btw|asap"
    r"|thanks\s+in\s+advance|thx\s+in\s+advance|thank\s+you\s+in\s+advance|(?:many\s+)?thanks(?:\s+a"
    r"\s+lot|\s+so\s+much|\s+again)|by\s+any\s+chance|any\s+ideas?|do\s+you\s+know|do\s+u\s+know"
    r"|does\s+any(?:one|body)\s+know|any(?:one|body)\s+knows?|if\s+(?:you|u)\s+know"
    r"|if\s+any(?:one|body)\s+knows|if\s+(?:you|u)\s+don['’]?t\s+mind|if\s+i\s+may\s+ask"
    r"|pretty\s+please|any\s+clues?|x{2,4}|xoxo|/s"
    rf"|{_YOUR_ARTICLES}"
    rf"|(?:(?:cc|fyi|ping)\s*:?\s*)?@[\w.-]+)\s*(?P<mark>[?!.…]*)$",
    re.I,
)
_SET_OFF_END = re.compile(
    r"(?:\s*(?P<before>[?!.,;…)–—]+)\s*|\s+-\s+)"
    rf"(?:{_THANKS}|{_PLEASE}|{_CALLED}|lol|lmao|rofl|ha(?:ha)*|btw|asap|anyone|anybody"
    r"|help|mate|man|dude|bro|x+|xo+|ta|tho|though|right|ok(?:ay)?|huh|eh|(?:just|was)\s+(?:wondering"
    r"|curious|asking)|asking\s+for\s+a\s+friend|i\s+wonder|i\s+forgot|idk|no\s+idea|not\s+sure"
    r"|by\s+any\s+chance|if\s+(?:possible|you\s+(?:can|could|please|know|don['’]?t\s+mind)"
    r"|i\s+may(?:\s+ask)?|any(?:one|body)\s+knows)|(?:got\s+)?any\s+(?:ideas?|clues?)"
    r"|(?:do|does|did)\s+(?:you|u|any(?:one|body)|some(?:one|body))\s+(?:happen\s+to\s+)?know(?:\s+"
    r"(?:that|this|it))?|any(?:one|body)\s+knows?|(?:can|could)\s+(?:you|u|any(?:one|body))\s+"
    r"(?:please\s+)?(?:help|tell\s+me|check|find\s+out|look\s+(?:it|that)\s+up)(?:\s+me)?(?:\s+please)?"
    r"|(?:i['’]?m\s+)?(?:just\s+|so\s+)?curious|let\s+me\s+know|have\s+a\s+(?:nice|good|great)\s+day"
    r"|(?:best|kind)?\s*regards|(?:i\s+)?(?:would\s+)?(?:really\s+)?appreciate\s+(?:it|any\s+help))"
    r"\s*(?P<mark>[?!.,…)]*)\s*$",
    re.I,
)
_ALONE = re.compile(
    rf"(?:(?:{_GREETING}|{_PEOPLE}|{_THANKS}|{_PLEASE}|ok+(?:ay)?|k|cool|nice(?:\s+one)?|great|perfect"
    r"|awesome|amazing|wow|lol|lmao|ha(?:ha)*|yes|yep|yeah|yup|no|nope|sure|got\s+it|i\s+see|well\s+done"
    r"|good\s+(?:bot|job|one|work|night|answer|luck)|great\s+(?:job|work|answer|stuff)|congrat\w*|bye+"
    r"|goodbye|see\s+(?:you|ya)|(?:see\s+you\s+)?(?:later|soon|tomorrow)|night|take\s+care|welcome"
    r"|you['’]?re\s+(?:welcome|the\s+best|great|awesome)|no\s+(?:problem|worries)|np|sorry|oops|my\s+bad"
    r"|never\s*mind|nvm|how(?:['’]?s|\s+is)\s+it\s+going|how\s+are\s+(?:you|u|things|we)(?:\s+(?:doing|all"
    r"|today|feeling))*|how(?:['’]?s|\s+is)\s+(?:everyone|everybody|life)|what['’]?s\s+(?:up|good)|wassup"
    r"|(?:happy|merry)\s+(?:\w+day|christmas|new\s+year|holidays|easter)|have\s+a\s+(?:nice|good|great)"
    r"\s+(?:day|one|weekend|evening)|that\s+(?:helps|helped|is\s+great|was\s+(?:great|quick|helpful))"
    rf"|i\s+love\s+(?:it|this|you)|you\s+rock|gn|brb|(?:is\s+)?any(?:one|body)\s+(?:here|there)|interesting|exactly|agreed|same|true|and|so|very|today|{NODS})(?=\W|$)\W*)+",
    re.I,
)
# Who goes on longer than this says something, and the pattern would take its time to tell.
_LONGEST_ALONE = 150
# Words that people ask with and that no article is asked about; a preface of these and of
# function words alone is none of the question: "my boss wants to know", "sorry if asked before".
_CEREMONY = frozenset(
    """
    able advance apologies apologise apologize appreciate appreciated asap ask asked asking asks
    awesome bother bothering btw cc cheers clue colleague confused curious dear dumb explain
    figure finding folks forget forgot forgotten fyi glad grateful greetings guess happen hello
    help helpful hey hi hope idea idk inform interested kindly know knows let like lol maybe
    need needs newbie noob obvious ok okay perhaps please pls plz psa pullquote question
    questions remember remind silly sorry stupid sure tell telling thank thanks thx tia trying
    understand urgent urgently want wanted wants wish wonder wondered wondering xoxo
    """.split()
)
# Beside those; alone they may well be asked about. No "today" and no "morning" among them.
_BESIDE = frozenset(
    """
    again already answer answered answers anybody anyone boss bosses bot can't channel check
    checked cool couldn't day didn't does don't everybody everyone everyone's find friend
    friends gang good great guys happy hasn't haven haven't heard i'd i'm i've info information
    isn't it's kind last learn look looked looking lot lots love lovely me mind much nice place
    possible posted pretty quick quickly random real really reason right search seen simple
    somebody someone something straight surely team that's thread trouble try ty u we're we've
    weird well what's wrong xx yes yo you're
    """.split()
)
# Somebody's knowing who is what may be asked: "do they know who did it?"
_OTHERS = frozenset(
    "he she they him her them his hers their theirs we'll who whom whose what".split()
)
_LONGEST_PREFACE = 16
_QUESTION_WORD = re.compile(
    r"(?<![\w’'-])(?:who|whom|whose|what|when|where|which|why|how)(?:['’]?(?:s|re|d|ll))?(?![\w-])",
    re.I,
)
_NEW_SENTENCE = re.compile(rf"[,.!?:;…)\]–—-]+\s+(?:(?:but|and|so|now)\s+)?(?={_ASKS})", re.I)
_PARTING = frozenset(
    """
    advance appreciate appreciated asap asked asking cc cheers clue clueless curious forgot
    forgotten grateful guess haha have help helpful hurry idea idk joking kidding know let lol
    please pls plz remember remind sorry sure tell thank thanks thx tia urgent urgently wondered
    wondering xoxo
    """.split()
)
_SPOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LAST_MARK = re.compile(
    r"\s*(?P<mark>[?!.,;…)]*)\s*(?:[?!.,;(…]|\s[–—-])\s*(?P<said>[^?!.,;(…–—]+)[?!.,)…\s]*$"
)
_LIST_MARK = re.compile(
    rf"(?:\(?\d{{1,2}}[.)]\s+|[!/](?:ask|pullquote|pq|q|question)\s+)(?={_ASKS})", re.I
)
_WHOLE = re.compile(
    rf"[(\[\"“”'‘«]+\s*(?P<said>{_PLAINLY_ASKS}[^()\[\]\"“”«»]*?)[)\]\"“”'’»]+(?P<mark>[?!.]*)",
    re.I,
)
_TO_SOMEBODY = re.compile(
    r"\b(?:to|from|by|about|of|on|with|for|and|or|at|against|is|was|did|does|has|than|like|than|both)$",
    re.I,
)
_EDGE = " \t,;:–—-"


def without_courtesies(text: str) -> str:
    """The question as it would be asked without ceremony; all of `text` where nothing else is
    said in it."""
    said = text
    while True:
        bare = _ended(_opened(said))
        if bare == said:
            return said
        said = bare


# Whole messages in the other languages that Pullquote speaks; none of them is a name.
_ELSEWHERE = frozenset(
    """danke;danke schön;dankeschön;danke dir;vielen dank;besten dank;hallo;guten morgen;guten tag
    guten abend;moin;servus;tschüss;alles klar;merci;merci beaucoup;bonjour;bonsoir;au revoir
    d'accord;gracias;muchas gracias;hola;buenos días;buenas tardes;buenas noches;adiós;de acuerdo
    ありがとう;ありがとうございます;ありがとうございました;こんにちは;おはようございます;こんばんは;了解
    了解です;承知しました;さようなら""".replace("\n    ", ";").split(";")
)


def only_courtesies(text: str) -> bool:
    """Whether the message greets, thanks or nods, and says nothing else."""
    bare = text.strip(" \t.,!?…:;-–—()¡¿。！、")
    if " ".join(bare.casefold().split()) in _ELSEWHERE:
        return True
    return len(bare) <= _LONGEST_ALONE and _ALONE.fullmatch(bare) is not None


def _opened(said: str) -> str:
    if whole := _WHOLE.fullmatch(said):
        return whole["said"] + whole["mark"]
    if start := _preface(said):
        return said[start:]
    for opening in (_LIST_MARK, *_OPENINGS):
        if found := opening.match(said):
            rest = said[found.end() :].lstrip(_EDGE + ".!?…")
            if words(rest):
                return rest
    return said


def _preface(said: str) -> int:
    """Where the question begins after words of ceremony alone, 0 where there are others."""
    starts = [found.end() for found in _NEW_SENTENCE.finditer(said)]
    if found := _QUESTION_WORD.search(said):
        # Without a mark before it, one word is too little to tell by: "asked when he would go".
        starts += [found.start()] if len(said[: found.start()].split()) > 1 else []
    for start in sorted(starts, reverse=True):
        spoken = _SPOKEN.findall(said[:start])
        if 0 < len(spoken) <= _LONGEST_PREFACE and _is_ceremony(spoken, _CEREMONY):
            return start
    return 0


def _is_ceremony(spoken: list[str], ceremony: frozenset[str]) -> bool:
    """Whether nothing but ceremony is said; a name, "The Help", is something."""
    named = any(word[0].isupper() and word[1:].islower() and len(word) > 2 for word in spoken[1:])
    said = {word.lower().replace("’", "'") for word in spoken}
    return (
        not named
        and _OTHERS.isdisjoint(said)
        and not ceremony.isdisjoint(said)
        and all(word in ceremony or word in _BESIDE or word in FUNCTION_WORDS for word in said)
    )


def _is_parting(said: str) -> bool:
    spoken = _SPOKEN.findall(said)
    # One word is told by the lists above.
    return len(spoken) > 1 and _is_ceremony(spoken, _PARTING)


def _ended(said: str) -> str:
    for ending in (_SET_OFF_END, _LOOSE_END):
        if found := ending.search(said):
            before = (found.groupdict().get("before") or "").strip(",;)–— ")
            rest = said[: found.start()].rstrip(_EDGE)
            # "What did he write to @anna?" needs her name.
            named = "@" in found.group() and _TO_SOMEBODY.search(rest)
            if words(rest) and not named and not _QUESTION_WORD.fullmatch(rest):
                return rest + (before or found["mark"].strip(",)"))
    if (found := _LAST_MARK.search(said)) and _is_ceremony(
        _SPOKEN.findall(found["said"]), _PARTING
    ):
        rest = said[: found.start()].rstrip(_EDGE)
        if words(rest):
            return rest + said[found.start() : found.start("said")].strip(",;()–— -")
    return said
