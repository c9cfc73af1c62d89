"""How tests sign somebody in: as lately as a grave act wants it, and by the pages."""

from __future__ import annotations

import re
import time


def prove_now(client, user):
    """Sign in as somebody who proved it this very moment."""
    prove_at(client, user, time.time())


def prove_at(client, user, moment):
    """Somebody signed in whose last proof is of that moment (seconds since 1970)."""
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": moment}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def code_in(message):
    """The code of a letter: 1234-5678."""
    return re.search(r"^\s+(\d{4}-\d{4})$", message.body, re.M)[1]
