"""Who works at an institution, as what; whom it invited."""
