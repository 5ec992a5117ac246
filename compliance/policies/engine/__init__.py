"""Every rule asked of every subject on a day: `assessment` answers, the others are its parts."""
