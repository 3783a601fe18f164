"""A line of a language other than English → the offsets of its sentences. Pure.

sentencex knows where sentences end in most languages; here stands what it doesn't: abbreviations,
ordinal numbers, and who said what stands in quotation marks before.
"""

import re
from collections.abc import Iterator

from sentencex import get_sentence_boundaries

Span = tuple[int, int]

# Abbreviations before which the sentence goes on, without the stop.
_ABBREVIATIONS = {
    code: frozenset(said.split())
    for code, said in {
        "de": """Abg Abs Art Aufl Az Bd bzgl bzw ca Chr Dipl Dr evtl f ff Fr geb gem ggf Hbf Hr Hrn
            inkl insb Ing Jh Jhd Kap max min Mio Mrd Nr Pfr phil Pos Prof rd Red S sog St Std Str
            stv Tel Tsd u usw v vgl z Zt""",
        "fr": """al art av bd boul ch chap Cie Dr env éd etc fig Gal hab M Me Mgr Mlle Mlles MM Mme
            Mmes no nos p pp Pr St Ste Sté t tél vol""",
        "es": """art arts Av Avda c cap Cía Cnel D Da Dn Dña Dr Dra Dres EE fig Fdo Gral Hnos Ing
            Lic lic Mons no nro núm p pág págs Prof Profa s Sgto Sr Sra Sras Sres Srta Sta Sto Ud
            Uds vol""",
        "it": "art avv cap dott dr ecc fig gen ing on pag prof sig sigg sigra sen tel vol",
        "pt": "art av cap Cia dr dra Dr Dra Exmo fig nº pág prof profa Prof Sr Sra Sta Sto tel vol",
        "nl": "a.u.b art blz bijv ca dhr dr drs fig ing ir jhr mevr mr mw nr prof resp St str tel",
        "sv": "bl ca dr ev fig kap kl nr prof resp s t.ex tel",
        "pl": "al art dr godz im inż itd mgr np nr os pl prof r śp św tel ul ur wg",
        "cs": "č dr hod Ing MUDr např odst PhDr prof r resp sv tis tj tzv ul",
        "ru": "г гг д др им напр проф р руб с св см стр т тыс ул чел",
        "uk": "вул гг ім ін м напр проф р рр с св см ст стор тис тов чол",
        "tr": "Av Bkz Doç Dr Hz Mah No Prof Sok s vb vd",
    }.items()
}  # fmt: skip
_LAST_WORD = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)\.$")
_INITIAL = re.compile(r"(?:^|[\s«»„“\"(])[^\W\d_]\.$")
# "am 3. Oktober", "Die 2. Bundesliga"; but "Er wurde 3. Dann …".
_ORDINAL = re.compile(
    r"(?:^|\s)(?:am|ab|bis|beim|das|dem|den|der|des|die|eine[mnrs]?|im|ins|jede[mnrs]?|seit|seine[mnrs]?"
    r"|ihre[mnrs]?|und|vom|zum|zur|\d{1,2}\.|[-–/])\s?\d{1,3}\.$",
    re.IGNORECASE,
)
# Where numbers with a stop are ordinals.
_WITH_ORDINALS = (
    "de",
    "da",
    "no",
    "nn",
    "fi",
    "cs",
    "sk",
    "sl",
    "hr",
    "sr",
    "hu",
    "et",
    "lv",
    "tr",
)
_NUMBER = re.compile(r"(?:^|[\s(])\d{1,3}\.$")
_MONTH = re.compile(
    r"(?:Jän|Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)[a-zä]*\.?(?:\W|$)|(?:Jahrhundert|Jh)\b"
)
_FIRST_ENTRY = re.compile(r"1er\.$")  # "Le 1er. août"

# Languages without blanks between words.
_ENDS = re.compile(r"[。！？｡!?]+[」』）】〉》”’\"')\]]*")
_OPENS, _CLOSES = "「『（【〈《“‘(", "」』）】〉》”’)"
# "「…。」と述べた": a particle behind the mark belongs to the same sentence.
_PARTICLE = re.compile(r"(?:と|って|など|は|が|を|に|で|も|へ|や|の|な|、|，|。)")
_SPEAKS = re.compile(r"[^。！？，“”]{1,14}(?:说|表示|称|指出|强调|問|问|答)(?:道|着)?[。，：]")


def foreign_spans(line: str, language: str) -> list[Span]:
    """The sentences as adjacent `[start, end)` in characters, white space at their ends included;
    `language` is ISO 639-1."""
    joined: list[Span] = []
    for start, end in _cuts(line, language):
        if joined and _goes_on(line, joined[-1], (start, end), language):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _cuts(line: str, language: str) -> Iterator[Span]:
    begin = 0
    for boundary in get_sentence_boundaries(language, line):
        end = boundary["end_index"]
        for finish in (*_more_ends(line, begin, end, language), end):
            if line[begin:finish].strip():
                yield begin, finish
                begin = finish
    if line[begin:].strip():
        yield begin, len(line)


def _more_ends(line: str, start: int, end: int, language: str) -> Iterator[int]:
    """Where sentences end that no blank parts, outside of quotation marks and brackets."""
    if language not in ("ja", "zh"):
        return
    for found in _ENDS.finditer(line, start, end):
        before = line[start : found.end()]
        depth = sum(map(before.count, _OPENS)) - sum(map(before.count, _CLOSES))
        if depth <= 0 and found.end() < end:
            yield found.end()


def _goes_on(line: str, before: Span, after: Span, language: str) -> bool:
    left, right = line[before[0] : before[1]].strip(), line[after[0] : after[1]].strip()
    if not any(map(str.isalnum, right)) or not any(map(str.isalnum, left)):
        return True
    if language == "ja":
        return left[-1] in _CLOSES and bool(_PARTICLE.match(right))
    if language == "zh":
        return left[-1] in "”」』" and bool(_SPEAKS.match(right))
    if right[0].islower():
        return True
    if left[-1] != ".":
        return False
    if language in _WITH_ORDINALS and _NUMBER.search(left):
        return bool(_ORDINAL.search(left) or _MONTH.match(right))
    if language == "fr" and _FIRST_ENTRY.search(left):
        return True
    if _INITIAL.search(left):
        return True
    word = _LAST_WORD.search(left)
    return word is not None and word[1] in _ABBREVIATIONS.get(language, frozenset())
