"""Jury, deliberation, minutes, awards, appeals."""
