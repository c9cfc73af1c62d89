"""Why something is refused: a module for each part of the room."""
