"""The credential engine: bytes and values in, bytes and values out.

No Django, no network, no clock: time, randomness, keys and whatever comes from outside are arguments.
"""
