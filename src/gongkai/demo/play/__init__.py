"""The player: whole lives of applications, from their arrival to the last suit, through the real actions.

>>> player = Player([crew], seed=1)              # doctest: +SKIP
>>> player.add(crew, draw(player.random, ...), date(2025, 3, 3))   # doctest: +SKIP
>>> player.run(date(2025, 12, 31))               # doctest: +SKIP

Every story decides what happens; the actions say whether it may. What happened is told to a journal of raw events as the story
itself knows it (`gongkai.demo.events`).
"""

from gongkai.demo.play.plan import POINTS, Dispute, Plan, draw
from gongkai.demo.play.player import Player

__all__ = ["POINTS", "Dispute", "Plan", "Player", "draw"]
