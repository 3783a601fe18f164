"""Two questions in one are both asked, and one is left whole."""

import pytest

from bot.typed import typed


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        (
            "who drew the harbour plan and who approved it?",
            ("who drew the harbour plan?", "who approved it harbour plan?"),
        ),
        (
            "How tall is the tower of Saint Orlan church and who is its architect?",
            ("How tall is the tower of Saint Orlan church?",
             "who is its architect Saint Orlan church?"),
        ),
        (
            "What does the Vega pass cost and how long does it last?",
            ("What does the Vega pass cost?", "how long does it last Vega pass?"),
        ),
        (
            "Who won the regatta? And when was it?",
            ("Who won the regatta?", "when was it regatta?"),
        ),
        (
            "hi, who is Ada Brandt and where was she born?",
            ("who is Ada Brandt?", "where was she born Ada Brandt?"),
        ),
        (
            "How many goals did Vega score and how many did Erlem score?",
            ("How many goals did Vega score?", "how many goals did Erlem score?"),
        ),
        ("when did the ferry sink and how many people were on board?",
         ("when did the ferry sink?", "how many people were on board ferry?")),
        ("what caused the mill fire and was anyone hurt?",
         ("what caused the mill fire?", "was anyone hurt mill fire?")),
        ("how many nurses are on strike and what do they want?",
         ("how many nurses are on strike?", "what do they want nurses on strike?")),
        ("does the NDE system or VRE system store more data?",
         ("does the NDE system store more data?", "does VRE system store more data?")),
        ("did vega or erlem score more goals?",
         ("did vega score more goals?", "did erlem score more goals?")),
        ("when do ADB and PQR get sentenced?",
         ("when does ADB get sentenced?", "when does PQR get sentenced?")),
        ("how old are Ada Brandt and Tom Hale", ("how old is Ada Brandt", "how old is Tom Hale")),
        ("Norland 5 battery life and price?", ("Norland 5 battery life?", "Norland 5 price?")),
        ("what are the height and weight of the crane?",
         ("what is the height of the crane?", "what is the weight of the crane?")),
        ("Which ferry is faster, the Selkie or the Heron?",
         ("Which ferry is faster, the Selkie?", "Which ferry is faster, the Heron?")),
        ("Is bread cheaper in Erlem or in Vega?",
         ("Is bread cheaper in Erlem?", "Is bread cheaper in Vega?")),
        ("Did more people vote in 2019 or 2024?",
         ("Did more people vote in 2019?", "Did more people vote in 2024?")),
        ("is the Selkie or the Heron older?", ("is the Selkie older?", "is the Heron older?")),
    ],
)  # fmt: skip
def test_both_questions_are_asked_each_to_be_understood_alone(
    asked: str, parts: tuple[str, ...]
) -> None:
    assert typed(asked).parts == parts


@pytest.mark.parametrize(
    "question",
    [
        "who leads the board?", "what happened between Norland and Vega?", "terms and conditions",
        "did the striker choose Erlem or Vega?", "is the ferry running or not?",
        "who is the man who stole the crane and who fled to Norland?",
        "did he say where the money is and who has it?", "when did Brandt and Hale split up?",
        "what are supply and demand", "who said the bridge is closed and when?",
        "what are problems that cost little, but which take long?", "rock and roll festival date",
        "how did Brandt and Hale meet?", "Marks and Spencer share price", "search and rescue cost",
        "is there more or less rain now?", "Who is Ada Brandt, who founded the Ledger?",
        "how many people were killed and injured?", "what did the mayor say about noise and dust",
        "tell me about bread and butter", "has the mayor resigned or was she fired?",
        "which days are wet and windy",
        "is it better to sow before or after the frost?", "who bought the mill, and for how much?",
        "what grounds did she give and how it would change the town?",
        "is Erlem wetter on the Vega or Norland side?",
        "was it in Erlem or Vega that it first rained?",
        "what do most people in North, Central or South Erlem eat?", "who won and by how much?",
        "which town was the last to vote and what year?",
 "We moved to Erlem. Who collects the waste?",
    ],
)  # fmt: skip
def test_one_question_is_left_whole(question: str) -> None:
    assert typed(question).parts == (typed(question).text,)


def test_no_more_than_three_questions_are_told_apart() -> None:
    three = "Who runs the port? When does it open? What does it cost?"
    assert len(typed(three).parts) == 3
    four = three + " Where is it moored?"
    assert typed(four).parts == (four,)
