"""A pass over a pile: ZIP, CVs, tables of links; every credential in them is judged, and nothing is kept."""
