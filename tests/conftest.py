"""What all tests share: how long hypothesis may look for a counterexample."""

from hypothesis import settings

# 25,000 inputs for each of the two tests of test_fuzzed_input.py.
settings.register_profile("thorough", max_examples=25_000)
