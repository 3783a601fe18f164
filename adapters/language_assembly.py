"""Settings → the languages that are read beside English, and what judges quotes in them."""

from adapters.settings import Settings
from bot.language_wording import listed
from retrieval.embedding import Embedder
from retrieval.errors import WrongUse
from retrieval.known_languages import Bounds, KnownLanguages, unrelated_level
from retrieval.models import BUNDLED


def languages_of(settings: Settings) -> frozenset[str]:
    """ISO 639-1 codes. Raises WrongUse where the model can't know them."""
    codes = settings.known_beside_english
    if codes and settings.model in ("", BUNDLED):
        raise WrongUse(
            f"PULLQUOTE_LANGUAGES names {listed(sorted(codes))}, and {BUNDLED} knows English only; "
            "set PULLQUOTE_MODEL to a multilingual model (docs/languages.md names some), then run: "
            "pullquote reindex --rebuild"
        )
    return codes


def known_of(settings: Settings, embedder: Embedder) -> KnownLanguages | None:
    """None where only English is read: then nothing here is asked. Raises WrongUse."""
    codes = languages_of(settings)
    if not codes:
        return None
    bounds = Bounds(
        settings.language_threshold,
        settings.language_claim_threshold,
        settings.threshold,
        settings.claim_threshold,
    )
    return KnownLanguages(codes, bounds, unrelated_level(embedder))
