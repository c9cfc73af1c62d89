"""The numbers, for people and for machines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table as Grid

from sceau.cli.language import say, spoken

WIDTH = 118


@dataclass(frozen=True)
class Row:
    """One implementation.

    share:   of the bare signature's speed; goal: the share to reach
    agrees:  whether its result is what it must be; None when there was nothing to compare with
    slower:  how many times the first of its table
    """

    name: str
    seconds: float
    share: float | None = None
    goal: float | None = None
    agrees: bool | None = None
    slower: float | None = None

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is met; None without one."""
        return None if self.goal is None or self.share is None else self.share >= self.goal


@dataclass(frozen=True)
class Table:
    """The implementations of one thing, ours first."""

    key: str
    title: str
    rows: list[Row]

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            "key": self.key,
            "rows": [
                {
                    "name": row.name,
                    "microseconds": row.seconds * 1e6,
                    "per_second": 1 / row.seconds,
                    "share_of_raw": row.share,
                    "goal": row.goal,
                    "met": row.is_met,
                    "agrees": row.agrees,
                    "times_ours": row.slower,
                }
                for row in self.rows
            ],
        }


@dataclass(frozen=True)
class Figure:
    """A number with a bound that it must stay under."""

    name: str
    value: float
    unit: str
    goal: float | None = None
    agrees: bool | None = None

    @property
    def is_met(self) -> bool | None:
        """Whether it stays under its bound; None without one."""
        return None if self.goal is None else self.value < self.goal

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        known = {"name": self.name, "value": self.value, "unit": self.unit, "under": self.goal}
        return known | {"met": self.is_met, "agrees": self.agrees}


def print_tables(tables: list[Table], figures: list[Figure], where: dict[str, Any], absent: list[str]) -> None:
    """Everything, on the terminal."""
    console = Console(highlight=False)
    if console.width < WIDTH:
        console = Console(highlight=False, width=WIDTH)
    versions = ", ".join(f"{name} {number}" for name, number in where["versions"].items() if number)
    load = number_of(where["load"][0], 2)
    console.print(
        f"Python {where['python']}, {where['cores']} " + say(fr=f"cœurs, charge {load}", en=f"cores, load {load}")
    )
    console.print(f"{versions}\n", style="dim")
    for table in tables:
        _print_table(console, table)
    _print_figures(console, figures)
    if absent:
        names = ", ".join(absent)
        console.print(say(fr=f"Absents, donc non mesurés : {names}", en=f"Absent, so not measured: {names}"))


def _print_table(console: Console, table: Table) -> None:
    grid = Grid(title=table.title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    grid.add_column("", min_width=44, no_wrap=True)
    for heading in (
        say(fr="par seconde", en="a second"),
        "µs",
        say(fr="part", en="share"),
        say(fr="but", en="goal"),
        say(fr="fois nous", en="times us"),
        say(fr="résultat", en="result"),
    ):
        grid.add_column(heading, justify="right", no_wrap=True)
    for row in table.rows:
        grid.add_row(
            row.name,
            number_of(1 / row.seconds),
            number_of(row.seconds * 1e6, 1),
            "" if row.share is None else f"{number_of(row.share * 100, 1)}\u00a0%",
            _goal("" if row.goal is None else f"{row.goal * 100:.0f}\u00a0%", row.is_met),
            "" if row.slower is None else f"{number_of(row.slower, 1)}\u00a0×",
            _agreement(row.agrees),
        )
    console.print(grid)
    console.print()


def _print_figures(console: Console, figures: list[Figure]) -> None:
    grid = Grid(
        title=say(fr="Et encore", en="And more"), title_justify="left", title_style="bold", box=None, pad_edge=False
    )
    for heading, justify in (
        ("", "left"),
        ("", "right"),
        ("", "left"),
        (say(fr="but", en="goal"), "left"),
        ("", "left"),
    ):
        grid.add_column(heading, justify=justify, no_wrap=True)
    for figure in figures:
        digits = 0 if figure.value >= 100 else 1 if figure.value >= 10 else 3
        bound = "" if figure.goal is None else f"< {number_of(figure.goal, 2).rstrip('0').rstrip(',.')}"
        grid.add_row(
            figure.name,
            number_of(figure.value, digits),
            figure.unit,
            _goal(bound, figure.is_met),
            _agreement(figure.agrees),
        )
    console.print(grid)


def number_of(value: float, digits: int = 0) -> str:
    """A number as the language in use writes it."""
    text = f"{value:,.{digits}f}"
    return text.replace(",", "\u00a0").replace(".", ",") if spoken() == "fr" else text


def _goal(bound: str, is_met: bool | None) -> str:
    return bound if is_met is None else f"{bound} {'●' if is_met else '■'}"


def _agreement(agrees: bool | None) -> str:
    if agrees is None:
        return ""
    return say(fr="juste", en="right") if agrees else say(fr="DIFFÈRE", en="DIFFERS")
