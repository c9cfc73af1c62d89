"""Words and what is found by them, the same on both databases."""
