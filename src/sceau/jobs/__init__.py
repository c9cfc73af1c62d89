"""What follows an act, from the journal; the entry points of the task queue."""
