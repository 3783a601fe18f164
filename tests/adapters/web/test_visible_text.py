"""What a browser shows within a sentence is quoted with it, and what nobody reads is not."""

import pytest

from adapters.web.pages import read_page
from adapters.web.plain_text import lines

OTHERS = (
    "Ferries to the islands run every two hours until the ice on the sound is thick enough.",
    "The harbour master of Ry said that nobody had asked him before the timetable was printed.",
)
STYLE = (
    ".off {display:none} .on.off {display: inline} .ghost{visibility:hidden}"
    "@media print {.paper {display: none}} #k{text-decoration:line-through}"
    ".small-print, .vh {position:absolute;width:1px;height:1px;overflow:hidden}"
    ".tip:hover {display:none} p .late{display:none!important} .row b {display:block}"
)


def text_of(sentence: str, head: str = "") -> str:
    page = (
        f"<!doctype html><html lang=en><head><title>Ry</title>{head}</head>"
        f"<body><article><h1>Ry</h1><p>{OTHERS[0]}</p><p>{sentence}</p><p>{OTHERS[1]}</p></article></body></html>"
    )
    text = read_page(page.encode()).text
    assert text.startswith(OTHERS[0] + "\n")
    assert text.endswith("\n" + OTHERS[1])
    return text.removeprefix(OTHERS[0] + "\n").removesuffix("\n" + OTHERS[1])


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        (
            "Ry votes on <time datetime=2025-05-04>4 May</time> at noon.",
            "Ry votes on 4 May at noon.",
        ),
        ("Ry votes at noon on <time>4 May</time>", "Ry votes at noon on 4 May"),
        ("<time>On 4 May</time> Ry votes at noon.", "On 4 May Ry votes at noon."),
        ("Ry votes <span class='share-tools'>on 4 May</span>.", "Ry votes on 4 May."),
        (
            "Voters <label>in Ry</label> <button>vote</button> <output>now</output>.",
            "Voters in Ry vote now.",
        ),
        (
            "The <abbr title=North>N.</abbr> of <data value=1>Ry</data> votes.",
            "The N. of Ry votes.",
        ),
        ("A <news-link><b class=meta>vote</b></news-link> in Ry.", "A vote in Ry."),
        ("Ry <a class=hidden-link aria-hidden=true href=x>votes</a> now.", "Ry votes now."),
        ("He called it <q>a <q>safe</q> bet</q> in Ry.", "He called it “a ‘safe’ bet” in Ry."),
        ("Er sagt <span lang=de><q>nein</q></span> in Ry.", "Er sagt „nein“ in Ry."),
        ("<span class=cap>F</span>erries to Ry stop.", "Ferries to Ry stop."),
        ("Fer<b>ri</b>es <i>to</i><b> Ry</b> stop.", "Ferries to Ry stop."),
        ("Fer&shy;ries to<wbr> R&#8203;y&nbsp;stop\n  at   noon.", "Ferries to Ry stop at noon."),
        ("A (<b>tea<wbr>\n  cup</b>)\n<wbr>of <wbr>a<wbr> so<wbr>rt.", "A (teacup)of a sort."),
        ("Ferries to Ry stop.<br>Buses run.", "Ferries to Ry stop.\nBuses run."),
        ("<span style='display:block'>To Ry</span>by bus at once", "To Ry\nby bus at once"),
        ("They sang می‌خواهم and waved 👩‍🚒 in Ry.", "They sang می‌خواهم and waved 👩‍🚒 in Ry."),
    ],
)
def test_words_in_elements_of_a_line_stay_in_their_sentence(sentence: str, shown: str) -> None:
    assert text_of(sentence) == shown


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("Ry lost <del>40</del> 14 boats.", "Ry lost 14 boats."),
        ("Ry lost <s><b>40</b></s> <ins>14</ins> boats.", "Ry lost 14 boats."),
        ("Ry lost <strike>40</strike> 14 boats.", "Ry lost 14 boats."),
        ("Ry lost <span style='text-decoration : line-through'>40</span> 14.", "Ry lost 14."),
        ("Ry lost <span class='tw-line-through'>40</span> 14 boats.", "Ry lost 14 boats."),
        ("Ry lost <u id=k>40</u> 14 boats.", "Ry lost 14 boats."),
        ("Ry lost <i hidden>no</i> boats.", "Ry lost boats."),
        ("Ry lost <i style='color:red; DISPLAY : none'>no</i> boats.", "Ry lost boats."),
        ("Ry lost <i style='visibility:hidden'>no</i> boats.", "Ry lost boats."),
        ("Ry <a href=x>lost boats<span class=sr-only> (new window)</span></a>.", "Ry lost boats."),
        ("Ry lost <i class='Text_visuallyHidden__a1'>no</i> boats.", "Ry lost boats."),
        ("Ry lost <i class='screen-reader-text'>no</i> boats.", "Ry lost boats."),
        ("Ry lost <i class=not-sr-only>all</i> boats.", "Ry lost all boats."),
        ("Ry lost <i class=off>no</i> <i class=ghost>no</i> boats.", "Ry lost boats."),
        ("Ry lost <i class='on off'>all</i> boats.", "Ry lost all boats."),
        ("Ry lost <i class=paper>all</i> <i class=tip>its</i> boats.", "Ry lost all its boats."),
        ("Ry <i class=vh>no</i> <i class=late style='display:inline'>no</i> won.", "Ry won."),
        ("Ry lost <template>no</template><noscript>no</noscript> boats.", "Ry lost boats."),
        ("Ry <script>no()</script><!-- no --><svg><title>no</title></svg>lost.", "Ry lost."),
        ("Ry (<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>) lost boats.", "Ry (漢) lost boats."),
    ],
)  # fmt: skip
def test_words_struck_out_or_hidden_are_none(sentence: str, shown: str) -> None:
    assert text_of(sentence, f"<style>{STYLE}</style>") == shown


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("Ry has 7,310<sup>2</sup> people.", "Ry has 7,310 people."),
        ("Fires in Ry killed 3<sup>1</sup> people.", "Fires in Ry killed 3 people."),
        ("Ry has 7,310<sup><a href='#n2'>2</a></sup> people.", "Ry has 7,310 people."),
        ("Ry has 7,310<a href='#n2'><sup>2</sup></a> people.", "Ry has 7,310 people."),
        ("Ry has 7,310<sup>[2]</sup><sup>*</sup><sup>a</sup> people.", "Ry has 7,310 people."),
        ("Ry grew.<sup>4</sup> It has 7<sup class=note>5</sup>.", "Ry grew. It has 7."),
        ("Ry<sup>3</sup> covers 12 km<sup>2</sup>.", "Ry covers 12 km²."),
        ("Ry spent 10<sup>6</sup> crowns on 3 m<sup>3</sup>.", "Ry spent 10⁶ crowns on 3 m³."),
        ("On the 1<sup>st</sup> of May M<sup>me</sup> Ry left.", "On the 1st of May Mme Ry left."),
        ("Ry: CO<sub>2</sub> and log<sub>10</sub> of 5<sub>1</sub>.", "Ry: CO2 and log₁₀ of 5₁."),
        ("The Ryphone<sup>TM</sup> costs 9<sup>99</sup> crowns.", "The RyphoneTM costs 9 crowns."),
    ],
)  # fmt: skip
def test_a_raised_mark_never_joins_a_figure(sentence: str, shown: str) -> None:
    assert text_of(sentence) == shown
    assert lines(f"<p>{sentence}</p>") == shown


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("Ry saw 10 teacups<br>—<br>and a saucer.", "Ry saw 10 teacups\n—\nand a saucer."),
        ("Ry waits<br>…<br><b>*</b><br>and waits.", "Ry waits\n…\n*\nand waits."),
        ("Ry waits<span style='display:block'>—</span>and waits.", "Ry waits\n—\nand waits."),
        ("Ry <b>—</b> a <i class=x>/</i> <u>&amp;</u><wbr>…", "Ry — a / &…"),
        ("Ry has <time>9<br>or <b class=n>10</b></time> boats.", "Ry has 9\nor 10 boats."),
        ("Ry said:</p><p>No.</p><p>—</p><p>It votes again.", "Ry said:\nNo.\n—\nIt votes again."),
        ("Ry votes.</p><p>* * *</p><hr><div>☕</div><p>Rain.", "Ry votes.\n* * *\n☕\nRain."),
    ],
)  # fmt: skip
def test_a_sign_or_a_short_word_that_stands_alone_is_shown_too(sentence: str, shown: str) -> None:
    assert text_of(sentence) == shown


