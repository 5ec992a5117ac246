"""Faults of the machine: a disk that is full, a program that is killed, bits that flip, streams that are closed.

``python -m tests.faults`` tries all of them with real processes; the suite tries a few within its own.
"""
