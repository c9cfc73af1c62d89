"""Sceau, the open platform for micro-certifications."""
