"""What certifying bodies allow their partners."""
