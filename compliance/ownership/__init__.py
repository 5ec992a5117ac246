"""Parties and the interests between them, the legal regimes that read such a graph, and the tracing under one of them."""
