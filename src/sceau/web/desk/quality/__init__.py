"""How well designs assess: pass rates, criteria, agreement, appeals."""
