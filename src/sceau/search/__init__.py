"""Words and what is found by them, the same on both databases: accents, endings, typing errors, unfinished words."""
