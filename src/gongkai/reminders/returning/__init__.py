"""Mail that came back: the mailbox it comes into, what its report says, and what follows for the log and the person."""
