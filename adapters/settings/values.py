"""A setting as a person wrote it → its value, or why that does not belong there. Pure."""

import re
from pathlib import Path
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    PlainValidator,
    SecretStr,
    ValidationInfo,
)

from adapters.web.addresses import LOOPBACK, AllowedAddresses
from adapters.web.proxies import Proxy
from adapters.web.site_rules import BadSiteRules, SiteRules
from retrieval.errors import PullquoteError
from retrieval.languages import codes

UNUSABLE = "not usable"


class Mistaken(ValueError):
    """Not what belongs there; says what it is instead, and nothing of a secret's value."""


# As many as nobody guesses, whatever it is made of.
SHORTEST_ADMIN_TOKEN = 24

# The value of `reranker` that leaves the order as search found it.
NO_RERANKER = "none"


def _none_or_model(value: str) -> str:
    return NO_RERANKER if value.lower() == NO_RERANKER else value


def _not_below_threshold(value: float, info: ValidationInfo) -> float:
    threshold = info.data.get("threshold")
    if threshold is not None and value < threshold:
        raise Mistaken(f"{value:g}, below threshold, which is {threshold:g}")
    return value


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _stripped(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _folder(value: Path) -> Path:
    # An empty path would quietly mean the working directory.
    if value == Path() or "\0" in str(value):
        raise ValueError("no path")
    try:
        return value.expanduser()
    except RuntimeError as error:  # "~someone" where there is no such user
        raise ValueError("no such home") from error


def _emoji_names(value: str) -> str:
    # As a pattern this takes 31 ms of every start: Rust's engine writes each repetition out.
    names = value.split()
    if len(names) > 20 or any(len(name) > 100 for name in names):
        raise ValueError("no names of emoji")
    return value


def _database_url(value: SecretStr | None) -> SecretStr | None:
    if value and not re.match(r"[a-z][a-z0-9_]*(\+[a-z0-9_]+)?://", value.get_secret_value()):
        raise ValueError("no database URL")
    return value


# What starts like this is never anything else; https://docs.slack.dev/authentication/tokens
_TOKENS = {
    "xoxb-": "a bot token",
    "xapp-": "an app-level token",
    "xoxp-": "a user token",
    "xoxe": "a token that expires (leave token rotation off in the app's settings)",
}


def _check_shape(value: str, shape: str, start: str = "") -> None:
    if not re.fullmatch(start + shape, value, re.ASCII):
        kinds = (kind for each, kind in _TOKENS.items() if each != start and value.startswith(each))
        raise Mistaken(next(kinds, UNUSABLE))


def _secret(shape: str, start: str = "") -> AfterValidator:
    def check(value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            _check_shape(value.get_secret_value(), shape, start)
        return value

    return AfterValidator(check)


def _client_id(value: str | None) -> str | None:
    # No secret itself, but the client secret may stand in its place.
    if value is not None:
        _check_shape(value, r"\d+\.\d+")
    return value


def _api_url(value: str) -> str:
    url = _web_url(value)
    if url.query or url.fragment:
        raise ValueError("not a base URL")
    return value if value.endswith("/") else value + "/"


def _discord_token(value: SecretStr | None) -> SecretStr | None:
    # The bot's id, a time and a signature. The client secret and the public key, which stand on
    # pages beside it, have no dots.
    if value is not None and not re.fullmatch(
        r"[\w-]+(\.[\w-]+){2}", value.get_secret_value(), re.ASCII
    ):
        raise Mistaken(UNUSABLE)
    return value


def _discord_api_url(value: str) -> str:
    return _api_url(value).rstrip("/")


def _gateway_url(value: str | None) -> str | None:
    if value is not None:
        url = _address(value, ("ws", "wss"))
        # What is asked for there (version, encoding, compression) is the library's to say.
        if url.query or url.fragment:
            raise ValueError("not a base URL")
    return value


def _admin_token(value: SecretStr | None) -> SecretStr | None:
    if value is not None:
        token = value.get_secret_value()
        if not re.fullmatch(r"[!-~]*", token):
            raise Mistaken(UNUSABLE)
        if len(token) < SHORTEST_ADMIN_TOKEN:
            raise Mistaken(f"too short ({len(token)} characters)")
    return value


def _chroma_url(value: str | None) -> str | None:
    if value is None:
        return None
    url = _web_url(value)
    if url.query or url.fragment:
        raise ValueError("not a base URL")
    return value.rstrip("/")


def _chroma_name(value: str | None) -> str | None:
    # It becomes a part of an address; 128 bytes are Chroma Cloud's limit.
    if value is not None and not re.fullmatch(r"\w[\w.-]{0,127}", value, re.ASCII):
        raise ValueError("no name")
    return value


def _public_url(value: str | None) -> str | None:
    if value is None:
        return None
    url = _web_url(value)
    # Slack sends people, and the code of their installation, here.
    if url.query or url.fragment or (url.scheme == "http" and url.hostname not in LOOPBACK):
        raise ValueError("not reached over https")
    return value.rstrip("/")


def _without_path(value: str | None) -> str | None:
    if value is not None and urlsplit(value).path:
        raise ValueError("has a path")
    return value


def _collector_url(value: str | None) -> str | None:
    if value is not None:
        _web_url(value)
    return value


def _web_url(value: str) -> SplitResult:
    return _address(value, ("http", "https"))


def _address(value: str, schemes: tuple[str, ...]) -> SplitResult:
    url = urlsplit(value)
    _ = url.port  # raises ValueError where it is none
    if (
        url.scheme not in schemes
        or not url.hostname
        or "@" in url.netloc
        or re.search(r"\s", value)
    ):
        raise ValueError("no address")
    return url


def _proxy_url(value: SecretStr | None) -> SecretStr | None:
    if value is not None:
        try:
            Proxy.of(value.get_secret_value())
        except ValueError:
            raise Mistaken(UNUSABLE) from None
    return value


def _networks(value: str) -> str:
    try:
        AllowedAddresses.of(value.split())
    except PullquoteError as error:
        raise ValueError(str(error)) from None
    return value


def _site_rules(value: object) -> SiteRules:
    try:
        return SiteRules.of(value)
    except BadSiteRules as error:
        raise Mistaken(str(error)) from None


def _language_codes(value: str) -> str:
    named = value.lower().replace(",", " ").split()
    known = codes()
    if unknown := next((each for each in named if each not in known), None):
        raise Mistaken(f"{unknown!r} is no language that Pullquote knows")
    return " ".join(dict.fromkeys(named)) or "en"


Lower = BeforeValidator(_lower)
EmojiNames = Annotated[str, AfterValidator(_emoji_names)]
LanguageCodes = Annotated[str, AfterValidator(_language_codes)]
Folder = Annotated[Path, AfterValidator(_folder)]
# Without a serializer pydantic would take the rules apart, with a warning.
Sites = Annotated[SiteRules, PlainValidator(_site_rules), PlainSerializer(lambda rules: rules)]
Networks = Annotated[str, AfterValidator(_networks)]
DatabaseUrl = Annotated[SecretStr | None, AfterValidator(_database_url)]
BotToken = Annotated[SecretStr | None, BeforeValidator(_stripped), _secret(r"[\w-]+", "xoxb-")]
AppToken = Annotated[SecretStr | None, BeforeValidator(_stripped), _secret(r"[\w-]+", "xapp-")]
SlackSecret = Annotated[SecretStr | None, BeforeValidator(_stripped), _secret(r"\w+")]
ClientId = Annotated[str | None, BeforeValidator(_stripped), AfterValidator(_client_id)]
ApiUrl = Annotated[str, BeforeValidator(_stripped), AfterValidator(_api_url)]
DiscordToken = Annotated[
    SecretStr | None, BeforeValidator(_stripped), AfterValidator(_discord_token)
]
DiscordApiUrl = Annotated[str, BeforeValidator(_stripped), AfterValidator(_discord_api_url)]
GatewayUrl = Annotated[str | None, BeforeValidator(_stripped), AfterValidator(_gateway_url)]
AdminToken = Annotated[SecretStr | None, BeforeValidator(_stripped), AfterValidator(_admin_token)]
ChromaUrl = Annotated[str | None, BeforeValidator(_stripped), AfterValidator(_chroma_url)]
ChromaName = Annotated[str | None, BeforeValidator(_stripped), AfterValidator(_chroma_name)]
ChromaKey = Annotated[SecretStr | None, BeforeValidator(_stripped), _secret(r"[!-~]+")]
CollectorUrl = Annotated[str | None, BeforeValidator(_stripped), AfterValidator(_collector_url)]
ProxyUrl = Annotated[SecretStr | None, BeforeValidator(_stripped), AfterValidator(_proxy_url)]
PublicUrl = Annotated[str | None, BeforeValidator(_stripped), AfterValidator(_public_url)]
AdminUrl = Annotated[PublicUrl, AfterValidator(_without_path)]
Host = Annotated[
    str, BeforeValidator(_stripped), Field(pattern=r"^([A-Za-z0-9.-]+|[0-9A-Fa-f:]+)$")
]
Reranker = Annotated[str, AfterValidator(_none_or_model)]
ClaimThreshold = Annotated[float, AfterValidator(_not_below_threshold)]
