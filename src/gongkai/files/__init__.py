"""Files: looked at before they are taken, kept once under their hash. Cases and published items refer to them."""
