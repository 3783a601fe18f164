"""In a correction the words that changed are marked, whole words each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.changed_words import changed_words


@pytest.mark.parametrize(
    ("old", "new", "gone", "came"),
    [
        ("At least 12 were killed.", "At least 34 were killed.", ["12"], ["34"]),
        ("It opens in May.", "It opens in early June.", ["May."], ["early June."]),
        ("The mayor said no.", "The mayor said.", ["said no."], ["said."]),
        ("Same words.", "Same words.", [], []),
        ("One thing entirely.", "Quite another matter!", ["One thing entirely."], None),
        ("", "Something.", [], ["Something."]),
    ],
)
def test_what_went_and_what_came(
    old: str, new: str, gone: list[str], came: list[str] | None
) -> None:
    before, after = changed_words(old, new)
    assert [old[start:end] for start, end in before] == gone
    assert [new[start:end] for start, end in after] == ([new] if came is None else came)


words = st.lists(st.sampled_from("a bb ccc 12 34 the".split()), max_size=12).map(" ".join)


@given(words, words)
def test_what_is_not_marked_is_the_same_on_both_sides(old: str, new: str) -> None:
    def left(text: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
        for start, end in reversed(spans):
            text = f"{text[:start]} {text[end:]}"
        return text.split()

    gone, came = changed_words(old, new)
    assert left(old, gone) == left(new, came)
