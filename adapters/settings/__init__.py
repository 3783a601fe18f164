"""Everything that a person can set, as one frozen `Settings`. Pure: `environment` reads it."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from adapters.settings.admin_settings import AdminSettings
from adapters.settings.asking_settings import AskingSettings
from adapters.settings.chat_settings import ChatSettings
from adapters.settings.language_settings import LanguageSettings
from adapters.settings.storage_settings import StorageSettings
from adapters.settings.values import (
    ClaimThreshold,
    CollectorUrl,
    Folder,
    Host,
    Lower,
    Networks,
    ProxyUrl,
    PublicUrl,
    Reranker,
    Sites,
)
from adapters.web.proxies import Proxies, Proxy
from adapters.web.site_rules import NO_RULES
from retrieval.errors import WrongUse
from retrieval.fitted_confidence import fitted_claim_threshold, fitted_threshold

PREFIX = "PULLQUOTE_"


class SettingsError(WrongUse):
    """Settings that can't be used: a line for each, naming it, what is allowed and what to do."""


def _by_reader(fitted: Callable[..., float]) -> str:
    """What is written for a default that depends on the reader."""
    with_reader, without = fitted(reader=True), fitted(reader=False)
    if with_reader == without:
        return f"`{with_reader}`"
    return f"`{with_reader}`; without the reader `{without}`"


def _fitted_threshold(chosen: dict[str, Any]) -> float:
    return fitted_threshold(reader=chosen.get("reranker") == "")


def _fitted_claim_threshold(chosen: dict[str, Any]) -> float:
    """Where only `threshold` was set, and higher than this one was fitted, all that is shown is
    claimed."""
    fitted = fitted_claim_threshold(reader=chosen.get("reranker") == "")
    return max(fitted, float(chosen.get("threshold", 0.0)))


class Settings(ChatSettings, AdminSettings, AskingSettings, LanguageSettings, StorageSettings):
    """Everything a person can set. Passwords are `SecretStr`: no repr, log or error shows them."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=False
    )

    corpus: Folder = Field(
        default=Path("corpus"),
        description="The folder of tracked stories.",
        json_schema_extra={"allowed": "a folder"},
    )
    language: Annotated[Literal["auto", "en", "de", "fr", "es", "ja"], Lower] = Field(
        default="auto",
        description="The language of what Pullquote says itself; quotes stay as they are. auto: in "
        "chats that of who reads, in the terminal that of LANG, else English.",
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
    backend: Annotated[Literal["auto", "onnx", "torch"], Lower] = Field(
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
    reranker: Reranker = Field(
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
    claim_threshold: ClaimThreshold = Field(
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
    chat_quotes: int = Field(
        default=2,
        ge=1,
        le=10,
        description="How many of them a chat shows at once where none says something else than the "
        "others; the rest waits behind “More quotes”.",
    )
    log_level: Annotated[Literal["debug", "info", "warning", "error"], Lower] = Field(
        default="warning", description="The least serious event that is logged."
    )
    log_format: Annotated[Literal["auto", "json", "console"], Lower] = Field(
        default="auto",
        description="How events are logged; auto is console on a terminal and json elsewhere.",
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
        description="The address on which `/healthz`, `/readyz` and `/metrics` are served.",
        json_schema_extra={"allowed": "a host name or address of this machine"},
    )
    health_port: int = Field(
        default=8080,
        ge=0,
        le=65535,
        description="The port on which they are served; 0 serves none.",
    )
    otel_exporter_otlp_endpoint: CollectorUrl = Field(
        default=None,
        description="Where `pullquote run` sends traces of questions (OpenTelemetry, OTLP over "
        "HTTP); as an environment variable only. Needs `pullquote[otel]`.",
        json_schema_extra={"allowed": "an http or https URL", "default": "none"},
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
    keep_questions: Annotated[Literal["off", "on", "never"], Lower] = Field(
        default="off",
        description="Whether questions that nothing answers are kept for admins to read (`/gaps`): "
        "off until an admin switches it on for a channel or a server (`/questions`); on until one "
        "switches it off there, but never in direct messages; never, whatever they set.",
    )
    keep_questions_days: int = Field(
        default=30,
        ge=1,
        le=365,
        description="How many days such a question is kept, and somebody who asked to be told of "
        "an answer waits for one.",
    )

    refresh_minutes: int = Field(
        default=30,
        ge=0,
        le=7 * 24 * 60,
        description="How often the sources of a story are asked that does not say so itself; "
        "with 0 `pullquote run` asks none.",
    )
    refresher: Annotated[Literal["here", "elsewhere"], Lower] = Field(
        default="here",
        description="Who asks them: `pullquote run` itself, in a process beside the chats, or a "
        "`pullquote refresh --watch` elsewhere on the same catalog.",
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
    https_proxy: ProxyUrl = Field(
        default=None,
        description="The proxy through which https:// and wss:// addresses are reached: sites, "
        "Slack, Discord. Its login is never shown.",
        json_schema_extra={
            "allowed": "an address such as http://name:password@proxy.example:3128",
            "default": "none",
        },
    )
    http_proxy: ProxyUrl = Field(
        default=None,
        description="The same for http:// and ws:// addresses.",
        json_schema_extra={
            "allowed": "an address such as http://name:password@proxy.example:3128",
            "default": "none",
        },
    )
    no_proxy: str = Field(
        default="",
        description="What is reached without a proxy, with its subdomains; * is everything. This "
        "machine itself (localhost, 127.0.0.1) always is.",
        json_schema_extra={
            "allowed": "names such as news.example,10.1.2.3 with commas between them",
            "default": "none",
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

    @property
    def proxies(self) -> Proxies:
        """The ways that are no direct ones."""
        https, http = (
            Proxy.of(url.get_secret_value()) if url else None
            for url in (self.https_proxy, self.http_proxy)
        )
        return Proxies(https, http, self.no_proxy)

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
