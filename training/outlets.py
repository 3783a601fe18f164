"""Chance → names of outlets that aren't there, and days: what stands over a page. Pure."""

import random
from datetime import date, timedelta

_PLACES = """Corby Alderney Brixham Calder Dunmore Eastport Farlow Glenrock Hartwell Ironbridge
Kestrel Lowland Midland Northern Oakfield Pacific Queensbury Riverton Southern Tamar Upland Valley
Western Yarrow Capital Coastal Harbour Lakeside Metro National""".split()
_KINDS = """Courier Post Ledger Observer Tribune Gazette Herald Journal Chronicle Dispatch Mail
Wire News Times Examiner Review Record Sentinel Star Telegraph""".split()
_ALONE = """Lantern Parallel Signalpost Fieldnote Ringside Pixelry Overclock Touchline Counterpoint
Newsbeat Quillon Driftwood Bytewise Marketeer Broadleaf Undertone""".split()
_FIRST_DAY, _DAYS = date(2015, 1, 1), 4_000


def outlet(chance: random.Random) -> str:
    """One of some hundreds of names, in the forms that outlets have."""
    form = chance.random()
    if form < 0.2:
        return chance.choice(_ALONE)
    if form < 0.3:
        return f"{''.join(chance.choice('ABCDGKLMNPRSTV') for _ in range(3))} News"
    name = f"{chance.choice(_PLACES)} {chance.choice(_KINDS)}"
    return f"The {name}" if form < 0.6 else name


def day(chance: random.Random) -> date:
    """A day on which a page may have been published."""
    return _FIRST_DAY + timedelta(days=chance.randrange(_DAYS))
