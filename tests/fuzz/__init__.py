"""Files that strangers wrote, thought of by a program: every reader gives an answer or a ComplianceError, soon and in little memory.

``python -m tests.fuzz --minutes 10`` tries for as long as one likes; the suite tries a few of each. What ever failed stays
in ``corpus/READER/`` and is tried first, every time.
"""
