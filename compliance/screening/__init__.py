"""Restricted-party lists, and the comparison of names with them."""
