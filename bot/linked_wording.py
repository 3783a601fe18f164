"""The sentences about links to tracked articles. None is about the news."""

from bot.language import Sentence

TRACKED_HERE = Sentence("Tracked here:")
CHANGED = Sentence("Its text has changed since it was first read here, last on {day}.")
UNCHANGED = Sentence("Its text is as it was first read here.")
WITHDRAWN = Sentence("This article has been withdrawn.")
LINKS_ON = Sentence(
    "Links are on: below a link to a tracked article I quote its key sentence, and say whether it "
    "changed and who else reports it."
)
LINKS_OFF = Sentence("Links are off: I say nothing of links to tracked articles by myself.")
LINKS_MANAGERS_ONLY = Sentence(
    "Only who manages this place can set whether I tell of links to tracked articles."
)
PUBLISH_ON = Sentence(
    "Publishing is on: news that are posted here are published to the servers that follow this "
    "channel."
)
PUBLISH_OFF = Sentence("Publishing is off: news that are posted here stay here.")
NOT_PUBLISHABLE = Sentence("only in an announcement channel can news be published")
PUBLISH_MANAGERS_ONLY = Sentence("Only who manages this place can set whether news are published.")
