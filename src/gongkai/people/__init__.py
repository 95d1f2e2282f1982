"""Accounts, appointments with dates, deputies, sealed personal data, and the hash-chained log."""
