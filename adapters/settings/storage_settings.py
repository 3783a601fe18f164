"""What a person can set of where things are kept, and how long. Pure."""

from typing import Annotated, Literal

from platformdirs import user_data_path
from pydantic import Field

from adapters.settings.part import SettingsPart
from adapters.settings.values import ChromaKey, ChromaName, ChromaUrl, DatabaseUrl, Folder, Lower


class StorageSettings(SettingsPart):
    """The first part of `Settings`, which says from where they are read."""

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
    chroma_url: ChromaUrl = Field(
        default=None,
        description="The Chroma server that keeps the vectors, when they are not in the data "
        "folder; `https://api.trychroma.com` is Chroma Cloud. The other `CHROMA_…` count only "
        "with it.",
        json_schema_extra={
            "allowed": "an http or https URL such as http://127.0.0.1:8000",
            "default": "the data folder",
        },
    )
    chroma_tenant: ChromaName = Field(
        default=None,
        description="The tenant there.",
        json_schema_extra={"allowed": "its name or id", "default": "the key's, or Chroma's own"},
    )
    chroma_database: ChromaName = Field(
        default=None,
        description="The database there.",
        json_schema_extra={"allowed": "its name", "default": "the key's, or Chroma's own"},
    )
    chroma_api_key: ChromaKey = Field(
        default=None,
        description="Chroma Cloud's API key, or what the proxy before a server of your own asks "
        "for.",
        json_schema_extra={"allowed": "a key without blanks", "default": "none"},
    )
    chroma_auth: Annotated[Literal["token", "bearer", "basic"], Lower] = Field(
        default="token",
        description="How the key is sent: token as Chroma's own header (X-Chroma-Token), bearer "
        "and basic (user:password) as a proxy takes them.",
    )
    chroma_prefix: str = Field(
        default="pullquote",
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$",
        description="How the names of our collections begin there.",
        json_schema_extra={"allowed": "up to 40 letters, digits, _ and -"},
    )
    keep_versions_days: int = Field(
        default=365,
        ge=1,
        le=36500,
        description="How many days an article's earlier versions stay that nothing needs any more: "
        "no index, no reply and no correction of that time. `pullquote diff` shows none that went.",
    )
