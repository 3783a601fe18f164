"""A word, and the language it is in → its stem. Pure. The one file that stems words."""

from functools import cache, lru_cache

import Stemmer

# By ISO 639-1; words of other languages count as they are written.
_ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian",
    "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali",
    "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip

english = Stemmer.Stemmer("english")


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """`word` in small letters."""
    stemmer = _stemmer(language)
    found: str = stemmer.stemWord(word) if stemmer else word
    return found or word


@cache
def _stemmer(language: str) -> Stemmer.Stemmer | None:
    name = _ALGORITHMS.get(language)
    return Stemmer.Stemmer(name) if name in Stemmer.algorithms() else None
