"""Inventories: files into rows, rows into lots of equal units, cells into facts, and back into the native form."""
