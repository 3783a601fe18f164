"""What a database says → one line that names the database, the reason and the next step."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from adapters.redaction import HIDDEN, without_secrets
from adapters.storage.data_folder import this_user
from retrieval.errors import PullquoteError

POSTGRESQL = "postgresql"
_NO_SECRETS = frozenset(
    (
        *("host", "hostaddr", "port", "application_name", "connect_timeout", "options"),
        *("sslmode", "sslrootcert", "sslcert", "sslkey", "sslnegotiation", "channel_binding"),
        *("target_session_attrs", "load_balance_hosts", "service", "mode", "uri", "cache"),
    )
)


class CatalogError(PullquoteError):
    """The catalog can't be used; one line that names it, the reason and the next step."""


@contextmanager
def named_errors(engine: Engine) -> Iterator[None]:
    """A database's error as a CatalogError."""
    try:
        yield
    except DBAPIError as error:
        reason = _reason(error)
        step = next_step(reason, engine.dialect.name)
        raise CatalogError(
            f"catalog {shown(engine.url)}: {without_secrets(reason)}; {step}"
        ) from error
    except PoolExhausted as error:
        raise CatalogError(
            f"catalog {shown(engine.url)}: all connections of this process are in use; "
            "lower PULLQUOTE_WORKERS, or see whether the database hangs"
        ) from error


def broken_off(error: CatalogError) -> bool:
    """Whether the server only gave others precedence (serialization_failure, deadlock_detected):
    nothing was written, and the same may go well at once."""
    cause = error.__cause__
    driver = cause.orig if isinstance(cause, DBAPIError) else None
    return getattr(driver, "sqlstate", None) in ("40001", "40P01")


def shown(url: str | URL) -> str:
    """The url without its password, which may stand in its query too, and be misspelt there."""
    try:
        parsed = make_url(url)
    except (SQLAlchemyError, ValueError):
        return "PULLQUOTE_DATABASE"
    hidden = {
        name: value if name in _NO_SECRETS else HIDDEN for name, value in parsed.query.items()
    }
    return parsed.set(query=hidden).render_as_string(hide_password=True)


def next_step(reason: str, dialect: str) -> str:
    """What to do where a database says so."""
    reason = reason.lower()
    for words, step in (*(_ON_POSTGRESQL if dialect == POSTGRESQL else ()), *_ANYWHERE):
        if any(word in reason for word in words):
            return step.format(user=this_user())
    return "run: pullquote doctor"


def _reason(error: DBAPIError) -> str:
    if not error.orig or not str(error.orig):
        return type(error).__name__
    lines = str(error.orig).splitlines()
    # libpq tells of each address that it tried, and only the last line says why not.
    return lines[-1].strip() if "multiple connection attempts" in lines[0].lower() else lines[0]


# What databases say → what to do, the first that fits. Drivers word it in their own ways.
_Steps = tuple[tuple[tuple[str, ...], str], ...]
_ON_POSTGRESQL: _Steps = (
    (
        ("permission denied", "must be owner", "must be superuser", "read-only transaction"),
        "give its user the rights that docs/operating.md names (PostgreSQL)",
    ),
    (
        ("ssl", "certificate", "no encryption"),
        "correct sslmode and its like in PULLQUOTE_DATABASE (docs/operating.md, PostgreSQL)",
    ),
    (
        ("lock timeout", "statement timeout", "deadlock", "could not serialize"),
        "another process is writing; try again when it is done",
    ),
    (
        ("invalid connection option", "invalid port", "invalid uri"),
        "correct PULLQUOTE_DATABASE",
    ),
    (
        ("too many clients", "connection slots", "too many connections"),
        "raise the server's max_connections, or run fewer processes",
    ),
    (
        ("does not support", "undefined", 'relation "'),
        "put back a backup of it, or name an empty database in PULLQUOTE_DATABASE",
    ),
)
_ANYWHERE: _Steps = (
    (
        ("full", "no space"),
        "free some space and run the command again; the old index still serves",
    ),
    (
        ("readonly", "read-only", "unable to open", "permission"),
        "make its folder writable for {user}, or set PULLQUOTE_DATA to another one",
    ),
    (("locked",), "another process is writing; try again when it is done"),
    (
        ("malformed", "not a database", "disk i/o", "no such table", "corrupt"),
        "put back a backup of it, or move it away and run: pullquote reindex",
    ),
    (
        ("authentication", "access denied", "role ", "no password"),
        "correct the user and the password in PULLQUOTE_DATABASE",
    ),
    (("does not exist",), "make that database, or correct PULLQUOTE_DATABASE"),
    (
        (
            *("connect", "translate host", "resolve host", "timeout", "timed out"),
            *("server closed", "terminating", "ssl syscall", "starting up", "shutting down"),
        ),
        "start the database's server, or correct PULLQUOTE_DATABASE",
    ),
)
