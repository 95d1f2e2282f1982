"""Settings, root addresses, the server entry point and its background work. Known to the server and the commands alone."""
