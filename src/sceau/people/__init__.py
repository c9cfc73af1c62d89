"""The persons a body knows: one each, duplicates, merges, civil status kept apart, consent, retention."""
