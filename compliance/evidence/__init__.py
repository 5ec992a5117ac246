"""What vouches for an inventory: the register of documents, what each of them covers, and what a scan of the hall saw."""
