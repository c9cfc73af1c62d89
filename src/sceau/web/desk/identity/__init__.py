"""Pages of what proves who an institution is."""
