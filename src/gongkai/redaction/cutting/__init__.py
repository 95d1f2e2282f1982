"""How each format is cut."""
