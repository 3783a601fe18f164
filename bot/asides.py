"""A message in plain words → what kind of no-question it is, if it is none. Pure.

Told by form alone and only where that is sure: a question taken for chatter is never answered,
chatter taken for a question gets an honest no.
"""

import re
from enum import Enum

from bot import wording
from bot.courtesies import only_courtesies, without_courtesies
from retrieval.terms import FUNCTION_WORDS

_SPOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class Aside(Enum):
    """What is said to the bot that asks nothing of the news; the value is what it replies."""

    COURTESY = wording.COURTESY
    ABOUT_BOT = wording.ABOUT_BOT
    HELP = wording.HOW_TO_BE_HELPED
    COMMAND = wording.QUOTES_ONLY
    OPINION = wording.NO_OPINION
    # With `{language}` in it: `Typed.sentence` fills it in.
    LANGUAGE = wording.ENGLISH_ONLY


_HELP = re.compile(
    r"(?:/?help(?:\s+(?:me|please|pls|us|menu|page))*|i\s+need\s+(?:some\s+)?help|/?(?:commands|usage"
    r"|instructions|manual|faq)|how\s+do(?:es)?\s+(?:i|we|this|it|one|you)\s+(?:work|use\s+(?:this|it"
    r"|you|the\s+bot|pullquote)|start|begin|get\s+started|ask(?:\s+(?:you|a\s+question|questions?"
    r"|something|the\s+bot))?)|how\s+(?:to|can\s+i|do\s+i|should\s+i)\s+(?:use|talk\s+to|ask|work\s+"
    r"with|start\s+with|interact\s+with)(?:\s+(?:this|it|you|the\s+bot|this\s+bot|pullquote))?(?:\s+(?:"
    r"questions?|bot|thing))?|what\s+(?:can|could|may|should)\s+(?:i|we)\s+(?:ask|say|type|write)"
    r"(?:\s+(?:you|here|now|in\s+here|this\s+bot|the\s+bot|about))*|(?:can|could)\s+you\s+help"
    r"(?:\s+(?:me|us)(?:\s+out)?)?)",
    re.I,
)
_ASKED_TO = (
    r"(?:(?:can|could|would|will|cld)\s+(?:you|u)\s+|(?:please|pls|plz|kindly|just|now|then|ok|also|and"
    r"|let['’]?s|go\s+ahead\s+and|maybe)\s+|i(?:['’]?d|\s+would)?\s+(?:want|need|like|love)\s+(?:you\s+)?to\s+"
    r"|try\s+to\s+|help\s+me\s+(?:to\s+)?|do\s+me\s+a\s+favou?r\s+and\s+)*"
)
_WRITING = (
    r"(?:tweets?|posts?|poems?|haikus?|limericks?|songs?|raps?|story|stories|essays?|e-?mails?|letters?"
    r"|blog(?:\s*posts?)?|summar(?:y|ies)|captions?|jokes?|charts?|graphs?|pictures?|images?|memes?|posters?"
    r"|scripts?|speech(?:es)?|paragraphs?|outlines?|overviews?|reviews?|press\s+releases?|newsletters?|quiz"
    r"(?:zes)?|toasts?|slogans?|memos?|bullet(?:\s*points?)?|slides?|presentations?|gist|run-?down|low-?down"
    r"|tl\s*;?\s*dr|recap|run-?through|breakdown|analysis|take)\b"
)
_MADE = (
    r"(?:threads?|articles?|pieces?|reports?|headlines?|lists?|tables?|sentences?|lines?|words?|timelines?|code"
    r"|bios?|statements?|drafts?|repl(?:y|ies)|messages?|notes?|obituar(?:y|ies))\b"
)
_A = r"(?:(?:an?|the|my|our|some|one|two|three|another|your|\d+)\s+)"
_COMMAND = re.compile(
    _ASKED_TO + r"(?:(?:summari[sz]e|sum\s+up|paraphrase|rephrase|proof-?read|re-?write)\b(?!['’-])"
    r"|sum\s+(?:this|that|it|the|all)\b.*\bup\b|translate\b(?:\s*$|\s+(?:this|that|it|these|those|the|my|your"
    r"|[\"“”'‘])|.*\s(?:in)?to\s+\w+\W*$)|explain\b.*\blike\s+i(?:['’]?m|\s+am)\b"
    r"|re-?cap\s+(?:this|that|it|the|what|for|everything|all|today|last|my|our|your)\b"
    r"|(?:tl\s*;?\s*dr|eli5)\b|(?:write|draft|compose|pen)\s+(?:(?:me|us)\s+)?(?:(?:up|down|out)\s+)?"
    r"(?:this|that|it|something|an?|the|my|our|some|about|up|\d+)\b"
    # "Give me a list of …" may be answered by quotes; "make me a list" asks for work.
    rf"|(?:generate|create|make|sing|draw|prepare|produce|design|build)\s+(?:(?:me|us)\s+{_A}?|{_A})"
    rf"(?:[\w-]+\s+){{0,2}}?(?:{_WRITING}|{_MADE})|write\s+(?:{_WRITING}|{_MADE})"
    rf"|(?:give|show|send|tell|get)\s+(?:me|us)\s+{_A}(?:[\w-]+\s+){{0,2}}?{_WRITING}"
    r"|(?:tweet|email|e-mail|post|share|copy|send|forward)\s+(?:this|that|it|him|her|them|me|us)\b"
    r"|tell\s+(?:me|us)\s+(?:a\s+(?:joke|story|tale|poem)|something\s+(?:funny|nice|interesting))"
    r"|analy[sz]e\s+(?:this|that|the|it|how|my|our)\b"
    r"|(?:shorten|simplify|expand|reword|improve|edit|fix)\s+(?:this|that|it|my|the|our)\b"
    r"|(?:pretend|act\s+as|role-?play|imagine)\s+(?:you|to|that|as|an?)\b|act\s+(?:as|like)\b"
    r"|(?:sing|rap|dance)\s*(?:$|[.!]|(?:me|us|for|about|a)\b)|draw\s+(?:me|us|an?|the)\b"
    r"|remind\s+me\s+(?:to|in|at|on|tomorrow|later)\b|(?:set|start)\s+(?:an?|the|my)\s+(?:alarm|timer"
    r"|reminder)|(?:book|order|buy)\s+(?:me|us)\b|play\s+(?:me|us|some|music|a\s+song)\b"
    r"|(?:ignore|forget|disregard)\s+(?:all|any|your|the|previous|everything|my)\b.*"
    r"(?:instructions?|prompts?|rules?|before|above|previous)|repeat\s+(?:after\s+me|your|this|that)\b"
    r"|(?:write|translate|summari[sz]e)\s*[.!?]*$)",
    re.I,
)
_THINK = (
    r"(?:think|believe|reckon|suppose|guess|feel|prefer|like|love|hate|agree|recommend|suggest|expect"
    r"|predict|support|want|care|say|advise|bet|vote|buy|choose|pick|rate|consider|find|see|trust|fancy"
    r"|enjoy|imagine|make\s+of)"
)
_ABOUT_YOU = (
    r"(?:you|u|ya)\s+(?:(?:personally|really|honestly|actually|guys|all|also|still|even)\s+)*"
)
_WH = r"(?:what|which|who|whom|whose|when|where|why|how)"
_OPINION = re.compile(
    rf"(?:(?:so|and|but|or|well)\s+)*(?:"
    rf"(?:do|don['’]?t|did|would|wouldn['’]?t)\s+{_ABOUT_YOU}{_THINK}\b"
    # Not "what did you say": that asks for what was said before.
    rf"|{_WH}(?:\s+[\w'’-]+){{0,3}}?\s+(?:do|would)\s+{_ABOUT_YOU}(?:think|believe|reckon|guess|prefer|recommend"
    r"|suggest|expect|advise|make\s+of|vote|support|buy|bet|rather)\b"
    r"|(?:what['’]?s|what\s+is|what\s+are|what['’]?re|whats|give\s+me|tell\s+me|share|i\s+want|got|have|any"
    r"|and)\s+(?:your|ur|any\s+of\s+your)\s+(?:\w+\s+)?(?:opinions?|thoughts?|takes?|views?|favou?rites?"
    r"|advice|predictions?|guess(?:es)?|feelings?|recommendations?|pick|verdict|bet|stance|tips?)\b"
    r"|(?:any\s+)?(?:(?:your|ur)\s+)?(?:opinions?|thoughts?|takes?|advice|tips|recommendations?"
    r"|predictions?)\s*(?:$|[?!.]|(?:on|about|for|regarding)\b)|wdyt\b|in\s+your\s+(?:humble\s+)?(?:opinion"
    r"|view)\b|how\s+(?:do|would)\s+(?:you|u)\s+(?:feel|rate|rank)\b"
    r"|are\s+(?:you|u)\s+(?:\w+\s+)?(?:for|against|pro|anti|rooting|voting|excited|happy|sad|worried"
    r"|a\s+fan|on\s+the\s+side|in\s+favou?r|team)\b"
    # Not "who should I contact about the visa?"
    rf"|{_WH}(?:\s+[\w'’-]+){{0,3}}?\s+should\s+i\s+(?:do|buy|sell|invest|put|get|vote|watch|choose|pick|take"
    r"|believe|trust|eat|wear|read|play|support|bet|hold|keep|spend|save|study|pay|worry|care)\b"
    r"|should\s+i\b|should\s+(?:we|you|one|u)\b"
    r"|(?:would|is|was|isn['’]?t|will)\s+(?:it|now|this|today|that)\s+(?:be\s+)?(?:\w+\s+)?(?:an?\s+)?"
    r"(?:(?:good|bad|great|right|smart|wise|terrible|best)\s+(?:idea|time|moment|choice|move|investment"
    r"|buy|deal)|wise|smart|just\s+me|worth\s+(?:it|\w+ing"
    r"|the\s+(?:money|hype|wait|price)))\b|is\s+\w+ing\s+.*\b(?:good\s+idea|worth\s+it)\b"
    r"|am\s+i\s+(?:the\s+only\s+one|crazy|wrong|right|stupid|mad|missing)\b"
    r"|(?:can|could|would)\s+(?:you|u)\s+(?:recommend|advise|suggest|predict|guess|guarantee)\b"
    r"|(?:recommend|predict|advise|suggest|convince|guess)\s+(?:me|us|an?|the|who|what|how|some|which)\b"
    r"|help\s+(?:me|us)\s+(?:choose|decide|pick)\b|give\s+me\s+(?:some\s+)?(?:advice|tips|recommendations?)"
    r")",
    re.I,
)
_JUST_ME = re.compile(
    r"\bin\s+(?:your|ur)\s+(?:humble\s+)?(?:opinion|view)\b|\b(?:your|ur)\s+fav(?:ou?rites?)?\b|^(?:is|are|was|were|does|did|am|isn['’]?t)\b.*\bor\s+what\s*\W*$"
    r"|\b(?:or\s+)?is\s+it\s+just\s+me\b|\bor\s+am\s+i\s+(?:the\s+only|just|crazy|wrong|missing)\b|\bdon['’]?t"
    r"\s+you\s+(?:think|agree)\s*\W*$|\bwhat\s+do\s+(?:you|u)\s+(?:think|reckon)\s*\W*$",
    re.I,
)
# What somebody else thinks or advises is news.
_ON_RECORD = re.compile(
    r"\baccording\s+to\b|\b(?:do|does|did|has|have|had)\s+(?!you\b|u\b|i\b)[^?]*?\b(?:say|said|think|advise[d]?"
    r"|recommend(?:ed)?|tell|told|write|written|report(?:ed)?)\b",
    re.I,
)

