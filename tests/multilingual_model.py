"""A small sentence-transformers model, saved to a folder, in which translations share a vector.

Real in all but its size: a tokenizer, an embedding a word, their mean.
"""

from pathlib import Path

import numpy as np

# A paragraph a meaning, in English, German, French, Spanish, Japanese and Arabic.
_MEANINGS = """
dock dockers port harbour harbor hafenarbeiter hafen hafens dockers port estibadores puerto 港湾 港
الميناء

strike struck striking walkout streik streiken streikten legten grève huelga ストライキ إضراب
أضرب

wage wages pay lohn löhne salaire salaires salario salarios 賃金 الأجور

union gewerkschaft syndicat sindicato 組合 النقابة

demand demands ask want fordert fordern verlangt demande réclame pide exige reclama 求め 要求 تطالب

workers employees people beschäftigte arbeiter menschen salariés employés trabajadores empleados 人
労働者 従業員 عامل العمال

many number viele zahl nombre combien cuántos número cuantos 何人 كم

percent prozent cent pourcent ciento パーセント بالمئة

mayor bürgermeister bürgermeisterin maire alcalde alcaldesa 市長 العمدة

resign resigned resignation rücktritt zurückgetreten démissionné démission dimitió dimisión 辞任
استقال

flood flooded water hochwasser überflutet inondation inondations crue inundación inundaciones 洪水
浸水 فيضان الفيضان

bridge brücke pont puente 橋 الجسر

closed close shut gesperrt geschlossen fermé fermée cerrado cerró cerrada 閉鎖 أغلق

earthquake quake erdbeben séisme terremoto 地震 زلزال

injured hurt verletzt verletzte blessés heridos けが 負傷 負傷者 جريح مصاب

rescue rescued gerettet retter secours sauvé rescate rescatados 救助 إنقاذ

bake bread recipe egg eggs brot rezept ei eier pain recette pan receta パン 花 خبز

chess game won schach schachspiel spiel échecs jeu ajedrez juego 将棋 شطرنج

ticket fare train fahrkarte zug billet train billete tren 列車 تذكرة
"""
_DIMENSIONS = 48
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789äöüßéèêàçñáíóú"


def vocabulary() -> dict[str, int]:
    """Each word, and the number of its meaning, from 1."""
    found: dict[str, int] = {}
    for number, meaning in enumerate(_MEANINGS.split("\n\n"), 1):
        for word in meaning.split():
            found.setdefault(word, number)
    return found


def save_multilingual_model(folder: Path) -> Path:
    """The model in `folder`, as people would name it in PULLQUOTE_MODEL."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    words = vocabulary()
    meanings = np.random.default_rng(7).normal(size=(max(words.values()) + 1, _DIMENSIONS))
    meanings /= np.linalg.norm(meanings, axis=1, keepdims=True)
    # A word that it doesn't know is its letters, which say hardly anything.
    letters = [f"{mark}{letter}" for mark in ("", "##") for letter in _LETTERS]
    unknown = np.random.default_rng(8).normal(size=(len(letters) + 1, _DIMENSIONS)) * 0.01
    pieces = ["[UNK]", *letters, *words]
    tokenizer = Tokenizer(
        models.WordPiece({piece: n for n, piece in enumerate(pieces)}, unk_token="[UNK]")
    )
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    unspaced = sorted((w for w in words if not w[0].isascii() and w[0] > "\u3000"), key=len)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex("|".join(reversed(unspaced))), "isolated"),
            pre_tokenizers.Whitespace(),
        ]
    )
    weights = np.concatenate([unknown, meanings[list(words.values())]])
    module = StaticEmbedding(tokenizer, embedding_weights=weights.astype(np.float32))
    SentenceTransformer(modules=[module], device="cpu").save_pretrained(str(folder))
    return folder
