"""How long a test waits for what a right run brings: a bound that only one which hangs reaches."""

# Seconds. A machine may have eight other things to do; nobody waits so long unless something broke.
PATIENCE = 600.0
