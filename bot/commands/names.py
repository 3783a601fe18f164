"""What commands, their arguments and choices are called in each language. Pure.

Discord shows these names and takes them; Slack takes them behind /pullquote. Each is one word of
letters and hyphens, in lower case, of at most 32 characters, as Discord wants it.
"""

import unicodedata
from collections.abc import Iterable, Mapping

from bot.language import ENGLISH, LANGUAGES, spoken

# In German, French, Spanish and Japanese.
COMMAND_NAMES: Mapping[str, tuple[str, str, str, str]] = {
    "ask": ("fragen", "demander", "preguntar", "質問"),
    "stories": ("geschichten", "sujets", "temas", "トピック一覧"),
    "story": ("geschichte", "sujet", "tema", "トピック"),
    "timeline": ("zeitleiste", "chronologie", "cronología", "タイムライン"),
    "said": ("gesagt", "dit", "dicho", "発言"),
    "follow": ("abonnieren", "abonner", "suscribir", "購読"),
    "unfollow": ("abbestellen", "désabonner", "desuscribir", "購読解除"),
    "following": ("abos", "abonnements", "suscripciones", "購読中"),
    "links": ("links", "liens", "enlaces", "リンク"),
    "publish": ("veröffentlichen", "publier", "publicar", "公開"),
    "pings": ("pings", "mentions", "menciones", "メンション設定"),
    "corrections": ("korrekturen", "corrections", "correcciones", "訂正"),
    "language": ("sprache", "langue", "idioma", "言語"),
    "scope": ("eingrenzen", "limiter", "limitar", "範囲"),
    "listen": ("zuhören", "écouter", "escuchar", "聞き取り"),
    "replies": ("antworten", "réponses", "respuestas", "回答場所"),
    "askers": ("fragende", "demandeurs", "preguntadores", "質問者"),
    "track": ("verfolgen", "suivre", "seguir", "追跡"),
    "untrack": ("nicht-mehr-verfolgen", "ne-plus-suivre", "dejar-de-seguir", "追跡解除"),
    "feedback": ("rückmeldungen", "avis", "opiniones", "評価"),
    "questions": ("aufbewahren", "conserver", "guardar", "質問保存"),
    "gaps": ("lücken", "lacunes", "huecos", "未回答"),
    "note": ("wochenbericht", "bilan", "resumen", "週報"),
    "waiting": ("warten", "attendre", "esperar", "回答待ち"),
    "forget": ("vergessen", "oublier", "olvidar", "消去"),
    "help": ("hilfe", "aide", "ayuda", "ヘルプ"),
}
ARGUMENT_NAMES: Mapping[str, tuple[str, str, str, str]] = {
    "story": ("geschichte", "sujet", "tema", "トピック"),
    "stories": ("geschichten", "sujets", "temas", "トピック"),
    "person": ("person", "personne", "persona", "人物"),
    "about": ("über", "à-propos", "sobre", "話題"),
    "order": ("reihenfolge", "ordre", "orden", "順序"),
    "rhythm": ("rhythmus", "rythme", "ritmo", "頻度"),
    "with": ("mit", "avec", "con", "含む"),
    "without": ("ohne", "sans", "sin", "除く"),
    "ping": ("erwähnen", "mentionner", "mencionar", "メンション"),
    "to": ("an", "pour", "para", "宛先"),
    "whom": ("wen", "qui", "quién", "対象"),
    "turn": ("schalter", "état", "estado", "切替"),
    "language": ("sprache", "langue", "idioma", "言語"),
    "url": ("adresse", "adresse", "dirección", "アドレス"),
    "as": ("als", "comme", "como", "種類"),
    "in": ("in", "dans", "en", "場所"),
    "who": ("wer", "qui", "quién", "誰"),
    "where": ("wo", "où", "dónde", "範囲"),
    "question": ("frage", "question", "pregunta", "質問"),
    "private": ("privat", "privé", "privado", "非公開"),
}
CHOICE_NAMES: Mapping[str, tuple[str, str, str, str]] = {
    "all": ("alle", "tous", "todos", "すべて"),
    "oldest": ("älteste", "anciens", "antiguos", "古い順"),
    "newest": ("neueste", "récents", "recientes", "新しい順"),
    "on": ("an", "activer", "activar", "オン"),
    "off": ("aus", "désactiver", "desactivar", "オフ"),
    "page": ("seite", "page", "página", "記事"),
    "topic": ("liste", "liste", "lista", "一覧"),
    "me": ("mich", "moi", "mí", "自分"),
    "allow": ("erlauben", "autoriser", "permitir", "許可"),
    "forbid": ("verbieten", "interdire", "prohibir", "禁止"),
    "mentions": ("erwähnungen", "mentions", "menciones", "メンション"),
    "questions": ("fragen", "questions", "preguntas", "質問"),
    "every": ("jede", "toutes", "cada", "すべての質問"),
    "usual": ("wie-sonst", "habituel", "habitual", "通常"),
    "thread": ("thread", "fil", "hilo", "スレッド"),
    "channel": ("kanal", "canal", "canal", "チャンネル"),
    "everybody": ("alle", "tous", "todos", "全員"),
    "members": ("mitglieder", "membres", "miembros", "メンバー"),
    "here": ("hier", "ici", "aquí", "ここ"),
    "everywhere": ("überall", "partout", "en-todas-partes", "全体"),
    "auto": ("automatisch", "auto", "auto", "自動"),
    "en": ("englisch", "anglais", "inglés", "英語"),
    "de": ("deutsch", "allemand", "alemán", "ドイツ語"),
    "fr": ("französisch", "français", "francés", "フランス語"),
    "es": ("spanisch", "espagnol", "español", "スペイン語"),
    "ja": ("japanisch", "japonais", "japonés", "日本語"),
}
# Arguments that take one of a few choices, of those that a message tells people to type.
_CHOSEN = frozenset(("turn", "order", "as", "language", "where", "to", "in", "who"))
# Codes that people see by their English names.
IN_ENGLISH = {"en": "english", "de": "german", "fr": "french", "es": "spanish", "ja": "japanese"}
HELP_WORDS = ("help", *COMMAND_NAMES["help"])


