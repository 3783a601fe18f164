import os

from retrieval import telemetry

telemetry.turn_off(os.environ)
