"""From award to signed credential: batches, what stands in the status lists, corrections, renewals and letters."""
