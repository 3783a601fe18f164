"""What people say under an answer when they ask nothing more, as one pattern. Pure.

Each of these may be the whole message, or a part of one that holds nothing else.
"""

_THAT = r"(?:that|this|it|these|those|which)(?:['’]?s|\s+(?:is|was|are|were|really|just))?"
_VERY = r"(?:(?:so|very|really|super|pretty|quite|most|just|too|well|such\s+an?|an?|all|oh|ah)\s+)*"
_GOOD = (
    r"(?:useful|helpful|interesting|impressive|brilliant|excellent|fantastic|wonderful|lovely|splendid|superb"
    r"|great|good|nice|cool|neat|sweet|super|perfect|amazing|awesome|quick|fast|clear|informative|handy|spot\s+on"
    r"|fair|fine|funny|hilarious|crazy|wild|insane|sad|terrible|awful|scary|huge|big|bad|right|correct|true|new"
    r"|enough|magic|gold|legit|odd|weird|strange|surprising|unbelievable|incredible)"
)
_THING = (
    r"(?:to\s+know|to\s+hear|stuff|find|one|point|answer|job|work|bot|enough|catch|call|news|summary|quotes?"
    r"|question|played|done|said|thanks?)"
)
NODS = (
    rf"(?:{_THAT}\s+)?{_VERY}{_GOOD}(?:\s+{_THING})?(?:\s+(?:then|now|too|indeed|actually|bot|mate|man))?"
    r"|ta|thnx|thank\s+u|danke|gracias|grazie|much\s+obliged|kudos|bravo|props|legend|life\s*saver|yay|woo+(?:hoo+)?"
    r"|thanks?\s+(?:for|to)\s+(?:sharing|looking|checking|answering|finding\s+(?:it|this|that)|everyone|both)"
    r"|kk|okie(?:\s+dokie)?|okey(?:\s+dokey)?|oki|okidoki|alright(?:y)?|righto?|right\s+on|roger(?:\s+that)?|copy(?:\s+that)?"
    r"|noted|understood|gotcha|will\s+do|done|solved|sorted|sounds\s+(?:good|great|about\s+right)|on\s+it|deal|cheers"
    rf"|(?:{_THAT}\s+)?makes\s+(?:(?:perfect|total|more|a\s+lot\s+of)\s+)?sense(?:\s+now)?|fair\s+enough|good\s+stuff"
    r"|i\s+(?:understand|get\s+it|know|see\s+(?:it|now)|agree|like\s+(?:it|this|that))|love\s+(?:it|this|that)|agree"
    rf"|(?:{_THAT}\s+)?(?:answers?|answered|solves?|settles?)\s+(?:it|that|this|(?:my|the|our)\s+question)"
    rf"|(?:{_THAT}\s+)?(?:just|exactly|all)?\s*what\s+(?:i|we)\s+(?:needed|wanted|was\s+looking\s+for"
    r"|were\s+looking\s+for|meant|thought)"
    r"|that(?:['’]?s|\s+is|\s+was)\s+(?:all|it|that)|all\s+(?:good|clear|set|right)|no\s+more\s+questions"
    r"|well(?:\s+played)?|h+m+|oh|ah+|aha+|ooh|omg|wtf|whoa|woah|phew|ugh|yikes|oof|uh\s+huh|mhm|hehe+|hihi|lmfao|\+1|-1|100|facts"
    r"|same\s+here|me\s+too|what\s+a\s+(?:bot|world|day|mess|story)|not\s+bad|can['’]?t\s+complain|works\s+for\s+me"
    r"|what\s+he\s+said|case\s+closed|the\s+more\s+you\s+know|til|big\s+if\s+true"
)
