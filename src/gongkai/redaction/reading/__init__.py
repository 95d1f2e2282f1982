"""What each format shows, with what is needed to cut it."""
