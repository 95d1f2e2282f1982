"""The demonstration county and the player that fills it: whole lives of applications, played through the real actions."""
