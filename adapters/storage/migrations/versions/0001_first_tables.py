"""The first tables: stories, articles, versions, passages and generations."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "embeddings",
        sa.Column("content_hash", sa.String(length=32), nullable=False),
        sa.Column("model", sa.String(length=200), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("content_hash", "model", name="pk_embeddings"),
    )
    op.create_table(
        "generations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created", sa.String(length=40), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_generations"),
    )
    op.create_table(
        "purged",
        sa.Column("article_digest", sa.String(length=32), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("article_digest", name="pk_purged"),
    )
    op.create_table(
        "versions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("published", sa.String(length=40), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("fetched", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_versions"),
    )
    op.create_index("ix_versions_article", "versions", ["article"])

    op.create_table(
        "generation_articles",
        sa.Column("generation", sa.String(length=32), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["generation"],
            ["generations.id"],
            name="fk_generation_articles_generation",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version"], ["versions.id"], name="fk_generation_articles_version"
        ),
        sa.PrimaryKeyConstraint("generation", "article", name="pk_generation_articles"),
    )
    op.create_index("ix_generation_articles_version", "generation_articles", ["version"])

    op.create_table(
        "generation_files",
        sa.Column("generation", sa.String(length=32), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("reader_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["generation"],
            ["generations.id"],
            name="fk_generation_files_generation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("generation", "path", name="pk_generation_files"),
    )
    op.create_table(
        "generation_stories",
        sa.Column("generation", sa.String(length=32), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("feeds", sa.JSON(), nullable=False),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["generation"],
            ["generations.id"],
            name="fk_generation_stories_generation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("generation", "slug", name="pk_generation_stories"),
    )
    op.create_table(
        "passages",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("cut", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"], ["versions.id"], name="fk_passages_version", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", "cut", name="pk_passages"),
    )
    op.create_index("ix_passages_version", "passages", ["version"])

    op.create_table(
        "pointer",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("generation", sa.String(length=32), nullable=False),
        sa.Column("switched", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["generation"], ["generations.id"], name="fk_pointer_generation"),
        sa.PrimaryKeyConstraint("name", name="pk_pointer"),
    )
