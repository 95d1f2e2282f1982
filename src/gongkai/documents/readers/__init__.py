"""One module for each format. Each has ``read(data, name="") -> Document``, which raises NotThisFormat at once when the bytes
are not its own, and Unreadable when they are but cannot be read; never anything else."""
