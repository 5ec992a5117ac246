"""Judges a fleet by policies on a day; `assessment` is the entry point."""
