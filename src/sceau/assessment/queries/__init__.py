"""Reads of this room, a module for each part; who may see is part of each."""
