"""The parts of `sceau verify`: where credentials are found, and how their reports are shown."""
