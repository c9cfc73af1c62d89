"""The persons that a body knows: search, duplicates, file, consent, retention."""
