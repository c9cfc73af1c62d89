"""Pages of the demonstration alone."""
