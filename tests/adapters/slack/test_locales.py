"""Whose Slack is in which language: asked seldom, and never waited for long."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from adapters.slack.locales import Locales


class Users:
    """Slack's users.info, of people with these locales."""

    def __init__(self, locales: Mapping[str, str]) -> None:
        self.locales, self.asked = dict(locales), list[str]()
        self.hangs = False

    async def once(self, _enterprise: str, _team: str) -> "Users":
        return self

    async def users_info(self, *, user: str, include_locale: bool) -> Any:
        assert include_locale
        self.asked.append(user)
        if self.hangs:
            await asyncio.Event().wait()
        if user not in self.locales:
            raise SlackApiError("no", {"error": "user_not_found"})  # type: ignore[no-untyped-call]
        return {"user": {"id": user, "locale": self.locales[user]}}


class Clock:
    def __init__(self) -> None:
        self.seconds = 1.0

    def __call__(self) -> float:
        return self.seconds


def language(locales: Locales, user: str) -> str:
    return asyncio.run(locales.language("", "T1", user))


@pytest.fixture
def users() -> Users:
    return Users({"hanna": "de-DE", "joao": "pt-BR"})


def test_a_person_is_asked_for_once_an_hour(users: Users) -> None:
    clock = Clock()
    locales = Locales(users, clock)  # type: ignore[arg-type]
    assert [language(locales, "hanna") for _ in range(3)] == ["de"] * 3
    assert users.asked == ["hanna"]
    users.locales["hanna"] = "fr-FR"
    clock.seconds += 3_601
    assert language(locales, "hanna") == "fr"


def test_who_speaks_none_of_the_languages_or_is_unknown_has_none(users: Users) -> None:
    clock = Clock()
    locales = Locales(users, clock)  # type: ignore[arg-type]
    assert [language(locales, one) for one in ("joao", "stranger", "stranger", "")] == [""] * 4
    assert users.asked == ["joao", "stranger"]
    # Whom Slack didn't know is asked for again sooner.
    clock.seconds += 61
    language(locales, "stranger")
    assert users.asked[2:] == ["stranger"]


def test_where_slack_takes_long_nobody_waits_and_what_was_known_holds(
    users: Users, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    locales = Locales(users, clock)  # type: ignore[arg-type]
    assert language(locales, "hanna") == "de"
    clock.seconds += 3_601
    users.hangs = True
    monkeypatch.setattr("adapters.slack.locales._PATIENCE_SECONDS", 0.01)
    assert language(locales, "hanna") == "de"
    assert language(locales, "joao") == ""
