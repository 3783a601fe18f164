"""What a person typed is what is searched for, however Slack wrapped it on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.text import mentions, mentions_others, plain, unlinked
from tests.e2e.slack.typed import as_sent, escaped

BOT = "U0BOT"


@given(st.text())
def test_escaped_by_slack_and_read_again_every_text_is_as_it_was_typed(typed: str) -> None:
    assert plain(escaped(typed), BOT) == typed.strip()


@given(st.text(alphabet="&<>;|@!#amplt4U0BOT "))
def test_also_where_it_looks_like_slacks_own_signs(typed: str) -> None:
    assert plain(escaped(typed), BOT) == typed.strip()


@given(st.text(), st.text())
def test_a_mention_of_the_bot_is_no_word_wherever_it_stands(before: str, after: str) -> None:
    sent = f"{escaped(before)}<@{BOT}>{escaped(after)}"
    assert plain(sent, BOT).split() == f"{before} {after}".split()
    assert mentions(sent, BOT)
    assert not mentions_others(sent, BOT)


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("<@U0BOT> who heads it?", "who heads it?"),
        ("<@U0BOT|pullquote> who heads it?", "who heads it?"),
        ("who, <@U0BOT>?", "who,  ?"),
        ("<@U0BOT>", ""),
        ("AT&amp;T &lt;3 Bell?", "AT&T <3 Bell?"),
        ("what is &amp;lt; in HTML?", "what is &lt; in HTML?"),
        ("R&amp;amp;D", "R&amp;D"),
        ("see <https://dw.example/a?b=1&amp;c=2>", "see https://dw.example/a?b=1&c=2"),
        ("see <https://dw.example/a|the &lt;DW&gt; piece>", "see the <DW> piece"),
        ("<mailto:desk@dw.example|desk@dw.example> wrote?", "desk@dw.example wrote?"),
        ("did <@U0ANNA|anna> say so?", "did anna say so?"),
        ("did <@U0ANNA> say so?", "did  say so?"),
        ("what about <#C0NEWS|news>?", "what about news?"),
        ("what about <#C0NEWS|>?", "what about ?"),
        ("what about <#C0NEWS>?", "what about ?"),
        ("<!here> who knows?", "here who knows?"),
        ("<!subteam^S0DESK|@desk> who knows?", "@desk who knows?"),
        ("<!subteam^S0DESK> who knows?", "who knows?"),
        ("since <!date^1392734382^{date}|18 February 2014>?", "since 18 February 2014?"),
        ("a &lt; b | c &gt; d", "a < b | c > d"),
        ("<>", ""),
        ("two\nlines", "two\nlines"),
        ("  ", ""),
        ("", ""),
    ],
)
def test_only_the_words_of_a_message_are_left(sent: str, typed: str) -> None:
    assert plain(sent, BOT) == typed


def test_without_knowing_the_bot_its_mention_is_still_no_word() -> None:
    assert plain("<@U0BOT> who heads it?") == "who heads it?"


@pytest.mark.parametrize(
    ("sent", "bot", "others"),
    [
        ("who?", False, False),
        ("<@U0BOT> who?", True, False),
        ("<@U0BOT|pullquote>", True, False),
        ("<@U0BOTTOM> who?", False, True),
        ("<@U0BOT> and <@U0ANNA>, who?", True, True),
        ("<@W0GRID> who?", False, True),
        ("<!subteam^S0DESK> who?", False, True),
        ("<!subteam^S0DESK|@desk> who?", False, True),
        ("<!here> who?", False, True),
        ("<!channel>", False, True),
        ("<!everyone>", False, True),
        ("<!date^1|today> who?", False, False),
        ("<#C0NEWS|news> who?", False, False),
        (as_sent("a literal <!here> and &lt;@U0BOT&gt;"), False, False),
    ],
)
def test_who_a_message_is_addressed_to(sent: str, bot: bool, others: bool) -> None:
    assert (mentions(sent, BOT), mentions_others(sent, BOT)) == (bot, others)


def test_before_the_bot_knows_its_own_id_nothing_mentions_it() -> None:
    assert not mentions("<@> who?", "")


def test_an_address_in_pointed_brackets_is_read_as_it_was_typed() -> None:
    typed = "<https://paper.example/feed?a=1&amp;b=2|paper.example> ferry <b> <mailto:x@y.example>"
    assert unlinked(typed) == ("https://paper.example/feed?a=1&b=2 ferry <b> <mailto:x@y.example>")
    assert unlinked("<http://paper.example/> ferry") == "http://paper.example/ ferry"
