"""JavaScript software, asked through one process of Node: a question a line, an answer a line."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


class Refused(Exception):
    """The other software threw an exception; the message is its own."""


class Node:
    """peers.mjs, running.

    certificate:  a PEM file of one more authority that it trusts
    documents:    files to be found at these URLs, when it asks for them over the network
    """

    def __init__(self, *, certificate: Path, documents: dict[str, Path]) -> None:
        known = json.dumps({url: str(path) for url, path in documents.items()})
        self.process = subprocess.Popen(
            ["node", "peers.mjs"],
            cwd=HERE,
            env={**os.environ, "NODE_EXTRA_CA_CERTS": str(certificate), "KNOWN_DOCUMENTS": known},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )

    def ask(self, task: str, **words: Any) -> Any:
        """What a task of peers.mjs answers.

        raises:  Refused
        """
        self.process.stdin.write(json.dumps({"task": task, **words}) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline() or '{"problem": "Node has ended"}')
        if "problem" in answer:
            raise Refused(answer["problem"])
        return answer["result"]

    def close(self) -> None:
        """End the process."""
        with self.process:
            self.process.stdin.close()


def why_not() -> str:
    """Why Node or its packages cannot be used here; "" when they can."""
    try:
        subprocess.run(["node", "--version"], stdout=subprocess.DEVNULL, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "Node is not installed"
    if not (HERE / "node_modules").is_dir():
        return "its packages are not installed: npm ci --ignore-scripts --prefix tests/interop"
    return ""
