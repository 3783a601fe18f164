"""The words that stand in bylines beside people's names: offices, outlets, places. Pure."""

# A byline that ends in one names no person, and what follows a name and ends in one is an office.
ROLES = frozenset(
    "editor editors editor-in-chief editor-at-large co-editor subeditor correspondent "
    "correspondents reporter reporters writer writers columnist columnists contributor "
    "contributors critic producer analyst journalist journalists photographer "
    "photojournalist blogger presenter anchor author bureau desk fellow intern freelancer "
    "director professor researcher lecturer economist redakteur redakteurin "
    "korrespondent korrespondentin journaliste rédacteur rédactrice redactor redactora "
    "redactie corresponsal periodista giornalista jornalista repórter redattore redattrice "
    "correspondente inviato envoyé envoyée spécial spéciale verslaggever "
    "journalistin".split()
)
# Before one of these: "Staff Writer" is an office, "Ada Writer" may be somebody.
OF_ROLES = frozenset(
    "our the staff senior junior chief deputy assistant associate managing executive "
    "contributing guest special freelance political politics parliamentary business economics "
    "economy financial sports sport football science health medical tech technology education "
    "environment climate energy foreign world international global national regional local "
    "city crime legal court media culture arts music film food travel diplomatic defence "
    "defense military security religion royal news digital online web night features "
    "opinion social investigative investigations data photo video general europe africa "
    "asia china russia us uk washington london brussels berlin paris".split()
)
# Words of a collective: whoever signs with one of them signs for many.
COLLECTIVES = frozenset(
    "staff agencies agency newsroom newsdesk editorial board team desk news reports bureau "
    "redaktion redaktionen redaktionsnetzwerk redacción redaccion redação redacao redazione "
    "rédaction redactie redakcja newswire wire wires services service network media online "
    "correspondents reporters editors writers contributors sources press-release admin "
    "administrator webmaster moderator guest anonymous unknown sports sport agences "
    "agencias agenzie agenturen agências agentschap newspaper broadcasting television radio "
    "tv publications publishing foundation institute university association magazine inc "
    "inc. ltd ltd. llc plc gmbh ag corp corp. corporation company committee council "
    "department ministry ministries newsletter digital group international shimbun zeitung "
    "nachrichten tageblatt rundschau allgemeine giornale corriere diario community partners "
    "studio studios podcast syndicate".split()
)
# Agencies and outlets that other papers print, which nothing in their names gives away.
OUTLETS = frozenset(
    " ".join(name.split())
    for name in """
    reuters, thomson reuters, ap, the associated press, associated press, afp, agence
    france-presse, agence france presse, dpa, dpa-afx, apa, sda, keystone-sda, sid, epd, kna,
    bloomberg, pa, pa media, press association, ansa, adnkronos, agi, efe, europa press, lusa,
    belga, anp, ritzau, ntb, tt, stt, xinhua, tass, ria novosti, interfax, ukrinform, kyodo, kyodo
    news, jiji, jiji press, yonhap, pti, press trust of india, ani, ians, uni, aap, upi, cp,
    canadian press, the canadian press, anadolu, anadolu agency, aa, wafa, irna, mehr, petra,
    mena, sputnik, bernama, antara, bbc, cnn, nbc, cbs, abc, msnbc, cnbc, npr, pbs, espn, fox, fox
    business, al jazeera, dw, deutsche welle, rt, sky, itv, itn, rte, rté, cbc, ard, zdf, orf,
    srf, rai, nhk, politico, axios, vox, wired, time, newsweek, the guardian, guardian, the times,
    new york times, washington post, los angeles times, the conversation, propublica, business
    wire, businesswire, pr newswire, prnewswire, globenewswire, globe newswire, ap news, multiple
    sources, various, wikipedia
    """.split(",")
)  # fmt: skip
# Words that papers' names end in; they are surnames too, and count beside a place or "The" only.
PAPERS = frozenset(
    "post press times journal herald tribune gazette chronicle courier mirror mail express "
    "star sun telegraph independent observer examiner inquirer enquirer record register "
    "sentinel standard globe bulletin dispatch leader ledger echo argus review daily weekly "
    "today world".split()
)
# Where datelines come from: countries, capitals and the cities that papers write from.
PLACES = frozenset(
    " ".join(name.split())
    for name in """
    abidjan, abu dhabi, abuja, accra, addis ababa, afghanistan, albania, aleppo, algeria, algiers,
    almaty, amman, amsterdam, ankara, antwerp, argentina, armenia, asunción, asuncion, athens,
    atlanta, auckland, austin, australia, austria, azerbaijan, baghdad, bahrain, baku, baltimore,
    bamako, bangalore, bengaluru, bangkok, bangladesh, barcelona, basel, basra, beijing, beirut,
    belarus, belfast, belgium, belgrade, berlin, bern, birmingham, bogota, bogotá, bolivia, bonn,
    bosnia, boston, brasilia, brasília, bratislava, brazil, bristol, brisbane, britain, brussels,
    bucharest, budapest, buenos aires, buffalo, bulgaria, burma, cairo, cambodia, cameroon,
    canada, canberra, cape town, caracas, cardiff, casablanca, chicago, chile, china, chisinau,
    cincinnati, cleveland, cologne, colombia, colombo, copenhagen, costa rica, croatia, cuba,
    cyprus, czech republic, dakar, dallas, damascus, dar es salaam, delhi, denmark, denver,
    detroit, dhaka, doha, donetsk, dubai, dublin, durban, düsseldorf, ecuador, edinburgh, egypt,
    england, erbil, estonia, ethiopia, europe, finland, florence, france, frankfurt, gaza, gaza
    city, gdansk, geneva, genoa, georgia, germany, ghana, glasgow, greece, guatemala, guatemala
    city, haiti, hamburg, hanoi, harare, havana, helsinki, ho chi minh city, honduras, hong kong,
    houston, hungary, hyderabad, iceland, india, indonesia, iran, iraq, ireland, islamabad,
    israel, istanbul, italy, jakarta, japan, jerusalem, johannesburg, juba, kabul, kampala,
    kandahar, karachi, kathmandu, kazakhstan, kenya, kharkiv, khartoum, kherson, kiev, kyiv,
    kigali, kingston, kinshasa, kolkata, kosovo, kuala lumpur, kuwait, kuwait city, kyrgyzstan,
    lagos, lahore, laos, las vegas, latvia, lausanne, lebanon, leeds, leipzig, libya, lima,
    lisbon, lithuania, liverpool, ljubljana, london, los angeles, luanda, lusaka, luxembourg,
    lviv, lyon, madrid, malaysia, mali, malmö, manchester, manila, maputo, mariupol, marseille,
    melbourne, mexico, mexico city, miami, milan, milwaukee, minneapolis, minsk, mogadishu,
    moldova, mongolia, monrovia, montenegro, montevideo, montreal, montréal, morocco, moscow,
    mosul, mumbai, munich, muscat, myanmar, nairobi, naples, nashville, nepal, netherlands, new
    delhi, new orleans, new york, new york city, new zealand, nicaragua, nicosia, niger, nigeria,
    north korea, northern ireland, norway, odesa, odessa, orlando, osaka, oslo, ottawa,
    ouagadougou, pakistan, palermo, panama, panama city, paris, perth, peru, philadelphia,
    philippines, phnom penh, phoenix, pittsburgh, poland, port-au-prince, portland, porto,
    portugal, prague, pretoria, pristina, pyongyang, qatar, quebec, quito, ramallah, reykjavik,
    riga, rio de janeiro, riyadh, romania, rome, rostov, rotterdam, russia, rwanda, sacramento,
    salt lake city, san diego, san francisco, san josé, san salvador, sana'a, sanaa, santiago,
    santo domingo, são paulo, sao paulo, sarajevo, saudi arabia, scotland, seattle, senegal,
    seoul, serbia, sevilla, seville, shanghai, shenzhen, singapore, skopje, slovakia, slovenia,
    sofia, somalia, south africa, south korea, spain, sri lanka, st. louis, st. petersburg,
    stockholm, strasbourg, stuttgart, sudan, sweden, switzerland, sydney, syria, taipei, taiwan,
    tallinn, tampa, tanzania, tashkent, tbilisi, tegucigalpa, tehran, tel aviv, thailand, the
    hague, tianjin, tirana, tokyo, toronto, toulouse, tripoli, tunis, tunisia, turin, turkey,
    türkiye, uganda, ukraine, ulaanbaatar, united arab emirates, united kingdom, united states,
    uruguay, uzbekistan, valencia, valletta, vancouver, vatican city, venezuela, venice, vienna,
    vientiane, vietnam, vilnius, wales, warsaw, washington, washington d.c., washington dc,
    wellington, windhoek, wuhan, yangon, yemen, yerevan, zagreb, zaporizhzhia, zimbabwe, zurich,
    zürich
    """.split(",")
)  # fmt: skip
