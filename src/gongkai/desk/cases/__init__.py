"""One application at the desk: its page, and a page for every step of handling it."""
