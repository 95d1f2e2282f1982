"""What other rooms may listen to."""

from django.dispatch import Signal

dates_moved = Signal()
"""Sent inside the transaction with which a recount ends, after a change of the calendar or of a body's readings. ``agencies``: the keys
of the bodies of which dates have moved. What is planned by those dates (reminders) is planned anew by whoever listens."""
