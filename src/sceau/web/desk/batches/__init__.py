"""Batches at the desk: put together, looked at, released, followed, called off."""
