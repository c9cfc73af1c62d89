"""Marking, for whoever runs a session: assessors, who marks whom, grids on paper, files of results, retakes."""
