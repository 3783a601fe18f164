"""Settings → the token with which Pullquote speaks to Discord, if there is one. Pure."""

from pydantic import SecretStr

from adapters.settings import Settings


def discord_token(settings: Settings) -> SecretStr | None:
    """None where none is set: then there is no Discord to answer in."""
    return settings.discord_token
