"""Acts told to people: what the journals of the desk and of the platform share."""
