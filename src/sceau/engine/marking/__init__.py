"""From marks to a score, a state and a sentence; how well assessors agree; how well a grid tells people apart."""
