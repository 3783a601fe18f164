"""The catalog's database → whether it is there and takes a write, now; which engine it is, and
whether its user may do what it must."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from adapters.storage.database import CatalogError, Database
from adapters.storage.database_errors import POSTGRESQL

DATABASE = "database"
_SAYS_ITSELF = text("UPDATE alembic_version SET version_num = version_num")


def database_check(database: Database) -> str:
    """Raises CatalogError where it is away, may not be written to, is another one, or a newer
    Pullquote's by now."""
    name = database.engine.url.database
    if database.dialect == "sqlite" and name and not Path(name).exists():
        # A file that was removed goes on taking writes from who has it open, and loses them.
        raise CatalogError(
            f"catalog {database.name}: the file is gone; put it back and start Pullquote again"
        )
    database.refuse_newer()
    with database.by_itself() as connection:
        connection.exec_driver_sql("BEGIN")
        try:
            changed = connection.execute(_SAYS_ITSELF).rowcount
        finally:
            connection.exec_driver_sql("ROLLBACK")
    if not changed:
        raise CatalogError(f"catalog {database.name}: its tables are empty; restore a backup")
    return "answers, and takes writes"


# Older ones are no longer mended by anybody.
_OLDEST = 14
_ENGINE = text(
    """
    SELECT current_setting('server_version') AS version,
           current_setting('server_version_num')::int / 10000 AS major,
           current_setting('server_encoding') AS encoding,
           current_user AS who,
           has_schema_privilege(current_schema(), 'CREATE') AS creates,
           (SELECT pg_get_userbyid(relowner) FROM pg_class
             WHERE oid = 'alembic_version'::regclass) AS owner,
           (SELECT pg_has_role(relowner, 'USAGE') FROM pg_class
             WHERE oid = 'alembic_version'::regclass) AS owns,
           coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS tls
    """
)


@dataclass(frozen=True, slots=True)
class EngineState:
    """Which engine the catalog is in, in words, and what is wrong with it; "" where nothing is."""

    engine: str
    problem: str = ""
    to_do: str = ""


def engine_state(database: Database) -> EngineState:
    """Whether it is of a version that is known to do, and whether its user has the rights that
    upgrades and purges need. Raises CatalogError."""
    with database.reading() as connection:
        if database.dialect != POSTGRESQL:
            version = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()
            return EngineState(f"SQLite {version}")
        found = connection.execute(_ENGINE).one()
    version = found.version.split()[0]
    engine = f"PostgreSQL {version}{', TLS' if found.tls else ''}"
    if found.major < _OLDEST:
        return EngineState(
            engine,
            f"PostgreSQL {version} is older than {_OLDEST}",
            f"upgrade the server to {_OLDEST} or newer",
        )
    if found.encoding != "UTF8":
        return EngineState(
            engine,
            f"the database's encoding is {found.encoding}, which can't hold every article",
            "make one with: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0",
        )
    if not found.owns or not found.creates:
        lacks = "owns no tables there" if not found.owns else "may make no tables there"
        return EngineState(
            engine,
            f"user {found.who} {lacks}, so that purges and upgrades would fail",
            f"connect as {found.owner}, or run as a superuser: GRANT {found.owner} TO {found.who}"
            if not found.owns
            else f"run as a superuser: GRANT CREATE ON SCHEMA public TO {found.who}",
        )
    return EngineState(engine)
