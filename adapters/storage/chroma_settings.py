"""What we tell Chroma → its settings, with nothing that was meant for another Chroma. Pure."""

from typing import Any

from chromadb.config import Settings
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource


def chroma_settings(**chosen: Any) -> Settings:
    """Chroma's settings: its own defaults, no telemetry, and what is `chosen`."""
    return _OnlyOurs(anonymized_telemetry=False, **chosen)


class _OnlyOurs(Settings):
    """Without Chroma's environment variables and without the `.env` of whatever folder the user
    stands in: those are meant for another Chroma."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)
