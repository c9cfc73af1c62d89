"""The pass over a pile, for recruiters: files in, a table out, with its exports. Nothing is kept."""
