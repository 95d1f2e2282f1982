"""渠道 at the desk: what waits to be put up or proved, one screen to prove it, and how each channel is reached."""
