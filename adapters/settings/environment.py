"""Environment and `pullquote.toml` → `Settings`. The only reader of the environment."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from adapters.redaction import without_secrets
from adapters.settings import PREFIX, Settings, SettingsError
from adapters.settings.reference import (
    CONFIG,
    CONFIG_FILE,
    PROXIES,
    allowed,
    file_variable,
    is_secret,
    variable,
)
from adapters.settings.secret_files import secret_in
from adapters.settings.values import UNUSABLE, Mistaken
from bot.language import ENGLISH, known_language

_FILE_VARIABLES = {name: key for key in Settings.model_fields if (name := file_variable(key))}


@dataclass(frozen=True, slots=True)
class _Given:
    """A value that a person set, and the name under which they set it."""

    name: str
    value: Any


def from_environment() -> Settings:
    """Return the settings of this process: its environment and its working directory."""
    return load_settings(os.environ, Path.cwd())


def terminal_language(settings: Settings, environ: Mapping[str, str] = os.environ) -> str:
    """The language of the terminal: that of the settings, else of the first variable that gettext
    looks at, else English."""
    if settings.language != "auto":
        return settings.language
    named = next(filter(None, map(environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return known_language(named) or ENGLISH


def load_settings(environ: Mapping[str, str], cwd: Path) -> Settings:
    """Return the settings of `environ` and of `pullquote.toml` in `cwd`; the environment wins.

    `PULLQUOTE_CONFIG` names another file; a credential may stand in a file that its variable with
    `_FILE` at the end names. An empty variable counts as not set. Relative paths start at `cwd`.
    Raises `SettingsError` for anything that is unknown, malformed or unreadable.
    """
    from_file, file_problems = _in_file(environ, cwd)
    from_variables, variable_problems = _in_environment(environ)
    from_secrets, secret_problems = _in_secret_files(environ, cwd)
    given = from_file | from_variables | from_secrets
    problems = file_problems + variable_problems + secret_problems
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
    known = {variable(key): key for key in Settings.model_fields}
    # Sorted behind the others, those in lower case win, as they do for curl and Python.
    known |= {key: key for key in PROXIES}
    others = (CONFIG, *_FILE_VARIABLES)
    given, problems = {}, []
    for name, value in sorted(environ.items()):
        if name in known and value:
            given[known[name]] = _Given(name, value)
        elif name.upper().startswith(PREFIX) and name not in (*known, *others):
            without = {each.removeprefix(PREFIX): each for each in (*known, *others)}
            # Only secrets come in files; whoever names one for another setting means that one.
            whole = name.removesuffix("_FILE")
            nearest = whole if whole in known else without.get(_nearest(name, list(without)) or "")
            problems.append(_unknown(name, nearest))
    return given, problems


def _in_secret_files(environ: Mapping[str, str], cwd: Path) -> tuple[dict[str, _Given], list[str]]:
    given, problems = {}, []
    for name, key in _FILE_VARIABLES.items():
        if not (path := environ.get(name)):
            continue
        if environ.get(variable(key)):
            problems.append(f"{variable(key)} and {name} are both set; unset one of them")
            continue
        try:
            secret = secret_in(name, path, cwd)
        except SettingsError as error:
            problems.append(str(error))
        else:
            given[key] = _Given(f"{name} ({path})", secret)
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
    advice = f"did you mean {nearest}?" if nearest else "remove it (docs/settings.md has all)"
    return f"{name}: there is no such setting; {advice}"


def _invalid(key: str, given: _Given, reason: Exception | None) -> str:
    field = Settings.model_fields[key]
    if isinstance(reason, Mistaken):
        value = str(reason)
    elif is_secret(key) or without_secrets(str(given.value)) != str(given.value):
        value = UNUSABLE
    else:
        value = repr(given.value)
    return f"{given.name} is {value}: it must be {allowed(field)}; change or remove it"
