"""Messy inventories into the native form: `conversion` does files, `rewriting` the cells of one of them."""
