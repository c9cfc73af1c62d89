"""The faculties, sites and departments of an institution."""
