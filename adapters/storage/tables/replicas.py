"""What processes on several machines must know of one another: who holds what, and what people
asked lately."""

from sqlalchemy import JSON, BigInteger, Column, Integer, String, Table, Text

from adapters.storage.tables.schema import REBUILT, Moment, metadata

# What one process at a time may do. `until`: microseconds since 1970 by the database's clock.
# `token` grows with each holder, so that one which stood still past its time is told from the one
# that came after it.
leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("token", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    info=REBUILT,
)

# The data folder that the index lies in, by the id that stands in it; one row.
index_home = Table(
    "index_home",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("folder", String(32), nullable=False),
    Column("path", Text, nullable=False),
    info=REBUILT,
)

# When a person's last questions came, and when it was told last that
# they were too many. `person` is a digest of who it is.
question_times = Table(
    "question_times",
    metadata,
    Column("person", String(32), primary_key=True),
    Column("asked", JSON, nullable=False),
    Column("told", Moment),
    Column("last", Moment, nullable=False, index=True),
    info=REBUILT,
)
