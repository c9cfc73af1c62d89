"""The verifier of the browser, asked through one process of Node: a list of questions, a list of answers."""

from __future__ import annotations

import base64
import json
import subprocess
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from published import tool
from sceau.engine.checks.policy import read_trust_list
from sceau.engine.ports import Fetched
from sceau.web.verifier_data import FOLDER
from verifying import NOW, ask

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Question:
    """A document, and what can be reached; put to the engine and to the browser's verifier alike."""

    name: str
    given: bytes | str
    site: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    resources: dict[str, bytes] = field(default_factory=dict)

    def as_task(self) -> dict[str, Any]:
        is_text = isinstance(self.given, str)
        return {
            "task": "verify",
            "given": self.given if is_text else packed(self.given),
            "isText": is_text,
            "site": {url: _answer(body) for url, body in self.site.items()},
            "options": {"now": NOW.isoformat(), **self.options},
            "resources": {name: packed(data) for name, data in self.resources.items()},
        }

    def report_of_the_engine(self) -> dict[str, Any]:
        policy: dict[str, Any] = {"resources": self.resources}
        for option, name in (("at", "at"), ("existedBy", "existed_by")):
            if option in self.options:
                policy[name] = datetime.fromisoformat(self.options[option])
        if "trust" in self.options:
            policy["trusted"] = read_trust_list(json.dumps(self.options["trust"]))
        return ask(self.given, self.site, **policy).as_json("x")


def packed(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _answer(body: Any) -> dict[str, Any]:
    if isinstance(body, Fetched):
        return {"url": body.url, "status": body.status, "body": packed(body.body)}
    return {"body": packed(body if isinstance(body, bytes) else orjson.dumps(body))}


def asked_of_the_browser(tasks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the modules answer to each task, in Node: {"result"} or {"refused"}."""
    made = subprocess.run(
        [tool("node", "nodejs"), HERE / "judge.mjs", FOLDER],
        input=json.dumps(tasks).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    answers = json.loads(made.stdout)
    assert [answer["problem"] for answer in answers if "problem" in answer] == []
    return answers


def reports_on(questions: list[Question]) -> list[dict[str, Any]]:
    """What `sceau verify --json` would say of each, said by the browser's verifier."""
    return [answer["result"]["report"] for answer in asked_of_the_browser([each.as_task() for each in questions])]
