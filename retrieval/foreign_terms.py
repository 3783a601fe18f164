"""Text of a language other than English → the terms that lexical search counts. Pure.

A term carries its language, "de:haus", so that no language's words are counted as another's: the
rest of Pullquote knows English terms, which carry none. ":de" marks a passage that is in German.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from retrieval.languages import little_words
from retrieval.stems import stem
from retrieval.terms import FUNCTION_WORDS, folded

MARK = ":"

# Scripts that put no blanks between words: two letters each, as search engines do without a
# dictionary; Korean puts blanks, but endings behind its words.
_UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
    r"\uf900-\ufaff\U00020000-\U0003ffff"
)
_POINTS = re.compile(r"[.,\u00a0\u202f'’]")
# Vowel points and the lengthening stroke, which most Arabic and Hebrew is written without.
_POINTED = re.compile(r"[\u0591-\u05c7\u0640\u064b-\u065f\u0670]")
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]", re.IGNORECASE)

# Words that carry grammar and no topic, beside the little words by which languages are told.
_FUNCTION_WORDS = {
    code: frozenset(said.split())
    for code, said in {
        "de": """aber alle allem allen aller alles als also am an auch auf aus bei beim bis da damit
            dann dem den denn der des die dieser diese dieses diesem diesen doch dort du durch er
            etwas euch hat hatte hier ich ihm ihn ihr ihre im in ist ja jede jeder jetzt kann
            können man mehr mein mir muss noch nun nur ob oder sehr sein seine seit sich sie so
            soll um und uns unter vom von vor war waren was weil wenn werden weiter wieder will wir
            worden zu zum zur zwischen""",
        "fr": """a ai au aux avait avoir ce ces cet d de des deux du elle elles en entre et été être
            eu fait il ils j je l la le les leur leurs lui m mais me même mes moi mon n ne nos
            notre nous on ont ou par plus qu que s sa sans se ses si son soit sous t ta te tes toi
            ton tous tout très tu un vos votre vous y à aussi selon""",
        "es": """a al algo ante antes así aún bajo cada con contra de del desde el él ella ellas
            ellos en entre era es ese esa eso esta este esto ha haber había hasta la las le les lo
            los más me mi mientras muy ni no nos o os otra otro para pero poco porque se sea según
            ser si sí sin sobre son su sus también tan te tiene todo tras tu un unos y ya yo""",
        "it": "a al alla anche con da dal di e ha i in la le lo ma non o più se su tra un una uno",
        "pt": "a ao aos as com da das de do dos e é em na no o ou para que se sem um umas uns",
        "nl": "aan als bij dat de die dit door en er hij ik in of om ook op te tot uit van wat ze",
        "sv": "av att den de en han hon i med men om på sig som till var vid",
        "da": "af at de den der en et for fra han hun i med men om på sig som til var ved",
        "no": "av at de den der en et for fra han hun i med men om på seg som til var ved",
    }.items()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ForeignText:
    """Words to count, and the ISO 639-1 code of their language."""

    words: str
    language: str


# Made when they are first needed: who reads English alone needn't wait for them.
@cache
def _token() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<number>\d+(?:[.,\u00a0\u202f'’]\d+)*)|(?P<run>[{_UNSPACED}]+)|"
        # Signs of Indian vowels are letters, too, which Python's \w leaves out.
        rf"(?P<word>(?:[^\W\d{_UNSPACED}]|[\u0300-\u036f\u0900-\u0dff])+)"
    )


@cache
def _letter() -> re.Pattern[str]:
    return re.compile(f"[{_UNSPACED}]")


def foreign_terms(text: str, language: str) -> list[str]:
    """The terms of `text` in order and with repeats, without function words."""
    if language == "fr":
        text = _ELISION.sub(" ", text)
    found: list[str] = []
    text = _POINTED.sub("", unicodedata.normalize("NFKC", text))
    for token in _token().finditer(text):
        kind, said = token.lastgroup, token.group()
        if kind == "run":
            found += [said] if len(said) == 1 else [said[n : n + 2] for n in range(len(said) - 1)]
        elif kind == "number":
            found.append(_POINTS.sub("", said))
        elif not is_function_word_of(said, language):
            found.append(_stemmed(said, language))
    return [f"{language}{MARK}{term}" for term in found]


def is_function_word_of(word: str, language: str) -> bool:
    """Whether the word carries grammar and no topic in that language, in whatever case."""
    small = word.lower()
    return small in _FUNCTION_WORDS.get(language, ()) or small in little_words(language)


def without_function_words(text: str, language: str) -> str:
    """`text` less the words that carry no topic in the language that it is asked in."""

    def said(token: re.Match[str]) -> str:
        word = token.group()
        small = is_function_word_of(word, language)
        return " " if small or (language == "en" and word.lower() in FUNCTION_WORDS) else word

    if language == "fr":
        text = _ELISION.sub(" ", text)
    return re.sub(r"[^\W\d_]+", said, text)


def marker_of(language: str) -> str:
    """The term that every passage of the language has once."""
    return f"{MARK}{language}"


def language_of_term(term: str) -> str:
    """The ISO 639-1 code that a term carries, "" for the terms of English."""
    language, mark, _ = term.partition(MARK)
    return language if mark else ""


def letters_apart(word: str) -> str:
    """The word, with blanks between the letters of scripts that put none between words."""
    return _letter().sub(r" \g<0> ", word).strip() if not word.isascii() else word


def foreign_forms(text: str) -> list[str]:
    """The forms (`retrieval.lexicon`) of such a text: its words are there, and their capitals say
    nothing, since languages have other reasons for them."""
    words = (m.group() for m in _token().finditer(text) if m.lastgroup == "word")
    return list(dict.fromkeys(f"?{folded(word)}" for word in words))


def _stemmed(word: str, language: str) -> str:
    plain = word.lower()
    return folded(stem(plain, language)) or plain
