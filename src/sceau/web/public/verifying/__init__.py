"""The box: hand in anything, and read the verdict."""
