"""Duty on machines: the dated `tariff`, and the `exposure` under it."""
