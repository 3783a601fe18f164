"""A message in another language than English → whether it is said to somebody, or of who says it.
Pure.

Told by pronouns, and where these are left out by forms of common verbs. Of a language that has no
line here nothing is told.
"""

import re

_WORDS = {
    "de": r"""du dich dir deine?[mnrs]? ihr euch eue?re?[mnrs]? ich mich mir meine?[mnrs]? wir uns
        unse?re?[mnrs]? jemand\svon""",
    "fr": r"""tu te toi vous ton ta tes votre vos je moi me [jmt]'\w+ mon ma mes nous notre nos
        on\s(?:se|y|va|mange|part|fait)""",
    "es": r"""tú vos te ti contigo usted(?:es)? vosotr[ao]s os tus? vuestr[ao]s? yo mí me mis? nos
        nosotr[ao]s nuestr[ao]s? puedes podéis quieres queréis sabes sabéis tienes tenéis vienes
        venís vas vais estás estáis eres sois has habéis crees piensas vamos quedamos podemos""",
    "it": r"""tu te ti voi vi tu[oae] tuoi vostr[oaei] io mi mio mi[ae] miei noi nostr[oaei] puoi
        potete vuoi volete sai sapete hai avete siete vieni venite vai andiamo possiamo""",
    "pt": r"""vocês? tu te ti contigo teus? tuas? vosso vossa eu mim me meus? minhas? nós nosso
        nossa podes queres sabes tens vens vais estás és vamos podemos""",
    "nl": r"""je jij jou jouw jullie u uw ik mij me mijn wij we ons onze""",
    "sv": r"""du dig din ditt dina ni er ert era jag mig min mitt mina vi oss vår vårt våra""",
    "da": r"""du dig din dit dine i jer jeres jeg mig min mit mine vi os vores""",
    "no": r"""du deg din ditt dine dere deres jeg meg min mitt mine vi oss vår vårt våre""",
}
# Written without blanks: wherever they stand.
_SCRIPTS = {
    "ja": r"あなた|きみ|君(?=[はがのもにを、])|お前|私(?![立鉄])|わたし|僕|ぼく|俺"
    r"|てくれ(?:ま|な|る)|てもらえ|てください",
    "zh": r"你|您|我(?!国|國)|咱",
}
# "Sie" is polite only in capitals, and begins a sentence as "she".
_POLITE = {"de": re.compile(r"\w\s+(?:Sie|Ihnen|Ihre?[mnrs]?)\b")}
_SPOKEN_TO = {
    code: re.compile(rf"\b(?:{'|'.join(said.split())})(?!\w)", re.I)
    for code, said in _WORDS.items()
} | {code: re.compile(said) for code, said in _SCRIPTS.items()}


def is_spoken_to_somebody(text: str, language: str) -> bool:
    """`language`: its ISO 639-1 code."""
    said = text.replace("’", "'")
    forms = (_SPOKEN_TO.get(language), _POLITE.get(language))
    return any(form is not None and form.search(said) for form in forms)
