"""What a person can set of the languages that articles and questions are in. Pure."""

from pydantic import Field

from adapters.settings.storage_settings import StorageSettings
from adapters.settings.values import LanguageCodes


class LanguageSettings(StorageSettings):
    """A part of `Settings`, which says from where they are read."""

    languages: LanguageCodes = Field(
        default="en",
        description="The languages that articles and questions are read in. English always is; "
        "others need a `model` that knows them ([languages.md](languages.md)).",
        json_schema_extra={"allowed": "ISO 639-1 codes such as en de ja, with blanks between them"},
    )
    language_threshold: float = Field(
        default=0.4,
        ge=0,
        le=1,
        description="How near a quote must be to be shown where English is not enough to judge "
        "it: 0 is unrelated, 1 the same.",
    )
    language_claim_threshold: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="How near such a quote must be to be called an answer. "
        "`pullquote eval` says what to set.",
        json_schema_extra={
            "allowed": "a number from 0 to 1",
            "default": "none: it only may answer",
        },
    )

    @property
    def known_beside_english(self) -> frozenset[str]:
        """ISO 639-1 codes."""
        return frozenset(self.languages.split()) - {"en"}
