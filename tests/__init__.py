"""Tests; a package so that its shared builders have one name."""