_BOT_WORDS = frozenset(
    """
    made make makes built build builds created create creates wrote write writes written trained
    train developed coded programmed designed runs run own owns owned pays invented bot bots chatbot
    robot robots human humanoid person people real alive machine program software app application ai
    chatgpt gpt llm openai claude gemini name names named called old age born work works working
    know knows learn learned think language languages speak english german french spanish help
    helpful story stories
    track tracks tracked topic topics source sources news article articles outlet outlets
    paper papers
    newspapers quote quotes question questions answer answers answering information info data cover
    find finds get gets got getting come comes came use uses using used feed feeds search look read
    reads see hear understand listening there awake online live ready free cost doing today
    sleep eat
    feel feelings sentient conscious smart stupid dumb clever lie lies lying hallucinate wrong
    mistakes trust trusted reliable accurate sure kind sort thing model version maker creator author
    owner developer developers boss team here actually really pullquote purpose good best like
    other else anything everything something able capable support supported limits limitations
    behind dream dreams based following updated update often slow fast remember store stored save
    log always right source listening me us introduce yourself tell please say said mean what's
    who's how's where's why's you're you've
    you'll you'd don't can't aren't isn't that's it's i'm
    """.split()
)
_YOU = frozenset("you u your yours yourself you're youre ur you've you'd you'll pullquote".split())
_BOT_NAMED = re.compile(r"\b(?:this|the|a|that)\s+(?:\w+\s+)?(?:chat)?bot\b|\bpull\s?quote\b", re.I)
_PRESENT = re.compile(
    r"(?:ping|test(?:ing)?(?:\s+(?:test|testing|one|1|2|3|123|two|three))*|(?:any(?:one|body)\s+)?(?:home|"
    r"there)|introduce\s+yourself|who\s+dis)",
    re.I,
)


