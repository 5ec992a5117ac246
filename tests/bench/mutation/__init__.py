"""Mutants of what decides verdicts: which changes of the code does no test notice? ``python -m tests.bench.mutation``."""
