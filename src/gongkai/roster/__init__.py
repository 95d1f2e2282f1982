"""机关名录: the bodies of an installation as a whole. They are added, one or many, and they end, with who takes over."""
