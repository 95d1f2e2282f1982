"""Settings, root addresses and the server entry point. Imported by nothing but the server and the commands."""
