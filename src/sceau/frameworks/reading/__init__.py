"""Files that others published, read into plain values. Knows no table, no clock, no network."""
