"""Letters to holders at the desk: what waits, what came back, what is printed, and in which words."""
