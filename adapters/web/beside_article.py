"""A paragraph of a page → whether it speaks for the site and not in the article. Pure.

Teasers of other stories, appeals, advertisements and the small print of transcripts; never a
sentence of the article, whatever it is about: what quotes somebody is none of these, and an appeal
speaks of us to you.
"""

import re

_LONGEST_LABELLED, _LONGEST_APPEAL = 300, 420
_MOSTLY, _HALF = 0.8, 0.5


def _any_of(*patterns: str) -> str:
    return rf"(?:{'|'.join(patterns)})"


# "Read more: …" in the languages of the pages, each followed by a colon or an arrow, or a link.
_LABEL = re.compile(
    _any_of(
        r"(?:read|see|learn|hear|watch|listen)(?: (?:more|also|next|this next|now|too))+",
        r"(?:related|more|recommended|suggested)(?: (?:stor(?:y|ies)|articles?|posts?|coverage"
        r"|content|news|videos?|reading|links?|topics?|for you))",
        r"related|also (?:read|see|watch)|see also|further reading|trending(?: now)?",
        r"also on [\w-]+\.\w{2,4}(?=[ :])|more on this(?: (?:story|topic))?",
        r"more from [\w' ]{2,40}|don['’]t miss(?: this)?|in case you missed it|icymi|up next",
        r"editor['’]?s['’]? picks?|must[- ]reads?|most (?:read|popular|viewed)(?: in [\w ]{2,30})?",
        r"you (?:may|might) (?:also )?(?:like|be interested in|enjoy)|top stories",
        r"lesen sie (?:auch|mehr|dazu)|mehr (?:zum thema|dazu|lesen)|auch interessant",
        r"siehe auch|das könnte sie auch interessieren|(?:à )?lire (?:aussi|également|plus)",
        r"voir aussi|sur le même sujet|(?:lea|lee|leer|ver|vea) (?:también|más)",
        r"te puede interesar|(?:leia|veja|saiba|ler|ver) (?:também|mais)|(?:leggi|guarda) anche",
        r"potrebbe interessarti|lees (?:ook|meer|verder)|l[æe]s (?:også|også)|läs (?:också|mer"
        r"|även)",
        r"les (?:også|også|mer)|lue myös|(?:czytaj|zobacz) (?:też|także|więcej|również)",
        r"(?:читайте|смотрите) также|ещё по теме|関連記事|あわせて読みたい|相关阅读|관련 ?기사",
    ),
    re.I,
)
# These begin sentences of articles too: they count before a link only.
_WEAK_LABEL = re.compile(
    r"(?:more(?: \w+){0,3}|watch|read|listen|download|podcast|newsletter|subscribe|sign up|explore"
    r"(?: more)?|go deeper|previously|background|analysis|opinion|video|photos|gallery)\s*[:→»|]",
    re.I,
)
_ENDS_LABEL = re.compile(r"\s*(?:[:：>»→|]|\s[-–—]\s|\.{3}|…)")
_NETWORKS = (
    r"(?:facebook|twitter|instagram|youtube|tiktok|threads|linkedin|bluesky|mastodon|telegram"
    r"|whatsapp|google news|flipboard|snapchat|x\b|@\w)"
)
_APPEAL = re.compile(
    r"(?:please |now |to )?"
    + _any_of(
        r"(?:sign[- ]?up|subscribe|register (?:for|to|with)|join)\b.{0,160}\b(?:newsletters?|inbox"
        r"|by e-?mail|alerts?|briefing|mailing list|podcasts?|unlimited access|our)\b.{0,200}",
        r"(?:sign[- ]?up|subscribe|register|join (?-i:us))(?: (?:for free|free|today|now|here"
        r"|below))*[.!]?",
        r"(?:(?:you can )?support (?!for\b|from\b|among\b|of\b|in\b)|help (?:(?-i:us)|keep|fund"
        r"|support)).{0,60}\b(?:our|(?-i:us))\b.{0,120}\b(?:journalis[mt]s?|newsroom|report(?:ing|ers)|work"
        r"|mission|donat\w+|contribut\w+|subscri\w+|member\w*)\b.{0,200}",
        r"support (?:independent|quality|local|public-interest|free"
        r"|nonprofit) (?:\w+ )?journalism.{0,200}",
        r"(?:donate|contribute|chip in)\b.{0,30}\b(?:today|now|here|to (?:(?-i:us)|our))\b.{0,120}",
        r"become an? (?:\w+ ){0,2}(?:member|subscriber|supporter|patron)(?: (?:today|now|here|for"
        r" (?:as little|just|only|free)\b.{0,80}|and (?:support|help|get|enjoy)\b.{0,160}))?[.!]?"
        r".{0,20}",
        r"already an? (?:\w+ )?(?:subscriber|member)\?.{0,100}",
        r"enjoying (?:this|our|what)\b.{0,40}\?.{0,200}",
        r"(?:suscríbe(?:te|se)|abonniere[n]?(?: sie)?|jetzt abonnieren|abonnez-vous|inscrivez-vous"
        r"|iscriviti|abbonati|assine|inscreva-se|síguenos|síganos|siga-nos|suivez-nous|folgen sie"
        r" uns|seguici|volg ons|følg oss|følg os|följ oss)\b.{0,200}",
        r"(?:like|find|join|connect with|message|tweet) (?:(?-i:us)"
        r"|me)\b.{0,60}" + _NETWORKS + ".{0,120}",
        r"follow (?:[\w@'’&. ]{2,60}|@\w+) on " + _NETWORKS + ".{0,200}",
        r"follow (?:(?-i:us)|me|@\w+)\b.{0,200}",
        r"(?:download|get|install) (?:our|the)\b.{0,40}\bapps?\b.{0,120}",
        r"get\b.{0,100}\b(?:(?:in|to|into) your inbox|delivered (?:to|straight|directly)"
        r"|newsletters?"
        r"|e-?mail(?:ed)? alerts)\b.{0,200}",
        r"get [\w ]{2,40} on the go\b.{0,60}",
        r"(?:click|tap) (?:here|below|on the link) (?:to|for)\b.{0,40}\b(?:subscri|sign|donat|read"
        r"|join|follow|watch|listen|app\b|newsletter|stor(?:y|ies)).{0,100}",
        r"(?:share|tell|send|let) (?:(?-i:us)|this|your)\b.{0,140}(?:comments?|below|e-?mail"
        r"|friends?|tips?"
        r"|@|thoughts|stor(?:y|ies)|facebook|twitter|know).{0,100}",
        r"(?:e-?mail|contact|reach|write to)\b.{0,80}\S+@\S+\.\w+.{0,160}",
        r"(?:have|got) (?:an? )?(?:\w+ )?(?:tips?|stor(?:y|ies)|news|questions?"
        r"|something to (?:say|share"
        r"|add))\b.{0,20}\?.{0,200}",
        r"(?:did you )?(?:like|enjoy|love)(?:ed)? (?:this|what you|reading)\b.{0,40}\?.{0,200}",
        r"if you (?:like|enjoy|love|value|appreciate)(?:ed)? (?:this|our|what (?:we"
        r"|you))\b.{0,300}",
        r"(?:thanks|thank you) for (?:signing up|subscribing|registering)\b.{0,80}",
        r"(?:thanks|thank you) for reading\b.{0,20}\b(?:sign|subscri|join|support|share|follow"
        r"|donat).{0,200}",
        r"what do you think\b.{0,60}\b(?:comments?|below|let us know|tell us)\b.{0,100}",
        r"tell us what you think\b.{0,100}|have your say\b.{0,80}",
        r"join the (?:conversation|discussion|debate)\b.{0,120}",
        r"keep an eye on your inbox\b.{0,80}|(?:you can )?unsubscribe\b.{0,100}",
        r"by (?:signing up|subscribing|registering|clicking)\b.{0,60}\byou (?:agree|accept"
        r"|consent)\b.{0,200}",
        r"for (?:more|all)(?: of)? (?:the )?(?:latest|breaking)? ?(?:news|stor(?:y|ies)|updates"
        r"|coverage)\b"
        r".{0,60}\b(?:visit|follow|sign|subscribe|click|head to|download|check)\b.{0,120}",
        r"this (?:post|article|page|story) (?:may |might )?(?:contains?|includes?|features?)"
        r" (?:affiliate|sponsored)\b.{0,200}",
        r"(?:we|[\w.]+) may (?:earn|receive|get|make) an? (?:\w+ )?(?:commission|share)\b.{0,60}"
        r"\b(?:if|when|from|through|on|via) (?:you|links?|purchases?|buy|the sale)\b.{0,160}",
        r"(?:if|when) you (?:buy|purchase|click)\b.{0,80}\b(?:we|[\w.]+) (?:may|might"
        r"|could)\b.{0,160}",
        r".{0,60}\btranscripts?\b.{0,80}\b(?:edited|condensed|corrected) for\b.{0,20}\b(?:clarity"
        r"|length"
        r"|brevity|accuracy)\b.{0,80}",
        r".{0,60}\btranscripts?\b.{0,80}\b(?:rush deadline|final form|auto-?generated"
        r"|automatically|may"
        r" contain errors|machine|software)\b.{0,200}",
        r"copyright ©.{0,80}\bterms of use\b.{0,200}|transcripts? provided by\b.{0,120}",
    ),
    re.I,
)  # fmt: skip
# Alone in a line.
_ALONE = re.compile(
    _any_of(
        r"advertisements?|advertising|sponsored(?: content| by .{1,40})?|promoted|publicidad",
        r"anzeige|werbung|publicité|pubblicità|publicidade|реклама|comments?|share|transcript",
        r"leave a (?:comment|reply)|share this(?: article| story)?|print(?: article)?",
        r"order reprints|click to tweet|loading\W*|skip advertisement|(?:buy|shop) now",
        r"(?:article|story) continues (?:after|below)\b.{0,40}|all rights reserved\.?",
        r"get (?:it|the deal)(?: (?:on|at|from) \w+.{0,30})?|filed under:?.{0,80}|tags?:.{0,80}",
        r"an error has occurred, please try again later\.?|source: .{2,60}",
    ),
    re.I,
)
_SENTENCE_END = re.compile(r"[.。!?！？:;…][\"'”’»)\]]*$")
_QUOTED = re.compile(r"[\"“”„«»]")
# Classes and ids of what stands in an article's element without being the article. Not "paywall":
# search engines want the article itself to be called so.
_KINDS = re.compile(
    r"(?:^|[\s_-])"
    + _any_of(
        r"ads?|advert(?:s|isement|ising)?|ad-?(?:slot|unit|wrapper|container|box)|native-?ad",
        r"sponsor(?:ed|ship)?|promo(?:tion|box|s)?|outbrain|taboola|zergnet|newsletters?|subscribe",
        r"sign-?up|related|related-?\w+|recirc\w*|read-?(?:more|next|also)|see-?also|trending",
        r"more-?(?:from|stories|news|on)|most-?(?:read|popular|viewed)|also-?(?:like|read)",
        r"you-?(?:may|might)\w*|recommend\w*|teasers?|donat\w+|appeal|support-?us|share|sharing",
        r"sharebar|author-?bio|about-?author|comments?|disqus|breadcrumbs?|tags|transcript|cta",
        r"call-to-action|affiliate|buy-?(?:now|box|button)|deal-?box|cookie\w*|consent|gdpr",
        r"modal|popup|lightbox|overlay",
    )
    + r"(?:$|[\s_-])",
    re.I,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def is_beside(text: str, linked: float) -> bool:
    """Whether the whole paragraph is a teaser, an appeal, an advertisement or small print.

    `linked` is the share of its characters that are links.
    """
    line = text.strip(" \t*•·-–—>[]()|")
    if not line or _ALONE.fullmatch(line) or (linked > _HALF and _WEAK_LABEL.match(line)):
        return True
    label = _LABEL.match(line)
    if label and len(line) <= _LONGEST_LABELLED:
        rest = line[label.end() :]
        if rest.strip(" :.…") and (_ENDS_LABEL.match(rest) or linked > _HALF):
            return True
    appeal = len(line) <= _LONGEST_APPEAL and not _QUOTED.search(line)
    return appeal and bool(_APPEAL.fullmatch(line))


def is_label(text: str) -> bool:
    """Whether it is no more than "Read more", "Related:", "Lire aussi" …"""
    return bool(_LABEL.fullmatch(text.strip(" \t*•·-–—>[]()|:.…")))


def is_link_alone(text: str, linked: float) -> bool:
    """A headline that leads elsewhere: all of it a link, and no sentence."""
    return linked > _MOSTLY and not _SENTENCE_END.search(text)


def is_kind_beside(named: str) -> bool:
    """Whether a class or an id says that what it names is no part of the article."""
    return bool(_KINDS.search(_CAMEL.sub("-", named)))
