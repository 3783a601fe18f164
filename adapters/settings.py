"""Environment and `pullquote.toml` → one frozen `Settings`. The only reader of the environment."""

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin
from urllib.parse import SplitResult, urlsplit

from platformdirs import user_data_path
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    PlainValidator,
    SecretStr,
    ValidationError,
    ValidationInfo,
)
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from adapters.redaction import without_secrets
from adapters.web.addresses import AllowedAddresses
from adapters.web.site_rules import NO_RULES, BadSiteRules, SiteRules
from retrieval.confidence import fitted_claim_threshold, fitted_threshold
from retrieval.errors import PullquoteError, WrongUse

PREFIX = "PULLQUOTE_"
CONFIG = "PULLQUOTE_CONFIG"
CONFIG_FILE = "pullquote.toml"
# The platforms' own names, under which every tool of theirs looks for them.
WITHOUT_PREFIX = frozenset(
    (
        "slack_bot_token",
        "slack_app_token",
        "slack_signing_secret",
        "slack_client_id",
        "slack_client_secret",
        "discord_token",
    )
)
UNUSABLE = "not usable"
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class SettingsError(WrongUse):
    """Settings that can't be used: a line for each, naming it, what is allowed and what to do."""


class _Mistaken(ValueError):
    """Not what belongs there; says what it is instead, and nothing of a secret's value."""


# The value of `reranker` that leaves the order as search found it.
NO_RERANKER = "none"


def _none_or_model(value: str) -> str:
    return NO_RERANKER if value.lower() == NO_RERANKER else value


def _fitted_threshold(chosen: dict[str, Any]) -> float:
    return fitted_threshold(reader=chosen.get("reranker") == "")


def _fitted_claim_threshold(chosen: dict[str, Any]) -> float:
    """Where only `threshold` was set, and higher than this one was fitted, all that is shown is
    claimed."""
    fitted = fitted_claim_threshold(reader=chosen.get("reranker") == "")
    return max(fitted, float(chosen.get("threshold", 0.0)))


def _by_reader(fitted: Callable[..., float]) -> str:
    """What is written for a default that depends on the reader."""
    with_reader, without = fitted(reader=True), fitted(reader=False)
    if with_reader == without:
        return f"`{with_reader}`"
    return f"`{with_reader}`; without the reader `{without}`"


def _not_below_threshold(value: float, info: ValidationInfo) -> float:
    threshold = info.data.get("threshold")
    if threshold is not None and value < threshold:
        raise _Mistaken(f"{value:g}, below threshold, which is {threshold:g}")
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
        raise _Mistaken(next(kinds, UNUSABLE))


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
        raise _Mistaken(UNUSABLE)
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


def _public_url(value: str | None) -> str | None:
    if value is None:
        return None
    url = _web_url(value)
    # Slack sends people, and the code of their installation, here.
    if url.query or url.fragment or (url.scheme == "http" and url.hostname not in LOOPBACK):
        raise ValueError("not reached over https")
    return value.rstrip("/")


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
        raise _Mistaken(str(error)) from None


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
PublicUrl = Annotated[str | None, BeforeValidator(_stripped), AfterValidator(_public_url)]
Host = Annotated[
    str, BeforeValidator(_stripped), Field(pattern=r"^([A-Za-z0-9.-]+|[0-9A-Fa-f:]+)$")
]


