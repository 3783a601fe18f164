"""A sum is found however the paper wrote it."""

from retrieval.figure_writings import other_writings, share_told


def test_how_else_a_sum_is_written() -> None:
    assert other_writings("the loan of four billion pounds") == ("£4bn", "£4 billion")
    assert other_writings("the loan of £4bn") == ("£4 billion", "four billion")
    assert other_writings("2,500 cows and six goats") == ("2500", "6")
    assert other_writings("the loan") == ()


def test_a_sum_of_the_question_is_told_in_another_writing() -> None:
    assert share_told("the loan of four billion pounds", "A loan of £4bn was refused.") == 1
    assert share_told("the loan of four billion pounds", "A loan of £5bn was refused.") == 0
    assert share_told("the loan", "A loan of £5bn was refused.") == 1
