"""信息: what a section hands in, what the checks say of it, and what becomes of it."""