class Settings(BaseSettings):
    """Everything a person can set. Passwords are `SecretStr`: no repr, log or error shows them."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True
    )

    data: Folder = Field(
        default_factory=lambda: user_data_path("pullquote", appauthor=False),
        description="Where the catalog and the index are kept.",
        json_schema_extra={
            "allowed": "a folder",
            "default": "the user's data folder (on Linux `~/.local/share/pullquote`)",
        },
    )
    database: DatabaseUrl = Field(
        default=None,
        description="The catalog's SQL database, when it is not the file in the data folder. "
        "Its password is never shown.",
        json_schema_extra={
            "allowed": "an SQLAlchemy URL such as postgresql+psycopg://user:password@host/name",
            "default": "`catalog.sqlite3` in the data folder",
        },
    )
    corpus: Folder = Field(
        default=Path("corpus"),
        description="The folder of tracked stories.",
        json_schema_extra={"allowed": "a folder"},
    )
    model: str = Field(
        default="",
        description="The embedding model: a sentence-transformers hub id or a folder. "
        "After a change, run `pullquote reindex`.",
        json_schema_extra={
            "allowed": "a hub id or a folder",
            "default": "the bundled all-MiniLM-L6-v2",
        },
    )
    backend: Annotated[Literal["auto", "onnx", "torch"], BeforeValidator(_lower)] = Field(
        default="auto",
        description="What runs the embedding model; auto is onnx (int8) on a CPU, torch on a GPU.",
    )
    device: str = Field(
        default="auto",
        pattern=r"^[a-z]+(:\d+)?$",
        description="Where models run; auto takes the GPU if there is one.",
        json_schema_extra={"allowed": "auto, cpu, cuda, cuda:1, mps or another device of PyTorch"},
    )
    batch_size: int = Field(
        default=0,
        ge=0,
        le=4096,
        description="How many passages are embedded at once; 0 lets the device decide.",
    )
    reranker: Annotated[str, AfterValidator(_none_or_model)] = Field(
        default="",
        description="What reads the best passages again: the reader that ships, which also finds "
        "the answering words; a sentence-transformers CrossEncoder, which puts them in order; or "
        "none.",
        json_schema_extra={
            "allowed": "none, a hub id or a folder",
            "default": "the reader that ships",
        },
    )
    threshold: float = Field(
        default_factory=_fitted_threshold,
        ge=0,
        le=1,
        description="How confident quotes must be to be shown; below it the reply is that nothing "
        "answers. Higher refuses more.",
        json_schema_extra={
            "default": _by_reader(fitted_threshold),
        },
    )
    claim_threshold: Annotated[float, AfterValidator(_not_below_threshold)] = Field(
        default_factory=_fitted_claim_threshold,
        ge=0,
        le=1,
        description="How confident an answer must be; between `threshold` and this the reply says "
        "that its quotes may answer. Higher claims less.",
        json_schema_extra={
            "allowed": "a number from 0 to 1, and not below `threshold`",
            "default": _by_reader(fitted_claim_threshold),
        },
    )
    quotes: int = Field(default=3, ge=1, le=10, description="How many quotes an answer holds.")
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)] = (
        Field(default="warning", description="The least serious event that is logged.")
    )
    log_format: Annotated[Literal["auto", "json", "console"], BeforeValidator(_lower)] = Field(
        default="auto",
        description="How events are logged; auto is console on a terminal and json elsewhere.",
    )
    slack_bot_token: BotToken = Field(
        default=None,
        description="The bot's token in one workspace: OAuth & Permissions → Bot User OAuth Token.",
        json_schema_extra={
            "allowed": "a bot token, which starts with xoxb-",
            "default": "none",
        },
    )
    slack_app_token: AppToken = Field(
        default=None,
        description="Opens Socket Mode: Basic Information → App-Level Tokens, with the scope "
        "`connections:write`.",
        json_schema_extra={
            "allowed": "an app-level token, which starts with xapp-",
            "default": "none",
        },
    )
    slack_signing_secret: SlackSecret = Field(
        default=None,
        description="Proves in HTTP mode that a request is Slack's: Basic Information → "
        "App Credentials → Signing Secret.",
        json_schema_extra={"allowed": "the app's signing secret", "default": "none"},
    )
    slack_client_id: ClientId = Field(
        default=None,
        description="For installation in many workspaces (HTTP mode): Basic Information → "
        "App Credentials → Client ID.",
        json_schema_extra={
            "allowed": "the app's client id, such as '1234.5678'",
            "default": "none",
        },
    )
    slack_client_secret: SlackSecret = Field(
        default=None,
        description="Goes with the client id: Basic Information → App Credentials → Client Secret.",
        json_schema_extra={"allowed": "the app's client secret", "default": "none"},
    )
    slack_mode: Annotated[Literal["socket", "http"], BeforeValidator(_lower)] = Field(
        default="socket",
        description="How Slack's events arrive: socket needs no address that Slack can reach, "
        "http serves many replicas.",
    )
    slack_api_url: ApiUrl = Field(
        default="https://slack.com/api/",
        description="Where Slack's Web API is, for GovSlack or a proxy.",
        json_schema_extra={"allowed": "an http or https URL"},
    )
    discord_token: DiscordToken = Field(
        default=None,
        description="The bot's token: Discord Developer Portal → your application → Bot → "
        "Reset Token.",
        json_schema_extra={
            "allowed": "a Discord bot's token, three parts with dots between them",
            "default": "none",
        },
    )
    discord_api_url: DiscordApiUrl = Field(
        default="https://discord.com/api/v10",
        description="Where Discord's HTTP API is, for a proxy.",
        json_schema_extra={"allowed": "an http or https URL"},
    )
    discord_gateway_url: GatewayUrl = Field(
        default=None,
        description="Where Discord's gateway is, for a proxy.",
        json_schema_extra={"allowed": "a ws or wss URL", "default": "what Discord says"},
    )
    http_host: Host = Field(
        default="127.0.0.1",
        description="The address on which HTTP mode listens.",
        json_schema_extra={"allowed": "a host name or address of this machine"},
    )
    http_port: int = Field(
        default=3000,
        ge=1,
        le=65535,
        description="The port on which HTTP mode listens: `/slack/events`, `/slack/install`, "
        "`/slack/oauth_redirect`.",
    )
    public_url: PublicUrl = Field(
        default=None,
        description="The address under which people's browsers reach the HTTP port, for "
        "installation in many workspaces; in HTTP mode feeds' hubs tell of changes there (WebSub).",
        json_schema_extra={"allowed": "an https URL", "default": "none"},
    )
    health_host: Host = Field(
        default="127.0.0.1",
        description="The address on which `/healthz` and `/readyz` are served.",
        json_schema_extra={"allowed": "a host name or address of this machine"},
    )
    health_port: int = Field(
        default=8080,
        ge=0,
        le=65535,
        description="The port on which `/healthz` and `/readyz` are served; 0 serves none.",
    )
    workers: int = Field(
        default=2, ge=1, le=64, description="How many questions are worked on at once."
    )
    queue: int = Field(
        default=100,
        ge=0,
        le=10_000,
        description="How many more questions may wait; beyond that people are told to try again.",
    )
    questions_per_minute: int = Field(
        default=10,
        ge=0,
        le=1000,
        description="How many questions one person may ask in a minute; 0 is no limit.",
    )
    keep_days: int = Field(
        default=90,
        ge=1,
        le=3650,
        description="How many days the buttons and the threads of a reply go on working.",
    )

    refresh_minutes: int = Field(
        default=30,
        ge=0,
        le=7 * 24 * 60,
        description="How often the sources of a story are asked that does not say so itself; "
        "with 0 `pullquote run` asks none.",
    )
    contact: str = Field(
        default="",
        pattern=r"^[!-~]{0,200}$",
        description="Where a site's people can reach you; told to every site that is asked.",
        json_schema_extra={"allowed": "a web or mail address without blanks", "default": "none"},
    )
    host_pause: float = Field(
        default=1.0,
        ge=0,
        le=60,
        description="Seconds between two requests to one site.",
    )
    allowed_networks: Networks = Field(
        default="",
        description="Networks that may be asked for pages though they are not public.",
        json_schema_extra={
            "allowed": "networks such as 10.0.0.0/8, with blanks between them",
            "default": "none",
        },
    )
    track_from: str = Field(
        default="",
        pattern=r"^\s*((slack|discord):\w+(\s+|$))*$",
        description="The workspaces and servers whose admins may change what is tracked with "
        "`/track`. Needed only where the bot is in several.",
        json_schema_extra={
            "allowed": "names such as slack:T0123 discord:4567, with blanks between them",
            "default": "the only one",
        },
    )
    mcp_stories: str = Field(
        default="",
        pattern=r"^\s*([a-z0-9]+(-[a-z0-9]+)*(\s+|$))*$",
        description="The stories that `pullquote mcp` speaks of; never of those that are limited "
        "to channels.",
        json_schema_extra={
            "allowed": "slugs such as sweden-nato, with blanks between them",
            "default": "all",
        },
    )
    sites: Sites = Field(
        default=NO_RULES,
        description="For single sites: the CSS selector of the article where it isn't found by "
        "itself, and headers of your own subscription (over https only, to no other host, never "
        "shown).",
        json_schema_extra={
            "allowed": 'tables such as [sites."paper.example"] with article = "div.story" and '
            'headers = {Cookie = "…"}; the variable takes them as JSON',
            "default": "none",
        },
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is passed in counts, so that `Settings()` is the same on every machine."""
        return (init_settings,)


