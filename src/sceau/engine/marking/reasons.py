"""What can stand between a design or a mark and a result."""

from __future__ import annotations

from sceau.engine.errors import EngineError, Reason


class NotOnTheGrid(EngineError):
    """A mark that the grid has no place for."""


NO_SUCH_CRITERION = Reason(
    "marking.no_such_criterion",
    fr="la grille n’a pas de critère « {name} »",
    en="the grid has no criterion “{name}”",
)
NO_SUCH_LEVEL = Reason(
    "marking.no_such_level",
    fr="l’échelle de la grille n’a pas de niveau « {name} »",
    en="the grid’s scale has no level “{name}”",
)

# --- a design that nobody can be assessed on ------------------------------------------------------------------------
NO_GRID = Reason(
    "marking.no_grid",
    fr="cette version n’a pas de grille : on ne peut pas évaluer dessus",
    en="this version has no grid: nobody can be assessed on it",
)
NO_POINTS = Reason(
    "marking.no_points",
    fr="aucun niveau de l’échelle ne donne de points",
    en="no level of the scale gives any points",
)
NOT_OBSERVED = Reason(
    "marking.not_observed",
    fr="aucune épreuve n’observe le critère « {name} »",
    en="no event observes the criterion “{name}”",
)
EVENT_TWICE = Reason(
    "marking.event_twice",
    fr="deux épreuves ont l’identifiant « {name} »",
    en="two events have the id “{name}”",
)
