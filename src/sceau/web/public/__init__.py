"""Pages that anyone may ask for."""
