"""Where things are: the exact table of countries, dated sets of them, states, distances, installations."""
