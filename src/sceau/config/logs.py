"""The log: one line an event, JSON for machines or words for people; never an address of mail, a token or a query."""

from __future__ import annotations

import logging.config
import re
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog

Event = MutableMapping[str, Any]

_EMAIL = re.compile(r"[^\s@\"'<>()=:,;]+@[^\s@\"'<>()=:,;]+")
_QUERY = re.compile(r"\?[^\s\"'<>]+")
_LONG_WORD = re.compile(r"(?<![\w/.-])[A-Za-z0-9_-]{32,}(?![\w/.-])|(?<=/)[A-Za-z0-9_-]{24,}(?![\w.-])")
_PLACES = 12  # of a traceback: the innermost ones
_OURS = ("request_id",)


def scrubbed(text: str) -> str:
    """The text without what may be an address of mail, the query of an address, or a token."""
    return _LONG_WORD.sub("[…]", _QUERY.sub("?[…]", _EMAIL.sub("[@]", text)))


def scrub(_: object, __: str, event: Event) -> Event:
    """Scrub every text of an event, but the number of the request, which we made or checked."""
    for name, value in event.items():
        if isinstance(value, str) and name not in _OURS:
            event[name] = scrubbed(value)
    return event


def places(trace: TracebackType | None) -> list[str]:
    """Where a fault went through, "file:line function", the innermost last; no value of any variable."""
    frames = traceback.extract_tb(trace)[-_PLACES:]
    return [f"{'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}" for frame in frames]


def without_words_of_faults(_: object, __: str, event: Event) -> Event:
    """A fault as its class and its places: its words may hold what somebody typed."""
    fault = event.pop("exc_info", None)
    if fault is True:
        fault = sys.exc_info()
    if isinstance(fault, BaseException):
        fault = (type(fault), fault, fault.__traceback__)
    if isinstance(fault, tuple) and fault[0] is not None:
        event["fault"] = f"{fault[0].__module__}.{fault[0].__qualname__}"
        event["places"] = places(fault[2])
    return event


def logging_settings(form: str, level: str) -> dict[str, Any]:
    """Django's LOGGING, for `configure`: "json" or "console", from a level on."""
    return {"form": form, "level": level.upper()}


def configure(settings: dict[str, Any]) -> None:
    """Send our events and those of every library through the same steps, to the standard error output."""
    steps: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    is_json = settings["form"] == "json"
    last: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if is_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    ends = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, without_words_of_faults, scrub, last]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *steps,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    silent = {"handlers": [], "propagate": False, "level": "CRITICAL"}
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "house": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": [*steps, structlog.stdlib.PositionalArgumentsFormatter()],
                    "processors": ends,
                }
            },
            "handlers": {"house": {"class": "logging.StreamHandler", "formatter": "house"}},
            "root": {"handlers": ["house"], "level": settings["level"]},
            "loggers": {
                # these write the address asked for, where a token may stand; our own lines say the same without it
                "django.request": silent,
                "django.security": silent,
                "django.server": {"handlers": [], "propagate": True, "level": "WARNING"},
                "django.db.backends": {"level": "WARNING"},
            },
        }
    )
