"""Words that exclude each other: a word → its opposites, and → others of its family. Data."""

from collections import defaultdict

_OPPOSITES = """
first last; first second; largest smallest; biggest smallest; highest lowest; longest shortest
oldest youngest; oldest newest; earliest latest; most least; more less; more fewer; best worst
better worse; higher lower; larger smaller; bigger smaller; greater lesser; older younger
older newer; longer shorter; faster slower; stronger weaker; earlier later; warmer colder
hotter colder; heavier lighter; richer poorer; increase decrease; increased decreased
increases decreases; increasing decreasing; rise fall; rose fell; rising falling; raised lowered
raise lower; gain lose; gained lost; win lose; won lost; winning losing; begin end; began ended
started ended; start end; starts ends; beginning end; open closed; opened closed; opening closing
buy sell; bought sold; import export; imports exports; imported exported; enter leave
entered left; arrive depart; arrived departed; join leave; joined left; accept reject
accepted rejected; accepts rejects; support oppose; supported opposed; supports opposes
supporting opposing; agree disagree; agreed disagreed; allow forbid; allowed forbidden
allows forbids; permitted prohibited; legal illegal; lawful unlawful; include exclude
included excluded; includes excludes; including excluding; create destroy; created destroyed
build demolish; built demolished; found abolish; founded abolished; established dissolved
introduced removed; added removed; add remove; adding removing; grow shrink; grew shrank
growing shrinking; expand contract; expanded contracted; born died; birth death; live die
before after; above below; over under; inside outside; internal external; inner outer
upper lower; top bottom; front rear; north south; northern southern; east west; eastern western
northeast southwest; northwest southeast; left right; male female; men women; man woman
boys girls; boy girl; father mother; fathers mothers; husband wife; son daughter; sons daughters
brother sister; king queen; prince princess; public private; urban rural; ancient modern
old new; young old; early late; major minor; majority minority; maximum minimum; rich poor
strong weak; strength weakness; strengths weaknesses; advantage disadvantage
advantages disadvantages; benefit drawback; benefits drawbacks; positive negative; good bad
success failure; successful unsuccessful; succeeded failed; succeed fail; popular unpopular
common rare; frequent infrequent; often rarely; always never; usually rarely; important unimportant
necessary unnecessary; possible impossible; able unable; similar different; same different
hot cold; warm cool; wet dry; heavy light; dark bright; hard soft; fast slow; long short; tall short
wide narrow; deep shallow; big small; large small; huge tiny; rural urban; full empty; thick thin
cheap expensive; safe dangerous; peace war; friend enemy; friends enemies
ally enemy; allies enemies
attack defend; attacked defended; victory defeat; defeated saved; capture release
captured released; arrested released; convicted acquitted; guilty innocent; employed unemployed
hire fire; hired fired; appointed dismissed; elected ousted; strengthen weaken
strengthened weakened; improve worsen; improved worsened; encourage discourage
encouraged discouraged; encourages discourages; help hinder; helped hindered
help hurt; cause prevent
caused prevented; causes prevents; approve veto; approved rejected; approves rejects
praised criticized; praise criticize; love hate; loved hated; liked disliked; like dislike
remember forget; known unknown; visible invisible; complete incomplete; direct indirect
directly indirectly; formal informal; official unofficial; independent dependent; active inactive
natural artificial; domestic foreign; national international; local global; civilian military
religious secular; conservative liberal; democratic authoritarian; voluntary mandatory
temporary permanent; simple complex; easy difficult; easiest hardest; single multiple; few many
absorb emit; absorbed emitted; produce consume; produced consumed; produces consumes
push pull; send receive; sent received; teach learn; taught learned; lend borrow; ask answer
question answer; cost save; spent saved; spend earn; paid refused; protect endanger
protected endangered; unite divide; united divided; connect separate; connected separated
oxidized reduced; solid liquid; acid base; predator prey; supply demand; employer employee
employers employees; landlord tenant; teacher student; teachers students; doctor patient
doctors patients; plaintiff defendant; buyer seller; winner loser; winners losers; offense defense
offensive defensive; uphill downhill; upstream downstream; inland coastal; primary secondary
true false; theoretical practical; vertical horizontal; maximum minimum; initial final
"""

_FAMILIES = """
january february march april june july august september october november december
monday tuesday wednesday thursday friday saturday sunday
spring summer autumn winter
morning afternoon evening night
day week month year decade century
days weeks months years decades centuries
red blue green yellow black white purple orange brown grey pink
father mother brother sister uncle aunt cousin grandfather grandmother
son daughter nephew niece grandson
king queen emperor prince duke pope sultan bishop
president chancellor governor mayor senator ambassador minister secretary
general admiral colonel captain lieutenant sergeant
kings queens emperors princes dukes popes sultans bishops
author painter composer architect engineer scientist philosopher poet singer actor
director producer writer editor designer cinematographer
book film song album novel play poem opera series game
books films songs albums novels plays poems operas
army navy church parliament court police government senate
school university college library museum hospital
schools universities colleges libraries museums hospitals
river lake mountain island desert forest ocean valley sea
rivers lakes mountains islands deserts forests oceans valleys
city town village country state province county district continent region
cities towns villages countries states provinces counties districts continents
airport harbour station bridge tunnel highway railway canal
car train ship plane bicycle bus truck
cars trains ships planes bicycles buses trucks
gold silver iron copper tin lead zinc aluminium
oxygen nitrogen hydrogen carbon helium sulfur chlorine
coal oil gas uranium wood water
wheat rice corn barley cotton sugar coffee tea tobacco
dog cat horse cow sheep pig bird fish snake insect
dogs cats horses cows sheep pigs birds fish snakes insects
heart brain liver lung kidney stomach skin bone
football baseball basketball hockey tennis cricket golf rugby
guitar piano violin drums trumpet flute
physics chemistry biology mathematics astronomy geology medicine history
english french german spanish italian russian chinese japanese arabic latin greek dutch
british french german spanish italian russian chinese japanese american indian turkish polish
england france germany spain italy russia china japan india turkey poland egypt brazil canada
london paris berlin madrid rome moscow beijing tokyo vienna warsaw
europe asia africa australia
christian muslim jewish hindu buddhist catholic protestant
christians muslims jews hindus buddhists catholics protestants
capitalism socialism communism liberalism nationalism
democrat republican
one two three four five six seven eight nine ten
first second third fourth fifth sixth
million billion thousand hundred
meters feet miles kilometers inches
dollars euros pounds yen
height weight length width depth age
temperature pressure speed volume mass
population area budget income
wrote painted composed designed sang filmed
invented discovered sold stole banned
married divorced betrayed murdered
visited left conquered bombed
owned rented sold stole
won lost cancelled hosted
breakfast lunch dinner
war battle treaty revolution election strike
disease drug vaccine symptom injury
doctor lawyer farmer soldier priest merchant
doctors lawyers farmers soldiers priests merchants
students teachers workers children women soldiers
company union charity bank team
companies unions charities banks teams
bill law treaty ruling contract
earthquake flood hurricane fire drought
television radio newspaper magazine website
"""


def _opposites() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for pair in _OPPOSITES.replace("\n", ";").split(";"):
        words = pair.split()
        if len(words) == 2:
            one, other = words
            found[one].append(other)
            found[other].append(one)
    return {word: tuple(others) for word, others in found.items()}


def _families() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for line in _FAMILIES.strip().splitlines():
        members = line.split()
        for word in members:
            found[word] |= set(members) - {word}
    return {word: tuple(sorted(others)) for word, others in found.items()}


OPPOSITES = _opposites()
FAMILIES = _families()
