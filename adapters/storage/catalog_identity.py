"""A catalog → its id, which marks what is its own on a server that others use too."""

import uuid

from sqlalchemy import select

from adapters.storage.database import Database
from adapters.storage.tables.machines import catalog_identity as table


def identity_of(database: Database) -> str:
    """32 hexadecimal digits, made when first asked for. Raises CatalogError."""
    with database.reading() as connection:
        found = connection.execute(select(table.c.id).order_by(table.c.id)).scalars().first()
    if found:
        return str(found)
    with database.writing() as connection:
        # Two that are first at once: both take the same afterwards.
        if not connection.execute(select(table.c.id)).scalar():
            connection.execute(table.insert().values(id=uuid.uuid4().hex))
    with database.reading() as connection:
        return str(connection.execute(select(table.c.id).order_by(table.c.id)).scalars().first())
