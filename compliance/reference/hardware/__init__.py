"""What machines there are: `catalogue` answers, `file` reads it, the others understand what people write."""
