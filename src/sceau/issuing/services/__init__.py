"""Every write of this room, a module for each part."""
