"""What `sceau issue` is given: designs, bodies, a picture, as values."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from sceau.cli.issuing.errors import (
    IMAGE_OF_ONE_FORM,
    NO_BODY,
    NO_DESIGN,
    NOT_JSON,
    NOT_PUBLISHED,
    SAME_DESIGN,
    UNKNOWN_BODY,
    UNKNOWN_FORMAT,
    WRONG_BODIES,
    WRONG_DESIGN,
    WRONG_IMAGE,
    CannotIssue,
)
from sceau.engine import images
from sceau.engine.errors import MalformedDesign, MalformedImage, MalformedJson
from sceau.engine.images.png import is_png
from sceau.engine.model.bodies import Body, read_bodies
from sceau.engine.model.designs import Design, read_design
from sceau.engine.strict_json import JsonObject, parse, parse_object
from sceau.intake import Catalogue, KnownDesign

FORMATS = ("json", "jwt", "png", "svg")
LARGEST_FILE = 16 * 1024 * 1024  # bytes of a design or of a file of organisations


def read_catalogue(path: Path) -> dict[str, Design]:
    """The designs of a file, or of every .json file of a folder, by the name that rows may give them.

    raises:  CannotIssue, OSError
    """
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not files:
        raise CannotIssue(NO_DESIGN, folder=path)
    found: dict[str, Design] = {}
    origins: dict[str, Path] = {}
    for file in files:
        design = _read_design(file)
        name = design.id or str(design.uuid)
        if name in found:
            raise CannotIssue(SAME_DESIGN, file=file, other=origins[name], name=name)
        found[name], origins[name] = design, file
    return found


def catalogue_of(document: JsonObject, *, named: str) -> dict[str, Design]:
    """One design that the house published, by the name that rows may give it. raises: CannotIssue"""
    try:
        design = read_design(document)
    except MalformedDesign as error:
        raise CannotIssue(
            WRONG_DESIGN, file=named, place=error.pointer or "/", why=error.sentence("fr"), why_en=error.sentence("en")
        ) from error
    return {design.id or str(design.uuid): design}


def known_designs(catalogue: dict[str, Design]) -> Catalogue:
    """The same designs as intake knows them: names, titles and pass marks."""
    return Catalogue.of(
        KnownDesign(name, dict(design.title.words), threshold=_threshold(design)) for name, design in catalogue.items()
    )


def read_issuers(path: Path) -> dict[str, Body]:
    """The bodies of a file of organisations, by their id. raises: CannotIssue, OSError"""
    try:
        return read_bodies(_read_json(path))
    except MalformedDesign as error:
        raise CannotIssue(
            WRONG_BODIES, file=path, place=error.pointer or "/", why=error.sentence("fr"), why_en=error.sentence("en")
        ) from error


def bodies_of(design: Design, known: dict[str, Body], *, name: str, file: Path | None) -> tuple[Body, ...]:
    """The awarding bodies of a design, the one that signs first.

    known:   from the file of organisations
    name:    given for the one that signs, when there is no such file
    raises:  CannotIssue when one has no name
    """
    return tuple(
        Body(name=name, id=body.id) if name and not place else _body_of(body, design, known, file)
        for place, body in enumerate(design.bodies)
    )


def read_formats(text: str) -> tuple[str, ...]:
    """json,jwt,png,svg: each once, in our order. raises: CannotIssue"""
    asked = [name.strip().lower() for name in text.split(",") if name.strip()]
    for name in asked:
        if name not in FORMATS:
            raise CannotIssue(UNKNOWN_FORMAT, name=name)
    return tuple(name for name in FORMATS if name in asked)


def read_picture(path: Path, formats: tuple[str, ...], *, asked: bool) -> tuple[str, bytes]:
    """A picture of one's own: "png" or "svg", and its bytes.

    asked:   whether the formats were asked for by name: then a picture of the other form is refused
    raises:  CannotIssue, OSError
    """
    data = path.read_bytes()
    kind, other = ("png", "svg") if is_png(data) else ("svg", "png")
    try:
        images.bake(data, '{"a":1}')
    except MalformedImage as error:
        raise CannotIssue(WRONG_IMAGE, file=path, why=error.sentence("fr"), why_en=error.sentence("en")) from error
    if asked and other in formats:
        raise CannotIssue(IMAGE_OF_ONE_FORM, file=path, kind=kind, asked=other)
    return kind, data


def _read_json(path: Path) -> Any:
    try:
        return parse(path.read_bytes(), limit=LARGEST_FILE)
    except MalformedJson as error:
        raise CannotIssue(NOT_JSON, file=path, why=error.sentence("fr"), why_en=error.sentence("en")) from error


def _read_design(path: Path) -> Design:
    try:
        document = parse_object(path.read_bytes(), limit=LARGEST_FILE)
        design = read_design(document)
    except (MalformedJson, MalformedDesign) as error:
        raise CannotIssue(
            WRONG_DESIGN, file=path, place=error.pointer or "/", why=error.sentence("fr"), why_en=error.sentence("en")
        ) from error
    if design.status == "draft":
        raise CannotIssue(NOT_PUBLISHED, name=design.title.to("fr"))
    return design


def _body_of(body: Body, design: Design, known: dict[str, Body], file: Path | None) -> Body:
    if body.id in known:
        return known[body.id]
    if body.name:
        return body
    title = design.title.to("fr")
    if file is not None:
        raise CannotIssue(UNKNOWN_BODY, design=title, body=body.id, file=file, known=", ".join(sorted(known)))
    raise CannotIssue(NO_BODY, design=title, body=body.id)


def _threshold(design: Design) -> Decimal | None:
    minimum = design.grid.minimum_score if design.grid else None
    return None if minimum is None else Decimal(minimum.numerator) / Decimal(minimum.denominator)
