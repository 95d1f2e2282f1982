"""The list of bodies at the desk: seen, added to, imported, and where a body ends."""
