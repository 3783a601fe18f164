"""What can be done with a reply → the buttons below it. Pure."""

from adapters.slack import actions
from adapters.slack.actions import Press, value
from adapters.slack.rich_text import Block, Element
from bot import wording


def more(reply: str, offset: int, count: int) -> Element:
    """Shows the quotes from `offset` on, of which there are `count`."""
    return _button(actions.MORE, wording.MORE.format(count=count), Press(reply, offset))


def context(reply: str, offset: int, shown: int) -> Element:
    """Opens the passages around the quotes shown."""
    return _button(actions.CONTEXT, wording.CONTEXT, Press(reply, offset, shown))


def share(reply: str, shown: int, question: str) -> Element:
    """Puts a private reply into the channel."""
    return _button(actions.SHARE, wording.SHARE, Press(reply, 0, shown, question))


def nearest(reply: str) -> Element:
    """Shows what came closest to answering."""
    return _button(actions.NEAREST, wording.SHOW_NEAREST, Press(reply))


def everywhere(reply: str, question: str) -> Element:
    """Asks again, outside of the thread's story."""
    press = Press(reply, question=question)
    return _button(actions.EVERYWHERE, wording.ASK_EVERYWHERE, press)


def row(buttons: list[Element]) -> list[Block]:
    """The buttons side by side; nothing for none."""
    return [{"type": "actions", "elements": buttons}] if buttons else []


def feedback(reply: str) -> Block:
    """Helpful or not, in Slack's own form."""
    return {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": actions.FEEDBACK,
                "positive_button": _verdict(wording.HELPFUL, Press(reply, helpful=True)),
                "negative_button": _verdict(wording.NOT_HELPFUL, Press(reply, helpful=False)),
            }
        ],
    }


def _verdict(label: str, press: Press) -> Element:
    return {"text": _plain(label), "value": value(press), "accessibility_label": label}


def _button(action: str, label: str, press: Press) -> Element:
    return {"type": "button", "action_id": action, "text": _plain(label), "value": value(press)}


def _plain(text: str) -> Element:
    return {"type": "plain_text", "text": text}
