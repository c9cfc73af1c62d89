"""The commands of the house, and those of Django that it makes its own."""
