"""两区: the public zone takes and stamps, the inner zone pulls signed files; what is between them stands on a monitor."""
