"""Who is reached through ownership: `reach` answers, the others are its parts."""
