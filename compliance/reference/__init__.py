"""What the program knows about the world: countries, hardware, installations, tariffs."""
