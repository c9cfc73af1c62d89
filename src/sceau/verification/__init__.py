"""Judging what strangers hand in: a text, a link, files; and telling it in five lines. Nothing is kept."""
