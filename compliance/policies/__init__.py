"""Policies and their rules, the kinds of constraint, and the engine that asks every rule of every subject on a day."""