def aside(plain: str) -> Aside | None:
    """The kind of no-question that `plain`, a message without markup, is; None for questions."""
    if only_courtesies(plain):
        return Aside.COURTESY
    asked = without_courtesies(plain)
    # "Could you tell me a joke" is a command before the wrapping comes off, and after.
    for said in (_bare(plain), _bare(asked)):
        if _HELP.fullmatch(said):
            return Aside.HELP
        if _COMMAND.match(said):
            return Aside.COMMAND
    bare = _bare(asked)
    if (_OPINION.match(bare) or _JUST_ME.search(bare)) and not _ON_RECORD.search(bare):
        return Aside.OPINION
    if _PRESENT.fullmatch(bare) or _is_about_the_bot(bare):
        return Aside.ABOUT_BOT
    return None


def _bare(text: str) -> str:
    return text.strip(" \t\"'“”?!.…,;:")


def _is_about_the_bot(text: str) -> bool:
    """Whether it speaks of the bot, and of nothing that isn't the bot's."""
    spoken = _SPOKEN.findall(text)
    # A capital within the sentence is a name: "who wrote You?"
    named = any(word[0].isupper() for word in spoken[1:] if word.lower() in _YOU - {"pullquote"})
    said = [word.lower().replace("’", "'") for word in spoken]
    if named or not (_YOU.intersection(said) or _BOT_NAMED.search(text)):
        return False
    return all(word in FUNCTION_WORDS or word in _BOT_WORDS or word in _YOU for word in said)
