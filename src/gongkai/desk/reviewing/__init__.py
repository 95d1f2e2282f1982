"""审核: what waits for a person's verdict, the chain it goes through, what was released by force, who approved what."""
