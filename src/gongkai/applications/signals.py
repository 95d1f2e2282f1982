"""What other rooms may listen to."""

from django.dispatch import Signal

dates_moved = Signal()
"""Sent inside the transaction that has moved dates of cases: after a change of the calendar or of a body's readings. ``cases``: the
keys of the applications. What is planned by their dates (reminders) is planned anew by whoever listens."""
