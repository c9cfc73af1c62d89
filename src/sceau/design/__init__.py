"""Micro-credential designs and their numbered versions."""
