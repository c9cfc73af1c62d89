"""Looking a skill, an occupation or a certification up from the desk."""
