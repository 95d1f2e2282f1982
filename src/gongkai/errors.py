"""What every error of ours has in common: a whole sentence a person can act on."""


class GongkaiError(Exception):
    """Something that cannot be done as asked. ``str()`` is a sentence in the user's language: what happened, why it
    matters, what to do next. The command line prints it on one line and ends with status 2."""
