"""Names made comparable: `folding` for equality, `index` and its parts for likeness."""