@dataclass(frozen=True, slots=True)
class _Given:
    """A value that a person set, and the name under which they set it."""

    name: str
    value: Any


def from_environment() -> Settings:
    """Return the settings of this process: its environment and its working directory."""
    return load_settings(os.environ, Path.cwd())


def load_settings(environ: Mapping[str, str], cwd: Path) -> Settings:
    """Return the settings of `environ` and of `pullquote.toml` in `cwd`; the environment wins.

    `PULLQUOTE_CONFIG` names another file. An empty variable counts as not set. Relative folders
    start at `cwd`. Raises `SettingsError` for anything that is unknown, malformed or unreadable.
    """
    from_file, file_problems = _in_file(environ, cwd)
    from_variables, variable_problems = _in_environment(environ)
    given = from_file | from_variables
    problems = file_problems + variable_problems
    settings = None
    try:
        settings = Settings(**{key: one.value for key, one in given.items()})
    except ValidationError as error:
        # Not raised from here: the chained error would carry the values, secrets among them.
        wrong = {
            str(each["loc"][0]): each.get("ctx", {}).get("error")
            for each in error.errors(include_input=False)
            # A default that depends on other settings can't be made where one of them is wrong.
            if each["loc"][0] in given
        }
        problems += [_invalid(key, given[key], reason) for key, reason in wrong.items()]
    if problems or settings is None:
        raise SettingsError("\n".join(problems))
    return settings.model_copy(
        update={"data": cwd / settings.data, "corpus": cwd / settings.corpus}
    )


