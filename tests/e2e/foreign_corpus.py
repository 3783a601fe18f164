"""A small corpus of our own in six languages: strikes in harbours, a flood, a mayor who resigns."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Written:
    """An article file."""

    name: str
    title: str
    source: str
    day: str
    text: str
    language: str = ""


GERMAN = Written(
    "kiel",
    "Streik im Hafen von Kiel",
    "Förde-Bote",
    "2025-10-03",
    "Im Hafen von Kiel streiken seit Montag rund 1.250 Beschäftigte.\n\n"
    "Die Gewerkschaft fordert 8,5 Prozent mehr Lohn, wie Dr. Anna Weber am 3. Oktober sagte. "
    "„Wir gehen erst zurück, wenn ein Angebot vorliegt. Vorher nicht“, sagte sie.\n\n"
    "Die Reederei nannte das z. B. wegen der Kosten unrealistisch.",
)
FRENCH = Written(
    "marseille",
    "Inondation à Marseille : le pont reste fermé",
    "La Gazette du Vieux-Port",
    "2025-10-04",
    "Le pont de la Joliette est fermé depuis l'inondation de jeudi, a annoncé M. Dupont. "
    "« Nous n'avons pas le choix ! » a-t-il dit. "
    "Les secours ont compté 1 234 blessés légers dans toute la ville.",
)
SPANISH = Written(
    "cadiz",
    "Dimite la alcaldesa de Cádiz",
    "El Faro del Sur",
    "2025-10-05",
    "La alcaldesa de Cádiz, la Sra. Ruiz, presentó su dimisión el domingo. "
    "¿Por qué? No lo explicó. "
    "«No volveré. Nunca», dijo al salir del ayuntamiento.",
)
JAPANESE = Written(
    "osaka",
    "大阪港でストライキ",
    "港湾新報",
    "2025-10-06",
    "大阪港で6日、約1万2000人の港湾労働者がストライキに入った。"
    "組合は賃金を7パーセント上げるよう求めている。"
    "市長は「話し合いを続けてほしい。急いでほしい。」と述べた。",
)
ARABIC = Written(
    "tunis",
    "إضراب في ميناء تونس",
    "صحيفة الخليج",
    "2025-10-07",
    "أضرب العمال في الميناء يوم الثلاثاء. تطالب النقابة بزيادة الأجور بنسبة 9 بالمئة. "
    "هل ينتهي الإضراب قريبا؟ لا أحد يعرف.",
)
ENGLISH = Written(
    "dover",
    "Ferry terminal at Dover shut after quake",
    "The Channel Post",
    "2025-10-02",
    "The ferry terminal at Dover was shut on Thursday after a small earthquake. "
    "Nobody was hurt, the harbour office said.",
)
# The same, told anew with other figures: in English these would be set beside each other.
LATER = (
    Written(
        "kiel-2",
        "Mehr Streikende in Kiel",
        "Kieler Tag",
        "2025-10-05",
        "Im Hafen von Kiel streiken inzwischen rund 1.400 Beschäftigte.\n\n"
        "Die Reederei hat am Sonntag ein Angebot von 4,2 Prozent vorgelegt.",
    ),
    Written(
        "marseille-2",
        "Marseille : le bilan monte",
        "Le Quai",
        "2025-10-08",
        "Le bilan de l'inondation est monté à 1 310 blessés, selon les secours. "
        "Le pont est toujours fermé.",
    ),
    Written(
        "cadiz-2",
        "Cádiz cuenta sus heridos",
        "La Bahía",
        "2025-10-08",
        "La inundación dejó 1.234 heridos, según el alcalde interino. "
        "Antes se hablaba de 980 heridos.",
    ),
    Written(
        "osaka-2",
        "大阪港のストライキ続く",
        "浪速日報",
        "2025-10-08",
        "大阪港のストライキは8日も続き、約1万5000人の港湾労働者が参加した。"
        "組合は市長の提案を断った。",
    ),
)
ALL = (GERMAN, FRENCH, SPANISH, JAPANESE, ARABIC, ENGLISH)


def write_foreign_corpus(
    corpus: Path, articles: tuple[Written, ...] = ALL, story: str = "harbours"
) -> Path:
    """The story, and the corpus that it stands in."""
    folder = corpus / story
    folder.mkdir(parents=True)
    (folder / "story.toml").write_text(
        f'title = "{story.capitalize()}"\nsummary = "Strikes and floods in harbours."\n',
        encoding="utf-8",
    )
    for one in articles:
        declared = f"lang: {one.language}\n" if one.language else ""
        (folder / f"{one.name}.txt").write_text(
            f'---\ntitle: "{one.title}"\nurl: https://news.example/{one.name}\n'
            f'source: "{one.source}"\npublished: {one.day}\n{declared}---\n\n{one.text}\n',
            encoding="utf-8",
        )
    return corpus
