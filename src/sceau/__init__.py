"""Sceau, the open platform for micro-certifications."""

__version__ = "0.1.0"
