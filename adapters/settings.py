"""Environment and `pullquote.toml` → one frozen `Settings`. The only reader of the environment."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

from platformdirs import user_data_path
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from retrieval.confidence import fitted_threshold
from retrieval.errors import WrongUse

PREFIX = "PULLQUOTE_"
CONFIG = "PULLQUOTE_CONFIG"
CONFIG_FILE = "pullquote.toml"


class SettingsError(WrongUse):
    """Settings that can't be used: a line for each, naming it, what is allowed and what to do."""


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


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


Folder = Annotated[Path, AfterValidator(_folder)]
DatabaseUrl = Annotated[SecretStr | None, AfterValidator(_database_url)]


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
    reranker: str = Field(
        default="",
        description="A cross-encoder that puts the best passages in order again: "
        "a sentence-transformers hub id or a folder.",
        json_schema_extra={"allowed": "a hub id or a folder", "default": "none"},
    )
    threshold: float = Field(
        default=fitted_threshold(),
        ge=0,
        le=1,
        description="How confident an answer must be; below it the reply is that nothing answers. "
        "Higher refuses more.",
    )
    quotes: int = Field(default=3, ge=1, le=10, description="How many quotes an answer holds.")
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)] = (
        Field(default="warning", description="The least serious event that is logged.")
    )
    log_format: Annotated[Literal["auto", "json", "console"], BeforeValidator(_lower)] = Field(
        default="auto",
        description="How events are logged; auto is console on a terminal and json elsewhere.",
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
        wrong = dict.fromkeys(str(each["loc"][0]) for each in error.errors(include_input=False))
        problems += [_invalid(key, given[key]) for key in wrong]
    if problems or settings is None:
        raise SettingsError("\n".join(problems))
    return settings.model_copy(
        update={"data": cwd / settings.data, "corpus": cwd / settings.corpus}
    )


def _in_environment(environ: Mapping[str, str]) -> tuple[dict[str, _Given], list[str]]:
    known = {PREFIX + key.upper(): key for key in Settings.model_fields}
    given, problems = {}, []
    for name, value in sorted(environ.items()):
        if name in known and value:
            given[known[name]] = _Given(name, value)
        elif name.upper().startswith(PREFIX) and name not in (*known, CONFIG):
            nearest = _nearest(name, [key.removeprefix(PREFIX) for key in (*known, CONFIG)])
            problems.append(_unknown(name, PREFIX + nearest if nearest else None))
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


def _nearest(name: str, known: list[str]) -> str | None:
    # Without the prefix: it would make everything look alike.
    return next(iter(get_close_matches(name.upper().removeprefix(PREFIX), known, 1)), None)


def _unknown(name: str, nearest: str | None) -> str:
    advice = f"did you mean {nearest}?" if nearest else "remove it (README.md lists them all)"
    return f"{name}: there is no such setting; {advice}"


def _invalid(key: str, given: _Given) -> str:
    field = Settings.model_fields[key]
    is_secret = SecretStr in (field.annotation, *get_args(field.annotation))
    value = "not usable" if is_secret else repr(given.value)
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
            (f"`{key}`", f"`{PREFIX}{key.upper()}`", _default(field), _allowed(field), _text(field))
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
