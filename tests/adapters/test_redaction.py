"""Addresses with secrets in them: nobody reads the secrets."""

from pathlib import Path

import pytest

from adapters.redaction import without_secrets
from adapters.storage.database import CatalogError, open_database


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("postgresql://u:hush@host/news", "postgresql://host/news"),
        ("postgresql://host/news?password=hush&sslmode=require", "…?password=***&sslmode=require"),
        ("postgresql:///news?user=u&sslpassword=hush", "…?user=u&sslpassword=***"),
        ("postgresql:///news?passfile=/home/u/hush", "…?passfile=***"),
        ("postgresql:///news?p%61ssword=hush", "…?p%61ssword=***"),
        ("https://feed.example/rss?api_key=hush&page=2", "…?api_key=***&page=2"),
        ("https://feed.example/rss?access_token=hush#a", "…?access_token=***#a"),
        ("https://feed.example/a?page=2", "https://feed.example/a?page=2"),
    ],
)
def test_what_is_called_like_a_secret_is_hidden(written: str, shown: str) -> None:
    expected = shown.replace("…", written.partition("?")[0])
    assert without_secrets(written) == expected
    assert "hush" not in without_secrets(f"it failed: {written}; run: pullquote doctor")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://news@127.0.0.1:1/news?password=hush",
        "postgresql+psycopg://news:hush@127.0.0.1:1/news",
        "nosuchdriver://news@127.0.0.1:1/news?password=hush&sslpassword=hush",
        "mysql+nodriver:///news?passwd=hush",
    ],
)
def test_a_database_that_can_not_be_used_is_named_without_any_password(
    url: str, tmp_path: Path
) -> None:
    with pytest.raises(CatalogError) as raised:
        open_database(url, tmp_path)
    assert "hush" not in str(raised.value)
    assert "news" in str(raised.value)
