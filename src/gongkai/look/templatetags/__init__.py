"""The tags and filters of the look."""
