"""The uses of the program without printing: check, convert, screen, trace, duty, timeline, diligence, policy tests."""
