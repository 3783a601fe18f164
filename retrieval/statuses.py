"""A question about how things stand and a quote → whether the quote says that it is so. Pure.

Words decide: what was dropped, lifted or reversed no longer holds, what is denied does not, and who
was dismissed is no longer who is asked for.
"""

import re

from retrieval.figures import Kind, Value
from retrieval.questions import Query
from retrieval.sentences import sentence_spans
from retrieval.terms import distinct_terms, terms

YES, NO, UNDONE = "yes", "no", "undone"
BEGUN = "begun"  # a yes that tells of a change: what was not so has come to be

_YES_OR_NO = re.compile(
    r"^\W*(?:(?:so|and|but|hey|hi|ok)\W+)?(?:is|are|was|were|did|does|do|has|have|had|will|can|could)"
    r"(?!n['’]t)\s+\w+",
    re.I,
)
_ASKS_ELSE = re.compile(r"\b(?:who|what|when|where|why|which|how)\b|\bor\b(?! not\b)", re.I)
_ASKS_NOT = re.compile(r"^\W*\w+\s+(?:\w+\s+){1,2}(?:not|never|no longer)\b", re.I)
# Who holds an office changes; who scored does not.
_HOLDER = re.compile(
    r"^\W*who(?:['’]s|\s+is|\s+are)\s+(?:now\s+|currently\s+|still\s+)?"
    r"(?:the|its|their|in charge|head of|running|leading|heading|coaching|managing|chairing)\b"
    r"|^\W*who\s+(?:now\s+|currently\s+)?(?:heads?|leads?|runs?|coaches|owns?|manages?|chairs?)\b",
    re.I,
)
# A question that joins two reports asks for neither status.
_LONGEST_QUESTION = 8
_UNDONE = re.compile(
    r"\b(?:drop(?:s|ped)|lift(?:s|ed)|revok(?:e[sd]?|ing)|withdr(?:ew|awn?)|overturn(?:s|ed)"
    r"|quash(?:es|ed)|revers(?:es|ed)|cancel\w*|call(?:s|ed) off|scrap(?:s|ped)|acquit\w*"
    r"|cleared|freed|releas(?:es|ed)|discharged|resum(?:es?|ed)|re-?open(?:s|ed)?"
    r"|back (?:to|at|in) (?:work|school|service|operation|use|place)|(?:open|runs?|running) again"
    r"|no longer|any ?more|(?:is|are|was|were) over|expir(?:es|ed)"
    r"|(?:has|have|had|is|are|was|were|be) ended|abandon(?:s|ed)|reinstat\w+|restored"
    r"|repeal(?:s|ed)|struck down|annul\w*|rescind\w*|turn(?:s|ed) down|pardon(?:s|ed)"
    r"|allowed to|won (?:his|her|its|their) appeal|found (?:safe|alive|dead)|gives? up|gave up)\b",
    re.I,
)
_LEFT = re.compile(
    r"\b(?:dismiss(?:es|ed)|sack(?:s|ed)|fir(?:es|ed)|resign(?:s|ed)|oust(?:s|ed)|replac(?:es|ed)"
    r"|succeed(?:s|ed)|successor|steps? down|stepped down|stood down|quit|retir(?:es|ed)|died"
    r"|sold|handed over|lost the|voted out)\b",
    re.I,
)
_CAME = re.compile(
    r"\b(?:takes? over|took over|taken over|sworn in|elected|appoint(?:s|ed)|nam(?:es|ed)|new"
    r"|promot(?:es|ed)|bought|acquir(?:es|ed)|chosen|signed|becomes?|became)\b",
    re.I,
)
_DENIED = re.compile(
    r"\b(?:not|\w+n['’]t|never|no|none|neither|nor|den(?:y|ies|ied)|refus(?:es?|ed)"
    r"|reject(?:s|ed)|declin(?:es?|ed)|fail(?:s|ed)|without|has yet to|have yet to|cannot)\b",
    re.I,
)
_BEGUN = re.compile(
    r"\b(?:open(?:s|ed)|launch(?:es|ed)|start(?:s|ed)|beg(?:ins|an|un)|charg(?:es|ed)|announc(?:es|ed)"
    r"|confirm(?:s|ed)|grant(?:s|ed)|approv(?:es|ed)|sign(?:s|ed)|join(?:s|ed)|elected|convicted"
    r"|guilty|agree(?:s|d)|bann?(?:s|ed)|arrest(?:s|ed)|accept(?:s|ed)|finally|has now|have now)\b",
    re.I,
)
# So much of the question must stand in the quote; what undoes may leave some to its headline.
SAID, SAID_WITH_TITLE = 0.6, 0.5
# What overturns is told in other words than the question; it must share so many with what stood.
SHARED_WITH_EARLIER = 2


