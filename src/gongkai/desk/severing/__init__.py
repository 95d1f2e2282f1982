"""区分处理 at the desk: one page to cut a file, and what the check of what leaves the house finds on a letter."""
