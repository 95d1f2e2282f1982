"""The pages of the public site, a module for each thing a visitor does."""
