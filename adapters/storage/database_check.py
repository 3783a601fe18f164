"""The catalog's database → whether it is there and takes a write, now."""

from pathlib import Path

from sqlalchemy import text

from adapters.storage.database import CatalogError, Database

DATABASE = "database"
_SAYS_ITSELF = text("UPDATE alembic_version SET version_num = version_num")


def database_check(database: Database) -> str:
    """Raises CatalogError where it is away, may not be written to, or is another one."""
    name = database.engine.url.database
    if database.dialect == "sqlite" and name and not Path(name).exists():
        # A file that was removed goes on taking writes from who has it open, and loses them.
        raise CatalogError(
            f"catalog {database.name}: the file is gone; put it back and start Pullquote again"
        )
    with database.by_itself() as connection:
        connection.exec_driver_sql("BEGIN")
        try:
            changed = connection.execute(_SAYS_ITSELF).rowcount
        finally:
            connection.exec_driver_sql("ROLLBACK")
    if not changed:
        raise CatalogError(f"catalog {database.name}: its tables are empty; restore a backup")
    return "answers, and takes writes"
