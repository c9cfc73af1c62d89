"""Signatures lent for a time."""
