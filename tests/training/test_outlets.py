"""What stands over a page in training: outlets that are nobody's, and days."""

import random
from datetime import date

from training.outlets import day, outlet


def test_outlets_are_named_as_outlets_are_and_many_are_drawn() -> None:
    chance = random.Random(1)
    names = {outlet(chance) for _ in range(5_000)}
    assert len(names) > 500
    for name in names:
        assert name == " ".join(name.split())
        assert name[0].isupper()
        assert 1 <= len(name.split()) <= 3
    # With an article, without one, by its initials, and by a single word.
    for shape in ("The ", "Corby ", "News"):
        assert any(shape in name for name in names)
    assert any(" " not in name for name in names)


def test_days_fall_within_the_years_in_which_there_is_news() -> None:
    chance = random.Random(1)
    days = {day(chance) for _ in range(2_000)}
    assert date(2015, 1, 1) <= min(days)
    assert max(days) <= date(2025, 12, 31)
    assert {found.year for found in days} == set(range(2015, 2026))


def test_the_same_seed_draws_the_same() -> None:
    def drawn(seed: int) -> list[tuple[str, date]]:
        chance = random.Random(seed)
        return [(outlet(chance), day(chance)) for _ in range(20)]

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)
