"""The reader that the other tests trust does see markup where Discord shows some."""

import pytest

from tests.adapters.discord.reader import Piece, pieces


def look(text: str, *looks: str, **fields: object) -> Piece:
    return Piece(text, frozenset(looks), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("markdown", "seen"),
    [
        ("plain", [look("plain")]),
        ("**b** *i* _i_ __u__", [look("b", "bold"), look(" "), look("i", "italic"), look(" "),
                                 look("i", "italic"), look(" "), look("u", "underline")]),
        ("~~s~~||p||", [look("s", "strike"), look("p", "spoiler")]),
        (r"\*a\* \<\@1\> \\", [look(r"*a* <@1> " + "\\")]),
        (r"\a", [look(r"\a")]),
        ("¯\\_(ツ)_/¯", [look("¯\\_(ツ)_/¯")]),
        ("# h", [look("h", "heading")]),
        ("a\n-# s", [look("a\n"), look("s", "small")]),
        ("a # h - l", [look("a # h - l")]),
        ("- l", [look("l", "list")]),
        ("1. l", [look("l", "list")]),
        ("> a\n> b\nc", [look("a\nb", quote=1), look("c")]),
        (">>> a\nb", [look("a\nb", quote=1)]),
        (">a", [look(">a")]),
        ("`*c*`", [look("`*c*`", acts="code")]),
        ("<@1>", [look("<@1>", acts="user")]),
        ("<@&1>", [look("<@&1>", acts="role")]),
        ("<#1>", [look("<#1>", acts="channel")]),
        ("@here", [look("@here", acts="everyone")]),
        ("</ask now:1>", [look("</ask now:1>", acts="command")]),
        ("<id:browse>", [look("<id:browse>", acts="guild")]),
        ("<a:x:1>", [look("<a:x:1>", acts="emoji")]),
        ("<t:1:D>", [look("<t:1:D>", acts="timestamp")]),
        ("<https://a.b>", [look("<https://a.b>", acts="autolink")]),
        ("see https://a.b", [look("see "), look("https://a.b", acts="address")]),
        ("[w](<https://a.b/c>)", [look("w", link="https://a.b/c")]),
        ("[w](https://a.b/(c))", [look("w", link="https://a.b/(c)")]),
        (r"[\*w\*](<https://a.b>)", [look(r"\*w\*", link="https://a.b")]),
        ("[*w*](<https://a.b>)", [look("w", "italic", link="https://a.b")]),
        ("[https://c.d](<https://a.b>)", [look("[https://c.d](<https://a.b>)")]),
        ("[w 🚀](<https://a.b>)", [look("[w 🚀](<https://a.b>)")]),
        ("[w](<javascript:x>)", [look("[w](<javascript:x>)")]),
    ],
)  # fmt: skip
def test_what_is_seen_of_markdown(markdown: str, seen: list[Piece]) -> None:
    assert pieces(markdown) == seen
