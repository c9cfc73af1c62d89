"""What the report of a pass is told: the shape of `data` for the template "verification"."""

from __future__ import annotations

from typing import Literal, TypedDict


class Body(TypedDict):
    """Who speaks. name: the software; lines: the host of the installation"""

    name: str
    lines: list[str]


class Named(TypedDict):
    """A fact and its name."""

    name: str
    value: str


class Line(TypedDict):
    """A thing that was judged, or not looked at.

    file:    where it was found; strong: whether it asks for attention
    title, holder, issuer:  what it says of itself, "" where nothing attests it
    """

    file: str
    title: str
    holder: str
    issuer: str
    verdict: str
    reason: str
    strong: bool


class VerificationData(TypedDict):
    """The report.

    digest:   SHA-256 of the results that are attached
    at:       when it was judged, in words
    rows:     problems first; without: files in which there is no credential
    files:    what was handed in, each with its SHA-256
    """

    language: Literal["fr", "en"] | str
    number: str
    digest: str
    body: Body
    at: str
    counts: list[Named]
    rows: list[Line]
    without: list[str]
    files: list[Named]