def in_language(names: Mapping[str, tuple[str, str, str, str]], word: str, language: str) -> str:
    """One of the names in a language; the word itself where it has none."""
    if language == ENGLISH or word not in names:
        return word
    return names[word][LANGUAGES.index(language) - 1]


def argument_name(word: str) -> str:
    """What an argument is called in the language that is spoken."""
    return in_language(ARGUMENT_NAMES, word, spoken())


def command_name(word: str) -> str:
    """What a command is called in the language that is spoken."""
    return in_language(COMMAND_NAMES, word, spoken())


def typed_value(argument: str, value: str) -> str:
    """What is typed for an argument in the language that is spoken: choices have names, titles
    and addresses have none."""
    return choice_name(value) if argument in _CHOSEN else value


def choice_name(word: str) -> str:
    """What a choice is called in the language that is spoken."""
    return in_language(CHOICE_NAMES, word, spoken())


def meant(
    names: Mapping[str, tuple[str, str, str, str]], typed: str, among: Iterable[str]
) -> str | None:
    """Which of the words `among` somebody typed, in any of the languages, with or without accents;
    English goes first."""
    key, words = _key(typed), tuple(among)
    key = next((code for code, name in IN_ENGLISH.items() if name == key), key)
    if key in words:
        return key
    return next((one for one in words if key in map(_key, names.get(one, ()))), None)


def _key(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    # Marks of Latin letters only: ガ without its mark is カ.
    latin = "".join(one for one in plain if not "\u0300" <= one <= "\u036f")
    return unicodedata.normalize("NFC", latin)
