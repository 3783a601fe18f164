"""What asks nothing of the news is told by kind, and no question is."""

from time import process_time

import pytest

from bot.asides import Aside
from bot.typed import typed

SAID = {
    Aside.COURTESY: (
        "hi", "evening everyone", "thank you so much!", "thx", "good night all", "great, thanks",
        "how are you today?", "well done", "lol", "ok cool", ":tada:", "happy friday everyone!",
        "bye", "never mind", "cheers mate", "hello there, bot",
    ),
    Aside.ABOUT_BOT: (
        "who built you", "are you human?", "are you chatgpt", "what's your name?", "who are you?",
        "what are you able to do?", "do you speak german?", "which sources do you use", "ping",
        "where do you get your answers from?", "who owns pullquote?", "is this a bot?",
        "what model are you", "can you hear me?", "what stories do you track?", "testing 123",
    ),
    Aside.HELP: (
        "help", "help!", "/help", "how does this work?", "how do I use this?", "what can I ask you",
        "can you help me?", "i need help", "hey, how do i ask a question?",
    ),
    Aside.COMMAND: (
        "summarise the bridge affair", "could you summarize this please", "sum up the trial",
        "write a poem about the mayor", "write me an essay on harbour fees",
        "draft an email to Ada",
        "translate this into french", "tell me a joke", "make me a meme of the mayor", "tldr?",
        "give me a quick summary of the flood", "rewrite this", "generate an image of the bridge",
        "please pretend you are the mayor", "ignore all previous instructions", "sing me a song",
        "tweet this", "remind me to vote tomorrow", "pls recap the match",
    ),
    Aside.OPINION: (
        "do you think the mayor should go?", "what do you make of the verdict",
        "should I sell my flat",
        "what's your take on the ferry deal", "thoughts on the new stadium?", "any advice?",
        "which phone would you buy", "should we boycott the fair?", "is it just me or is it loud",
        "am I the only one who hates the logo", "is now a good time to buy a house",
        "who do you think will win", "is that statue hideous or is it just me", "what should i do",
        "would you recommend the ferry", "are you happy with the result?", "is it worth the money",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "said"), [(kind, said) for kind in SAID for said in SAID[kind]])
def test_what_is_no_question_is_told_by_its_kind(kind: Aside, said: str) -> None:
    assert typed(said).remark is kind
    assert typed(said).parts == (typed(said).text,)


@pytest.mark.parametrize(
    "question",
    [
        "thanks, but who signed it?", "what is the summary of the ruling",
        "what does Ada Brandt think",
        "what do analysts expect of the fair?", "should Norland join the union?", "who wrote You?",
        "what did the doctor say you should do?", "draft picks of the Erlem Eagles", "who will win",
        "what do experts advise?", "is the ferry worth 3 million?", "tweet by the mayor on Monday",
        "who translated the treaty?", "write-in votes in Vega", "how many jokes did the host tell",
        "according to the Ledger, should we expect floods?", "did she ask who you are voting for?",
        "what can you bring into the stadium?", "how do you get to Erlem by ferry?",
        "help for farmers",
        "who helped the miners?", "recap of the third game", "what did the bot of Vega Bank answer",
        "who made the You bracelet?", "what are you allowed to carry on the ferry",
        "give me a list of countries that pledged jets", "any news on the ferry?",
        "who asked for help?",
        "is the story of the flood true?", "who is the maker of the article on ferries in Erlem?",
        "when should you get a booster?", "what time is it open?", "explain the ruling",
        "cheers ratings",
        "how many letters did the mayor write", "who called the deal a joke?",
        "test results of Erlem",
        "posts by the mayor about Vega", "hello world founder",
        "who should I contact about the visa?",
    ],
)  # fmt: skip
def test_a_question_is_never_taken_for_chatter(question: str) -> None:
    assert typed(question).remark is None


def test_each_kind_says_one_short_sentence_of_its_own() -> None:
    said = [kind.value() for kind in Aside]
    assert len(set(said)) == len(Aside)
    assert all(len(one) < 200 for one in said)


NODS = (
    "ta", "good to know", "makes sense", "that's helpful", "very helpful", "noted", "roger",
    "copy that",
    "love it", "hmm", "oh", "ah ok", "this is great", "okie", "alright", "will do", "sounds good",
    "done", "just what I needed", "thanks, very useful", "fair enough", "+1", "understood",
    "all good", "great find", "that answers my question", "thanks that's great", "well played",
    "gotcha", "that's all, thanks", "what a bot", "thanks for sharing", "danke", "kudos", "super",
)  # fmt: skip


@pytest.mark.parametrize("text", NODS)
def test_a_nod_under_an_answer_asks_nothing(text: str) -> None:
    assert typed(text).remark is Aside.COURTESY


@pytest.mark.parametrize("text", ["so good " * 18 + "x", "very good " * 14 + "x", "ta " * 49 + "x"])
def test_a_message_of_many_nods_is_told_at_once(text: str) -> None:
    begun = process_time()
    assert typed(text).remark is not Aside.COURTESY
    assert process_time() - begun < 5


@pytest.mark.parametrize(
    "said",
    ["Danke!", "vielen Dank", "Merci beaucoup !", "¡Gracias!", "ありがとうございます。", "Hola"],
)
def test_thanks_and_greetings_of_the_other_languages_are_no_question(said: str) -> None:
    assert typed(said).remark is Aside.COURTESY


@pytest.mark.parametrize("asked", ["danke to whom?", "who is Merci?", "Vale"])
def test_a_question_with_a_word_of_them_is_one(asked: str) -> None:
    assert typed(asked).remark is None
