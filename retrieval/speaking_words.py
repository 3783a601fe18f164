"""The words of attributions: verbs of speaking, adverbs between, offices, titles. Pure data."""

# What may be followed by what was said, with or without "that".
SAY = ("said", "says")
# Whom it was told stands behind them.
TELL = ("told", "tells")
# What was said stands in quotation marks, or behind "that", or before them.
REPORT = (
    *"""highlighted highlights added adds wrote writes explained explains noted notes argued
    argues warned warns insisted insists claimed claims stated states declared declares
    announced announces replied replies responded responds recalled recalls continued
    continues admitted admits acknowledged acknowledges conceded concedes confirmed confirms
    concluded concludes predicted predicts observed observes remarked remarks commented
    comments stressed stresses emphasized emphasised emphasizes emphasises promised promises
    vowed vows pledged pledges testified testifies tweeted tweets posted posts joked jokes
    asked asks answered answers quipped quips exclaimed exclaims shouted complained complains
    suggested suggests revealed reveals cautioned cautions countered counters lamented laments
    urged urges agreed agrees denied denies maintained maintains contended contends alleged
    alleges reiterated reiterates began begins shared shares mused muses captioned boasted
    boasts opined opines reflected reflects clarified clarifies hinted hints reported reports
    advised advises indicated indicates reminded reminds yelled called calls described
    describes branded labelled labeled dubbed chimed""".split(),
    "pointed out",
    "points out",
    "went on to say",
    "goes on to say",
    "used to say",
    "chimed in",
)
# Only with words in quotation marks are these anything said.
QUOTED_ONLY = frozenset(
    """began begins shared shares called calls described describes branded
    labelled labeled dubbed agreed agrees chimed""".split()
) | {"chimed in"}
# These need no "that" where a subject follows: "he added it was late".
FREELY = frozenset(
    """added adds wrote writes argued argues insisted insists claimed claims stated states testified
    predicted noted notes explained explains warned warns denied denies admitted admits reported
    reports acknowledged conceded alleged alleges suggested confirmed predicts""".split()
)
# These tell whom, before what.
WARN = frozenset("warned warns reminded reminds advised advises cautioned assured assures".split())
VERB = "|".join((*SAY, *TELL, *REPORT))
PARTICIPLES = tuple(
    """saying adding writing noting arguing claiming warning insisting explaining stating declaring
    telling commenting joking recalling tweeting posting responding replying""".split()
)
# Between a speaker and the verb; "never", "not", "would" and "reportedly" are none of them.
BETWEEN = (
    r"(?:(?:has|had|also|later|then|further|recently|previously|once|famously|repeatedly|initially"
    r"|earlier|simply|only|even|publicly|often|now|still|just|already|himself|herself|themselves"
    r"|itself|subsequently|immediately|separately|first|always|long|formerly|both|all|again|long"
    r"|(?!reportedly|allegedly|supposedly|hardly|rarely|barely|scarcely|purportedly)[a-z]+ly)\s+)"
)
PREPOSITIONS = frozenset(
    """of for to at from with by in on about against near under over between like than after before
    during including via per into onto toward towards through behind beside besides without within
    around across among amid despite since until till unlike alongside versus as off upon
    regarding concerning""".split()
)
HYPOTHETICAL = frozenset("if whether unless until or should assuming provided suppose".split())
# A finite verb before a name makes it that verb's object, or the next clause's subject.
PRONOUNS = frozenset("he she they it we i you who which what that this these those".split())
OFFICES = frozenset(
    """minister president chancellor mayor governor senator congressman congresswoman secretary
    ambassador general admiral colonel judge justice king queen prince princess pope bishop director
    chief executive founder co-founder cofounder chair chairman chairwoman chairperson head leader
    spokesman spokeswoman spokesperson coach manager captain striker goalkeeper midfielder defender
    quarterback singer actor actress author writer novelist painter artist scientist professor
    economist lawyer attorney prosecutor detective analyst engineer pilot farmer teacher nurse
    doctor designer architect composer journalist editor reporter superintendent inspector sheriff
    commissioner commander lawmaker treasurer champion runner swimmer cyclist skipper producer
    filmmaker owner boss star host researcher expert strategist officer executive partner
    psychologist psychiatrist physician surgeon dietitian nutritionist historian activist critic
    musician rapper songwriter comedian presenter winger forward guard linebacker midwife adviser
    advisor counsel investor entrepreneur developer fan resident student investigator specialist
    representative correspondent columnist deputy envoy diplomat premier spokesmen firm company
    site outlet agency group maker giant startup newspaper magazine website broadcaster co-owner
    co-chair co-author ceo cfo cto coo vp lead veterinarian epidemiologist virologist neurologist
    cardiologist bassist guitarist drummer creator legend""".split()
)
# What speaks, and is called by what it is: "the defence ministry".
BODIES = (
    "ministry government commission court police agency department army navy council parliament"
    " embassy regulator watchdog committee authority prosecutor party union bank board association"
).split()
TITLES = frozenset(
    """mr mrs ms miss mx dr sir dame lord lady president premier prime minister foreign defence
    defense finance interior senator sen rep reps gov governor judge justice gen general lt col
    colonel maj major capt captain sgt sergeant adm admiral cmdr commander ceo coo cto cfo cmo
    svp evp vp chief executive officer secretary professor prof coach king queen pope prince
    princess rev reverend father detective sheriff mayor attorney director chairman chairwoman
    chair chairperson congressman congresswoman representative ambassador chancellor speaker
    leader founder co-founder manager editor spokesman spokeswoman spokesperson analyst
    economist deputy vice assistant senior former ex vice-president undersecretary commissioner
    superintendent inspector constable brother sister author actor actress singer doctor""".split()
)
# Behind these an "of" belongs to a name: "the Bank of England".
OF_NAMES = frozenset(
    """bank corps line joint states county port university ministry department house secretary
    institute office bureau court church board school college chamber state city league
    federation association council society museum academy republic head chief director
    president""".split()
)
