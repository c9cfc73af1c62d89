"""A code by mail, for what allauth has no page for: a proof once more, a lost second factor.

Kept in the session, as a digest; it counts for this browser, this purpose and this address only, three tries, ten
minutes, once.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.internal.cryptokit import generate_user_code, normalize_user_code
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from sceau.accounts.models import User
from sceau.web.account.forms import CODE, CODE_HELP
from sceau.web.account.limits import spend
from sceau.web.account.words import REFUSALS

_SALT = "sceau.web.account.codes"


@dataclass(frozen=True, slots=True)
class Pending:
    """A code that somebody may still give.

    user:  its primary key; None when nobody has the address: the page looks the same
    """

    email: str
    user: int | None


class CodeForm(forms.Form):
    """The code."""

    code = forms.CharField(
        label=CODE,
        help_text=CODE_HELP,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "size": "12"}),
    )


def send(request: HttpRequest, purpose: str, *, user: User | None, email: str, letter: str) -> bool:
    """Send a letter with a code; False when it is once too often.

    user:    whose code it is; None: the letter has no code, one is waited for all the same, and none is right
    letter:  of LETTERS
    """
    if not spend("send_code", f"{purpose}:{email.lower()}"):
        return False
    code = generate_user_code(**settings.ALLAUTH_USER_CODE_FORMAT)
    salt = get_random_string(16)
    request.session[_key(purpose)] = {
        "email": email,
        "user": user.pk if user else None,
        "salt": salt,
        "digest": _digest(code, salt) if user else "",
        "at": time.time(),
        "tries": 0,
    }
    get_adapter().send_mail(letter, email, {"code": code} if user else {})
    return True


def pending(request: HttpRequest, purpose: str) -> Pending | None:
    """The code that is waited for; None when there is none, or it is too old, or was tried too often."""
    kept = _kept(request, purpose)
    return Pending(kept["email"], kept["user"]) if kept else None


def check(request: HttpRequest, purpose: str, typed: str) -> bool:
    """Whether this is the code; it is gone then, and after the third wrong one."""
    kept = _kept(request, purpose)
    if kept is None:
        return False
    allowed = spend("code", f"{purpose}:{kept['salt']}")  # under a lock: the session is not, see signing-in.md
    right = bool(kept["digest"]) and constant_time_compare(_digest(typed, kept["salt"]), kept["digest"])
    if allowed and right:
        del request.session[_key(purpose)]
        return True
    kept["tries"] += 1
    if kept["tries"] >= settings.CODE_TRIES or not allowed:
        del request.session[_key(purpose)]
    else:
        request.session[_key(purpose)] = kept
    return False


def refuse(form: CodeForm, *, over: bool) -> None:
    """Say it in the form."""
    form.add_error("code", str(REFUSALS["too_many_login_attempts" if over else "incorrect_code"]))


def _kept(request: HttpRequest, purpose: str) -> dict[str, Any] | None:
    kept: dict[str, Any] | None = request.session.get(_key(purpose))
    if kept is None or time.time() - kept["at"] > settings.CODE_MINUTES * 60:
        return None
    return kept


def _key(purpose: str) -> str:
    return f"sceau_code_{purpose}"


def _digest(code: str, salt: str) -> str:
    return salted_hmac(_SALT, salt + normalize_user_code(code), algorithm="sha256").hexdigest()
