"""Under which names the page is there, and whose forms are its own."""

import pytest
from pydantic import SecretStr, ValidationError

from adapters.admin.access import Access, access_of, address_of
from adapters.admin.diagnosis import admin_check
from adapters.settings import Settings

TOKEN = "0123456789abcdefghijklmn"
HERE = Access(SecretStr(TOKEN), "127.0.0.1", 8090, "")
PUBLIC = Access(SecretStr(TOKEN), "10.1.2.3", 8090, "https://Desk.example")
NAMED = Access(SecretStr(TOKEN), "desk-machine", 8090, "")


def settings(**of: object) -> Settings:
    return Settings(**of)  # type: ignore[arg-type]


def test_only_the_token_itself_opens() -> None:
    assert HERE.opens(TOKEN)
    for other in ("", TOKEN[:-1], f"{TOKEN}x", TOKEN.upper(), "\ud800"):
        assert not HERE.opens(other)


@pytest.mark.parametrize(
    ("access", "host", "known"),
    [
        (HERE, "127.0.0.1:8090", True),
        (HERE, "localhost", True),
        (HERE, "[::1]:8090", True),
        (HERE, "192.0.2.1:80", True),  # no name that could be made to lead here
        (HERE, "desk.example", False),
        (HERE, "127.0.0.1.evil.example", False),
        (HERE, "", False),
        (HERE, "[", False),
        (HERE, "127.0.0.1:port", False),
        (PUBLIC, "desk.example", True),
        (PUBLIC, "DESK.example:443", True),
        (PUBLIC, "desk.example.evil.example", False),
        (NAMED, "Desk-Machine:8090", True),
        (NAMED, "other-machine", False),
    ],
)
def test_a_name_that_was_made_to_lead_here_is_not_known(
    access: Access, host: str, known: bool
) -> None:
    assert access.knows_host(host) is known


@pytest.mark.parametrize(
    ("access", "origin", "host", "own"),
    [
        (HERE, "http://127.0.0.1:8090", "127.0.0.1:8090", True),
        (HERE, "http://127.0.0.1:9999", "127.0.0.1:8090", False),
        (HERE, "https://desk.example", "127.0.0.1:8090", False),
        (HERE, "null", "127.0.0.1:8090", False),
        (HERE, "file://127.0.0.1:8090", "127.0.0.1:8090", False),
        (HERE, "http://[", "127.0.0.1:8090", False),
        (PUBLIC, "https://desk.example", "127.0.0.1:8090", True),
        (PUBLIC, "http://desk.example", "127.0.0.1:8090", False),
    ],
)
def test_a_form_of_another_origin_is_not_its_own(
    access: Access, origin: str, host: str, own: bool
) -> None:
    assert access.is_own(origin, host) is own


def test_another_token_ends_what_the_first_one_made() -> None:
    other = Access(SecretStr(TOKEN[::-1]), "127.0.0.1", 8090, "")
    assert HERE.key_of("session", "a") != other.key_of("session", "a")
    assert HERE.key_of("session", "a") != HERE.key_of("form", "a")


def test_without_a_token_or_a_port_there_is_no_page_and_doctor_says_how_to_have_one() -> None:
    assert access_of(settings()) is None
    assert access_of(settings(admin_token=TOKEN, admin_port=0)) is None
    assert "PULLQUOTE_ADMIN_TOKEN" in admin_check(settings()).state
    assert "PULLQUOTE_ADMIN_PORT" in admin_check(settings(admin_token=TOKEN, admin_port=0)).state
    served = settings(admin_token=TOKEN)
    assert "http://127.0.0.1:8090" in admin_check(served).state
    exposed = settings(admin_token=TOKEN, admin_host="0.0.0.0")
    assert "unencrypted" in admin_check(exposed).state
    assert TOKEN not in str(admin_check(exposed)) + repr(access_of(served)) + repr(served)
    public = settings(admin_token=TOKEN, admin_url="https://desk.example")
    found = access_of(public)
    assert found
    assert address_of(found) == "https://desk.example"
    at_home = access_of(settings(admin_token=TOKEN, admin_host="::1"))
    assert at_home
    assert address_of(at_home) == "http://[::1]:8090"


@pytest.mark.parametrize(
    "wrong",
    [
        {"admin_token": "short"},
        {"admin_token": "with blanks in the middle of it"},
        {"admin_token": "é" * 30},
        {"admin_url": "http://desk.example"},
        {"admin_url": "https://desk.example/pullquote"},
        {"admin_url": "https://me@desk.example"},
    ],
)
def test_what_would_be_no_protection_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        settings(**wrong)
