"""Credentials at the desk: found, suspended, revoked, corrected, renewed."""
