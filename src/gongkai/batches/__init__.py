"""成批办理: one thing done to many cases, each checked for itself, as one batch that can be taken back until anything goes out."""
