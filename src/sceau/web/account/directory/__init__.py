"""Signing in through an institution's own directory, and staying in while it says so."""
