"""Who an institution is and how it looks."""
