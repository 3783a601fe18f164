"""People talk on under an answer; the bot joins in where somebody asks, and only there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.threads import looks_like_a_question, without_lead_in

ASK = """
how many troops?
And how many troops?
and how many troops
so who pays for it then
who is the commander
But why?
what about Finland
What about Finland? Asking for a friend.
Great, thanks! Who replaced him?
is it over
Has Hungary voted yet
have they found the wire
do we know who pays
can they appeal
Any news from Budapest
any deaths?
Then when?
Will it be rebuilt
Should Chrome be sold
“Who heads the command?”
(how long did it take?)
Who heads it?!
where?
Wer ist der Richter?
日本の司令官は誰?
Quick one: when did the port reopen?
OK, but how much did it cost
Which airlines
Isn't that the old figure?
""".strip().splitlines()

SAY = """
thanks!
Thank you, that helps a lot.
Wow
lol
+1
👍
???
…
Will do
will do, thanks
Should be fine
Would be great to have that in writing
Could be.
Can do!
Have a nice weekend!
have a nice weekend
have to go now
Has been fixed
Do it!
What a mess
what a mess.
How sad
Who cares
Which is what I said yesterday.
When I was in Tokyo they told me the same.
Is that so.
Any time!
any time
I wonder what Hungary does next
Well done
However, it was late
Whatever
Island life
I asked Bob, he knows.
And so it goes.
So sad.
Interesting, I had not seen that one
Let's use the second quote
""".strip().splitlines()


@pytest.mark.parametrize("said", ASK)
def test_whoever_asks_in_a_thread_gets_an_answer(said: str) -> None:
    assert looks_like_a_question(said)


@pytest.mark.parametrize("said", [*SAY, "", "  \n "])
def test_people_who_talk_to_each_other_are_left_alone(said: str) -> None:
    assert not looks_like_a_question(said)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("And how many troops?", "how many troops?"),
        ("and, so then: how many troops?", "how many troops?"),
        ("  OK so who pays?  ", "who pays?"),
        ("or Finland?", "Finland?"),
        ("Andrew who?", "Andrew who?"),
        ("Orban?", "Orban?"),
        ("So-called experts, who are they?", "So-called experts, who are they?"),
        ("and/or Hungary?", "and/or Hungary?"),
        ("how many and where?", "how many and where?"),
        ("And?", "And?"),
        ("so what?", "what?"),
        ("Well, then…", "Well, then…"),
        ("", ""),
    ],
)
def test_what_joins_a_question_to_the_last_one_is_not_searched_for(said: str, asked: str) -> None:
    assert without_lead_in(said) == asked


@given(st.text() | st.sampled_from(ASK + SAY))
def test_a_question_keeps_its_words_to_the_character_and_loses_no_more_on_a_second_look(
    said: str,
) -> None:
    bare = without_lead_in(said)
    assert said.strip().endswith(bare)
    assert without_lead_in(bare) == bare
