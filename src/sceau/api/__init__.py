"""Machines, by protocol."""
