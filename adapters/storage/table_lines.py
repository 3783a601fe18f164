"""A table's rows ↔ lines of JSON that any SQL database of ours can take in again.

The first line names the columns, each other one is a row. Bytes are base64, times without a zone
ISO 8601; what a type of ours keeps as text or a number stands as that.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import (
    Connection,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    cast,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import REGCLASS

_ROWS_AT_ONCE = 500


def reflected(connection: Connection, names: Collection[str]) -> list[Table]:
    """Those of the tables that the database has, as it has them, in an order in which they can be
    filled. Reflected, since a catalog of an earlier revision is filled too."""
    found = MetaData()
    there = set(inspect(connection).get_table_names())
    found.reflect(connection, only=sorted(there.intersection(names)), resolve_fks=False)
    return found.sorted_tables


def lines_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """The names of the columns, then the rows, in no order. They are never all in memory."""
    yield _line([column.name for column in table.columns])
    query = select(table).execution_options(yield_per=_ROWS_AT_ONCE)
    for row in connection.execute(query):
        yield _line([_written(value) for value in row])


def insert_lines(connection: Connection, table: Table, lines: Iterable[bytes]) -> Iterator[int]:
    """Inserts the rows; how many so far, now and then."""
    rest = iter(lines)
    columns = [table.columns[name] for name in json.loads(next(rest))]
    done = 0
    while chosen := list(islice(rest, _ROWS_AT_ONCE)):
        rows = [
            {
                column.name: _read(column.type, value)
                for column, value in zip(columns, json.loads(line), strict=True)
            }
            for line in chosen
        ]
        connection.execute(insert(table), rows)
        done += len(rows)
        yield done


def copy_rows(source: Connection, target: Connection, names: Collection[str]) -> None:
    """Every row of these tables from one database into the empty tables of another."""
    there = {table.name: table for table in reflected(target, names)}
    for table in reflected(source, names):
        for _ in insert_lines(target, there[table.name], lines_of(source, table)):
            pass


def counters(connection: Connection, tables: Iterable[Table]) -> dict[str, int]:
    """The last id that the database gave out itself, by table: it is never given out again, though
    its row be gone."""
    if connection.dialect.name == "sqlite":
        given = connection.execute(text("SELECT name, seq FROM sqlite_sequence")).all()
        known = {table.name for table in tables}
        return {row.name: int(row.seq) for row in given if row.name in known}
    found = {}
    for table in tables:
        sequence = _sequence(connection, table)
        if sequence:
            query: Any = select(func.pg_sequence_last_value(cast(sequence, REGCLASS)))
            last = connection.execute(query).scalar()
            if last is not None:
                found[table.name] = int(last)
    return found


def set_counters(
    connection: Connection, tables: Iterable[Table], counted: Mapping[str, int]
) -> None:
    """The next row of each table gets an id that was never given out."""
    if connection.dialect.name == "sqlite":
        for name, last in counted.items():
            done = connection.execute(
                text("UPDATE sqlite_sequence SET seq = max(seq, :last) WHERE name = :name"),
                {"name": name, "last": last},
            )
            if not done.rowcount:
                connection.execute(
                    text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"),
                    {"name": name, "last": last},
                )
        return
    for table in tables:
        sequence = _sequence(connection, table)
        if sequence:
            newest = connection.execute(select(func.max(table.c.id))).scalar() or 0
            last = max(newest, counted.get(table.name, 0))
            if last:
                connection.execute(select(func.setval(sequence, last)))


def _sequence(connection: Connection, table: Table) -> str | None:
    """What PostgreSQL numbers the table's rows by."""
    key = list(table.primary_key.columns)
    if [column.name for column in key] != ["id"] or not isinstance(key[0].type, Integer):
        return None
    named = connection.execute(select(func.pg_get_serial_sequence(table.name, "id"))).scalar()
    return None if named is None else str(named)


def _line(values: list[Any]) -> bytes:
    return (json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _written(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode()
    return value.isoformat() if isinstance(value, datetime) else value


def _read(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, LargeBinary):
        return b64decode(value)
    return datetime.fromisoformat(value) if isinstance(kind, DateTime) else value
