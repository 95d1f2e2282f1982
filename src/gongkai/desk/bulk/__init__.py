"""成批办理: what is to be done to the picked cases, which of them it can be done to, the press, and taking it back."""
