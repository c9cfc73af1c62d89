"""The pages where an institution sets up its own directory."""
