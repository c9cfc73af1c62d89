"""Bitstring Status List 1.0: lists of bits that say which credentials are revoked, suspended or replaced."""
