"""What generations hold, noted once for all that hold it."""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_ONGOING = "9"
_AT_ONCE = 5000


def upgrade() -> None:
    op.create_table(
        "held_articles",
        sa.Column("article", sa.Text, nullable=False),
        sa.Column("since", sa.String(32), nullable=False),
        sa.Column("until", sa.String(32), nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("story", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("article", "since", name="pk_held_articles"),
        sa.ForeignKeyConstraint(["version"], ["versions.id"], name="fk_held_articles_version"),
    )
    op.create_table(
        "held_files",
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("since", sa.String(32), nullable=False),
        sa.Column("until", sa.String(32), nullable=False),
        sa.Column("story", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("reader_version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("path", "since", name="pk_held_files"),
    )
    generations = list(op.get_bind().scalars(sa.text("SELECT id FROM generations ORDER BY id")))
    _carry_over("articles", ("article", "version", "path"), generations)
    _carry_over("files", ("path", "story", "sha256", "reader_version"), generations)
    for table, columns in (
        ("held_articles", ("since", "version", "path", "story")),
        ("held_files", ("since", "until", "story")),
    ):
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])
    op.create_index("ix_held_articles_until", "held_articles", ["until", "since", "version"])
    op.drop_table("generation_articles")
    op.drop_table("generation_files")


def _carry_over(name: str, columns: tuple[str, ...], generations: list[str]) -> None:
    """The full list of each generation → a row for each run of generations that hold the same."""
    connection = op.get_bind()
    listed = sa.table(f"generation_{name}", *map(sa.column, (*columns, "generation")))
    query = sa.select(*(listed.c[column] for column in columns))
    held: dict[str, tuple[tuple[object, ...], str]] = {}
    for id in generations:
        rows = {
            row[0]: tuple(row) for row in connection.execute(query.where(listed.c.generation == id))
        }
        ended = [key for key, (row, _) in held.items() if rows.get(key) != row]
        _insert(name, columns, ((*held.pop(key), id) for key in ended))
        held |= {key: (row, id) for key, row in rows.items() if key not in held}
    _insert(name, columns, ((row, since, _ONGOING) for row, since in held.values()))


def _insert(
    name: str, columns: tuple[str, ...], rows: Iterable[tuple[tuple[object, ...], str, str]]
) -> None:
    table = sa.table(f"held_{name}", *map(sa.column, {*columns, "since", "until", "story"}))
    values = [
        {"story": _story_of(row, columns), "since": since, "until": until}
        | dict(zip(columns, row, strict=True))
        for row, since, until in rows
    ]
    for first in range(0, len(values), _AT_ONCE):
        op.bulk_insert(table, values[first : first + _AT_ONCE])


def _story_of(row: tuple[object, ...], columns: tuple[str, ...]) -> str:
    return str(row[columns.index("path")]).partition("/")[0]