def test_a_short_word_between_paragraphs_is_read_however_often_it_is_said() -> None:
    told = [f"{OTHERS[n % 2]} That was report number {n}." for n in range(4)]
    page = f"<article><p>{told[0]}</p>No.<p>{told[1]}</p><p>9</p><p>{told[2]}</p><div>No.</div>"
    shown = [told[0], "No.", told[1], "9", told[2], "No.", told[3]]
    assert read_page(f"{page}<p>{told[3]}</p></article>".encode()).text.split("\n") == shown


def test_a_line_may_break_within_an_element_of_a_sentence() -> None:
    sentence = (
        "Ry counts<time><br>9<br></time> boats<button class=share><br>or <b>ten</b></button>."
    )
    first, last = " ".join((*OTHERS, *OTHERS)), "It will count again when the ice has gone."
    page = f"<article><p>{first}</p><p>{sentence}</p><p>{last}</p></article>"
    shown = [first, "Ry counts", "9", "boats", "or ten.", last]
    assert read_page(page.encode()).text.split("\n") == shown


def test_a_page_whose_words_a_script_shows_is_read_all_the_same() -> None:
    page = "<html><body style='visibility:hidden'><div style='display:none' class=loading><article>"
    page += "".join(f"<p>{text} {text}</p>" for text in OTHERS) + "</article></div></body></html>"
    assert lines(page).count(OTHERS[1]) in (0, 2)
