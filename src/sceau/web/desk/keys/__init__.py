"""Pages of the keys of an institution."""
