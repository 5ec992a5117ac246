"""Downloaded editions of lists: fetching, storing, updating and comparing them."""
