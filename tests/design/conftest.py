"""People and bodies of these tests."""

from institutions.bodies import alpes, amina, bruno, claire, gap, grenoble, occitanie, paul, terres

__all__ = ["alpes", "amina", "bruno", "claire", "gap", "grenoble", "occitanie", "paul", "terres"]