def asks_status(query: Query) -> bool:
    """Whether yes or no would answer it, or who holds an office."""
    if len(query.terms) > _LONGEST_QUESTION:
        return False
    if _HOLDER.search(query.text):
        return True
    return (
        bool(_YES_OR_NO.search(query.text))
        and not _ASKS_ELSE.search(query.text)
        and not _ASKS_NOT.search(query.text)
    )


def status_of(query: Query, text: str, title: str = "") -> Value | None:
    """Whether what is asked is so (`yes`), is not (`no`) or no longer is (`undone`), by the
    sentence of `text` that tells most of it; None where none does."""
    if not asks_status(query):
        return None
    asked = {term for term in query.terms if len(term) > 1} or set(query.terms)
    sentences = sentence_spans(text)
    if not sentences:
        return None
    said = [len(asked & distinct_terms(text[start:end])) for start, end in sentences]
    best = max(range(len(sentences)), key=lambda n: said[n])
    start, end = sentences[best]
    quoted = distinct_terms(text)
    headed = quoted | distinct_terms(title)
    if len(asked & headed) < SAID_WITH_TITLE * len(asked) or not said[best]:
        return None
    stance = _stance(query, text[start:end])
    if stance != {UNDONE} and len(asked & quoted) < SAID * len(asked):
        return None
    return Value(Kind.STATUS, (start, end), terms=stance)


def overturns(query: Query, text: str, earlier: str, status: Value) -> Value | None:
    """The status that `text`, told later, gives to what `earlier` is about where that had another:
    what was so is undone, what was not has begun, who was it has left. Each is told in other words
    than the question."""
    about = set(terms(earlier))
    if _HOLDER.search(query.text):
        return _succeeds(query, text, earlier, about)
    wanted = {UNDONE, BEGUN} if NO in status.terms else {UNDONE}
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        stance = _stance(query, sentence)
        if wanted & stance and len(about & set(terms(sentence))) >= SHARED_WITH_EARLIER:
            return Value(Kind.STATUS, (start, end), terms=stance)
    return None


def _succeeds(query: Query, text: str, earlier: str, about: set[str]) -> Value | None:
    """`undone` where whom `earlier` names has left, or somebody else has come."""
    undone = Value(Kind.STATUS, (0, len(text)), terms=frozenset({UNDONE}))
    shared = about & set(terms(text))
    if _LEFT.search(text) and len(shared) >= SHARED_WITH_EARLIER:
        return undone
    asked = set(query.terms)
    known = Query(earlier).names - asked
    someone = Query(text).names - asked
    came = _CAME.search(text) and known and someone and not known & someone
    return undone if came and shared & asked else None


def _stance(query: Query, sentence: str) -> frozenset[str]:
    if _HOLDER.search(query.text):
        return frozenset({YES})
    if _UNDONE.search(sentence):
        return frozenset({UNDONE})
    if _DENIED.search(sentence):
        return frozenset({NO})
    return frozenset({YES, BEGUN} if _BEGUN.search(sentence) else {YES})
