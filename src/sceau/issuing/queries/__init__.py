"""Reads that several callers share; who may see is part of each."""
