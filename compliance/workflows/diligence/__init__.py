"""What an acquirer must know: the `target` that is read, the `dossier` of it, what would remedy it."""
