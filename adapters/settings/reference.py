"""`Settings` → how each is written, what it takes and what it means: a table for people. Pure."""

from typing import Any, Literal, get_args, get_origin

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from adapters.settings import PREFIX, Settings
from adapters.web.site_rules import SiteRules

CONFIG = "PULLQUOTE_CONFIG"
CONFIG_FILE = "pullquote.toml"
# Read by every program, and by most in lower case, too.
PROXIES = frozenset(("https_proxy", "http_proxy", "no_proxy"))
# The platforms' and Chroma's own names, under which every tool of theirs looks for them.
_WITHOUT_PREFIX = PROXIES | frozenset(
    (
        "slack_bot_token",
        "slack_app_token",
        "slack_signing_secret",
        "slack_client_id",
        "slack_client_secret",
        "discord_token",
        "chroma_url",
        "chroma_tenant",
        "chroma_database",
        "chroma_api_key",
        "chroma_auth",
        "otel_exporter_otlp_endpoint",
    )
)


def settings_table() -> str:
    """Return the Markdown table of docs/settings.md, without a newline at its end."""
    rows = [
        ("Key in `pullquote.toml`", "Environment variable", "Default", "Allowed", "Meaning"),
        ("---", "---", "---", "---", "---"),
        *(
            (f"`{key}`", _variables(key), _default(field), allowed(field), _text(field))
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


def variable(key: str) -> str:
    """The environment variable of a setting."""
    return key.upper() if key in _WITHOUT_PREFIX else PREFIX + key.upper()


def file_variable(key: str) -> str | None:
    """The variable that names a file in which a credential stands; None for all else."""
    # The client id is none, but is kept beside the client secret.
    kept = is_secret(key) or key == "slack_client_id"
    return f"{variable(key)}_FILE" if kept else None


def is_secret(key: str) -> bool:
    """Whether a setting's value is never shown."""
    annotation = Settings.model_fields[key].annotation
    secrets = (SecretStr, SiteRules)
    return any(each in secrets for each in (annotation, *get_args(annotation)))


def _variables(key: str) -> str:
    in_file = file_variable(key)
    return f"`{variable(key)}`" + (f" or `{in_file}`" if in_file else "")


def allowed(field: FieldInfo) -> str:
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
