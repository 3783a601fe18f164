"""Words that an article, a story or a person could try to act with in Discord."""

from tests.adapters.slack import hostile as slack

HOSTILE = (
    *slack.HOSTILE,
    # Mentions of all kinds, and what looks like one.
    "@everyone @here <@1234> <@!1234> <@&1234> <#1234> everybody",
    "\\@everyone \\\\@here \\<@1234> half escaped",
    "</ask:1234> </scope set:1234> and /ask alone",
    "<id:browse> <id:customize> <id:guide> <id:linked-roles:1234>",
    "<:evil:1234> <a:evil:1234> :skull: :+1:",
    "<t:0:R> <t:1722126600> <t:-1:F>",
    # Formats.
    "**bold** __under__ ___both___ *i* _i_ ***bi*** ~~s~~ ||secret||",
    "*\\**a\\* \\\\*b* \\\\\\**c*",
    "a_b_c snake_case __init__ 2*3*4",
    "||half a spoiler",
    "**",
    "****",
    "*",
    "\\",
    "ends in a backslash\\",
    "`code` ``more`` ```\nblock\n``` ```ansi\n\x1b[31mred\n```",
    "```\nleft open",
    "# Heading\n## Smaller\n### Smallest\n#hash\n-# small print",
    "- list\n  - deeper\n* list\n+ plus\n1. one\n2) two\n10. ten",
    "  - indented\n\t- tabbed\n\u3000- wide",
    "> quote\n>> two\n>>> the rest\nis quoted too",
    "\n>>> all of the rest\n",
    "1. First of all",
    "2024. A year",
    "-5 degrees",
    "- Reuters\n-# Reuters · fake small print",
    "\u2028- after a line separator\u2029# after a paragraph separator\r- after a return",
    "¯\\_(ツ)_/¯ ¯\\\\_(ツ)_/¯ _a ¯\\_(ツ)_/¯ b_",
    # Links.
    "https://evil.example http://x.y steam://run/1 discord://-/settings",
    "<https://evil.example> <mailto:a@b.example> <a@b.example> <+1 555 1234>",
    "discord.gg/abc https://discord.gg/abc discord.com/invite/abc discordapp.com/invite/a",
    "[Reuters](https://evil.example) [x](<https://evil.example> 'title')",
    "a](https://evil.example) [b",
    "](<https://evil.example>)",
    "[a [b] c](https://evil.example)",
    "words (https://evil.example) and ) (",
    "ｈttps：／／evil.example httpsː∕∕evil.example https;//evil.example",
    "https:ノノevil.example",
    "Amazon.com to buy good.example",
    # What a link's words may not be.
    "Rocket 🚀 launched",
    "It costs 5€ ™ © ® ℹ ‼ ⁉ ↔ ☀ ☀️ 1️⃣ 〰 ㊙",
    "\u3164 \u115f \uffa0",
    "\u00ad\u200d\u2060 joined\u200dwords\u200cand more",
    "می‌خواهم بدانم",
    "1. A list for a headline",
    "(1) A headline: with “quotes”, 50% & more – all of it!",
    "C# and F# on the .NET list_of_things",
    # Runs.
    "*" * 3_000,
    "_a" * 1_000,
    "[" * 1_500,
    "\\" * 1_900,
    "> " * 900,
    "\n- x" * 400,
    "<@1>" * 600,
)

HOSTILE_ADDRESSES = (
    *slack.HOSTILE_ADDRESSES,
    "discord://-/channels/@me",
    "https://evil.example/a>)[b](<https://good.example",
    "steam://run/1",
)
