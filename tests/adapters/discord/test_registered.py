"""An operator reads which commands Discord doesn't know as they are."""

from adapters.discord.registered import Difference, difference

ASK = {
    "name": "ask",
    "type": 1,
    "description": "Ask",
    "contexts": [0, 1],
    "integration_types": [0],
    "options": [{"type": 3, "name": "question", "description": "What", "required": True}],
}


def test_what_discord_fills_in_is_no_difference() -> None:
    theirs = ASK | {
        "id": "1",
        "version": "2",
        "nsfw": False,
        "default_member_permissions": None,
        "contexts": [1, 0],
        "name_localizations": None,
        "options": [ASK["options"][0] | {"autocomplete": False, "name_localizations": None}],  # type: ignore[index]
    }
    assert difference([ASK], [theirs]) == Difference((), (), ())
    assert difference([ASK], [theirs]).in_words == ""


def test_missing_changed_and_stale_ones_are_named() -> None:
    changed = ASK | {"options": []}
    menu = {"name": "ask", "type": 3}
    found = difference([ASK, menu], [changed, {"name": "older"}])
    assert found == Difference(missing=("ask",), changed=("ask",), stale=("older",))
    assert found.in_words == "missing: ask; changed: ask; stale: older"


def test_permissions_are_the_same_as_a_number_and_as_text() -> None:
    ours, theirs = (
        ASK | {"default_member_permissions": 32},
        ASK | {"default_member_permissions": "32"},
    )
    assert difference([ours], [theirs]).in_words == ""
    # 0 is for administrators only, and not for everybody.
    assert difference([ASK | {"default_member_permissions": 0}], [ASK]).changed == ("ask",)
