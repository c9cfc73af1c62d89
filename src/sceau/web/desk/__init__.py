"""Pages of those who work at an institution."""
