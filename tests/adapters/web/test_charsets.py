"""A page's letters are those a browser shows: by what is declared, and one bad byte is one."""

import gzip
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.charsets import decoded, page_text
from adapters.web.pages import Page, read_page

SHARED_PAGES = Path(__file__).parents[4] / "shared" / "pages"
WORDS = "“Déjà vu – it’s ½ €”"


def html(head: str, words: str = WORDS) -> str:
    return f"<!doctype html><html><head>{head}<title>T</title></head><body>{words}</body></html>"


@pytest.mark.parametrize(
    ("head", "encoding", "header"),
    [
        ("<meta charset=utf-8>", "utf-8", ""),
        ("<META CHARSET='UTF8'>", "utf-8", ""),
        ('<meta charset="iso-8859-1">', "cp1252", ""),
        ("<meta charset=latin1>", "cp1252", ""),
        ("<meta charset=us-ascii>", "cp1252", ""),
        ("<meta charset=x-cp1252>", "cp1252", ""),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">',
            "cp1252",
            "",
        ),
        ('<meta content="text/html;charset=utf-8" http-equiv=content-type>', "utf-8", ""),
        ("<meta name=viewport content='charset=big5'><meta charset=utf-8>", "utf-8", ""),
        ("<!-- <meta charset=big5> --><meta charset=utf-8>", "utf-8", ""),
        ("<script>'<meta charset=big5>'</script><meta charset=utf-8>", "utf-8", ""),
        ("<meta charset=no-such><meta charset=utf-8>", "utf-8", ""),
        ("<meta charset=utf-16>", "utf-8", ""),
        ("<meta charset=big5>", "cp1252", "iso-8859-1"),
        ("<meta charset=big5>", "utf-8", "utf-8"),
        ("<meta charset=utf-8>", "utf-8", "no-such"),
        ("<meta charset=big5>", "utf-16", "iso-8859-1"),
        ("<meta charset=big5>", "utf-8-sig", "iso-8859-1"),
        ("", "utf-8", ""),
        ("", "utf-16-le", ""),
        ("", "cp1252", ""),
        ("", "cp1252", "windows-1252"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_a_browser_takes(
    head: str, encoding: str, header: str
) -> None:
    assert page_text(html(head).encode(encoding), header) == html(head)


def test_a_page_that_declares_what_it_is_not_reads_as_it_does_in_a_browser() -> None:
    page = html("<meta charset=iso-8859-1>", "dé – ça").encode()
    assert page_text(page) == html("<meta charset=iso-8859-1>", "dÃ© â€“ Ã§a")


def test_an_xml_declaration_is_believed_where_nothing_else_is_declared() -> None:
    page = '<?xml version="1.0" encoding="windows-1251"?>' + html("", "Мост закрыт до весны.")
    assert page_text(page.encode("cp1251")) == page
    with_meta = page.replace("<title>", "<meta charset=utf-8><title>")
    assert page_text(with_meta.encode()) == with_meta


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1251", "Мост через реку закрыт до весны, сообщил мэр города на встрече с жителями."),
        ("koi8-r", "Мост через реку закрыт до весны, сообщил мэр города на встрече с жителями."),
        (
            "cp1250",
            "Most přes řeku zůstane zavřený až do jara, řekl starosta na schůzi občanů.",
        ),
        (
            "cp1252",
            "Die Brücke bleibt bis zum Frühjahr gesperrt, sagte der Bürgermeister – „leider“.",
        ),
        ("cp1253", "Η γέφυρα θα μείνει κλειστή μέχρι την άνοιξη, είπε ο δήμαρχος στους κατοίκους."),
        ("shift_jis", "橋は春まで閉鎖されると市長が住民に説明した。工事は来月始まる予定だという。"),
        ("gb18030", "市长对居民说，这座桥将关闭到春天。工程预计下个月开始，需要一年时间。"),
    ],
)
def test_where_nothing_is_declared_the_language_shows_the_encoding(
    encoding: str, words: str
) -> None:
    page = html("", 3 * words)
    assert page_text(page.encode(encoding)) == page


@given(st.text(st.characters(codec="utf-8", exclude_characters="\ufffd"), min_size=1), st.data())
def test_a_byte_that_is_none_costs_itself_and_no_other_letter(
    words: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(words)))
    body = f"<meta charset=utf-8>{words[:place]}".encode() + b"\xff" + words[place:].encode()
    assert page_text(body) == f"<meta charset=utf-8>{words[:place]}\ufffd{words[place:]}"


def test_most_of_an_undeclared_page_shows_that_it_is_utf_8_though_a_byte_is_none() -> None:
    page = html("", "“Ja – gut”, sagte sie.").encode().replace(b"sagte", b"sa\xe4te")
    assert page_text(page) == html("", "“Ja – gut”, sa\ufffdte sie.")


def test_a_feed_with_a_bad_byte_keeps_its_other_letters() -> None:
    assert decoded("Größe é".encode() + b"\xff", "utf-8") == "Größe é\ufffd"
    assert decoded("Größe é".encode() + b"\xff", "iso-8859-1", "utf-8").endswith("ÿ")
    assert decoded("Größe –".encode("cp1252"), "iso-8859-1") == "Größe –"


def text_of(html: bytes, url: str = "", charset: str = "") -> tuple[str, str]:
    page: Page = read_page(html, url, charset)
    return page.title, page.text


@pytest.mark.slow
@pytest.mark.skipif(not SHARED_PAGES.is_dir(), reason=f"no real pages at {SHARED_PAGES}")
def test_neither_a_bad_byte_in_the_footer_nor_a_missing_charset_changes_an_article() -> None:
    changed = []
    for name in sorted(json.loads((SHARED_PAGES / "ground-truth.json").read_text()))[::20]:
        page = gzip.decompress((SHARED_PAGES / "html" / f"{name}.html.gz").read_bytes())
        page = page_text(page).encode()  # some are in another encoding
        bare = re.sub(rb"""(?i)<meta[^>]*charset[^>]*>|<\?xml[^>]*>""", b"", page)
        whole = text_of(page, charset="utf-8")
        end = page.lower().rfind(b"</body")
        end = end if end >= 0 else len(page)
        others = {
            "injected": text_of(page[:end] + b"\xff" + page[end:], charset="utf-8"),
            "undeclared": text_of(bare),
            "injected, undeclared": text_of(bare + b"\x93"),
            "latin-1": text_of(
                b"<meta charset=iso-8859-1>" + bare.decode().encode("cp1252", "xmlcharrefreplace")
            ),
        }
        changed += [(name[:8], how) for how, text in others.items() if text != whole]
    assert changed == []


@pytest.mark.parametrize("opened", ["<!-- ", "<script>", "<TITLE>", "<noscript >", "<style\n>"])
def test_a_charset_inside_of_what_is_never_closed_counts_for_nothing_however_often_it_is_opened(
    opened: str,
) -> None:
    words = "Жар".encode("koi8-r")
    before = b"<html><head><meta charset=koi8-r>" + opened.encode() * 5_000 + words
    assert "Жар" in page_text(before)
    after = b"<html><head>" + opened.encode() * 5_000 + b"<meta charset=koi8-r>" + words
    assert "Жар" not in page_text(after)