def _in_environment(environ: Mapping[str, str]) -> tuple[dict[str, _Given], list[str]]:
    known = {_variable(key): key for key in Settings.model_fields}
    given, problems = {}, []
    for name, value in sorted(environ.items()):
        if name in known and value:
            given[known[name]] = _Given(name, value)
        elif name.upper().startswith(PREFIX) and name not in (*known, CONFIG):
            without = {each.removeprefix(PREFIX): each for each in (*known, CONFIG)}
            nearest = _nearest(name, list(without))
            problems.append(_unknown(name, without[nearest] if nearest else None))
    return given, problems


def _in_file(environ: Mapping[str, str], cwd: Path) -> tuple[dict[str, _Given], list[str]]:
    named = environ.get(CONFIG)
    shown = named or CONFIG_FILE
    try:
        path = cwd / Path(shown).expanduser()
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, RuntimeError):  # RuntimeError: "~someone", and no such user
        if not named:
            return {}, []
        raise SettingsError(
            f"{CONFIG} is {named!r}: there is no such file; create it or unset {CONFIG}"
        ) from None
    except OSError as error:
        raise SettingsError(
            f"{shown}: can't be read ({error.strerror}); make it a readable file or remove it"
        ) from None
    except UnicodeDecodeError as error:
        raise SettingsError(
            f"{shown}: not UTF-8 (byte {error.start}); save it as UTF-8 or remove it"
        ) from None
    except tomllib.TOMLDecodeError as error:
        # The parser's message quotes at most one character of the file, so no password.
        raise SettingsError(f"{shown}: not TOML ({error}); correct it or remove it") from None
    given, problems = {}, []
    for key, value in content.items():
        name = f"{key} in {shown}"
        if key in Settings.model_fields:
            given[key] = _Given(name, value)
        elif isinstance(value, dict):
            problems.append(f"{name} is a table; write the settings without [{key}] above them")
        else:
            nearest = _nearest(key, [field.upper() for field in Settings.model_fields])
            problems.append(_unknown(name, nearest.lower() if nearest else None))
    return given, problems


def _variable(key: str) -> str:
    return key.upper() if key in WITHOUT_PREFIX else PREFIX + key.upper()


def _nearest(name: str, known: list[str]) -> str | None:
    # Without the prefix: it would make everything look alike.
    return next(iter(get_close_matches(name.upper().removeprefix(PREFIX), known, 1)), None)


def _unknown(name: str, nearest: str | None) -> str:
    advice = f"did you mean {nearest}?" if nearest else "remove it (README.md lists them all)"
    return f"{name}: there is no such setting; {advice}"


def _invalid(key: str, given: _Given, reason: Exception | None) -> str:
    field = Settings.model_fields[key]
    secrets = (SecretStr, SiteRules)
    is_secret = any(each in secrets for each in (field.annotation, *get_args(field.annotation)))
    if isinstance(reason, _Mistaken):
        value = str(reason)
    elif is_secret or without_secrets(str(given.value)) != str(given.value):
        value = UNUSABLE
    else:
        value = repr(given.value)
    return f"{given.name} is {value}: it must be {_allowed(field)}; change or remove it"


def _allowed(field: FieldInfo) -> str:
    """Return the values that a field takes, in words."""
    extra = field.json_schema_extra
    if isinstance(extra, dict) and "allowed" in extra:
        return str(extra["allowed"])
    if get_origin(field.annotation) is Literal:
        *others, last = get_args(field.annotation)
        return f"{', '.join(others)} or {last}"
    low = next(bound.ge for bound in field.metadata if hasattr(bound, "ge"))
    high = next(bound.le for bound in field.metadata if hasattr(bound, "le"))
    kind = "a whole number" if field.annotation is int else "a number"
    return f"{kind} from {low} to {high}"


def settings_table() -> str:
    """Return the README's Markdown table of all settings, without a newline at its end."""
    rows = [
        ("Key in `pullquote.toml`", "Environment variable", "Default", "Allowed", "Meaning"),
        ("---", "---", "---", "---", "---"),
        *(
            (f"`{key}`", f"`{_variable(key)}`", _default(field), _allowed(field), _text(field))
            for key, field in Settings.model_fields.items()
        ),
        ("", f"`{CONFIG}`", f"`{CONFIG_FILE}`", "a file", "The settings file to read instead."),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _default(field: FieldInfo) -> str:
    extra: Any = field.json_schema_extra
    return extra["default"] if extra and "default" in extra else f"`{field.default}`"


def _text(field: FieldInfo) -> str:
    return field.description or ""
