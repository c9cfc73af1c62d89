"""How allauth asks us: who may come in, what is said, what is sent."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import get_pending_stage
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import get_language, gettext

from sceau.accounts.models import User
from sceau.accounts.queries import factors_of, known_by
from sceau.accounts.refusals import note_refusal
from sceau.web.account.directory.required import refuse_other_way_in
from sceau.web.account.letters import letter_to
from sceau.web.account.limits import counted_at_once
from sceau.web.account.proof import is_fresh
from sceau.web.account.words import DONE, REFUSALS

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up; mail is ours; limits do not depend on the host that a request names."""

    error_messages: ClassVar[dict[str, str | Promise]] = REFUSALS

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by invitation, or by the command."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **about: Any) -> HttpResponse | None:
        """Whoever must come through a directory comes in no other way."""
        response: HttpResponse | None = super().pre_login(request, user, **about)
        return response or refuse_other_way_in(request, user)

    def post_login(self, request: HttpRequest, user: User, **about: Any) -> HttpResponse:
        """The person is in: the pages speak the language that they chose."""
        response: HttpResponse = super().post_login(request, user, **about)
        speak(response, user.language)
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """On to where the person wanted to go, or to the person's page."""
        return reverse("account_onwards")

    def get_email_verification_redirect_url(self, email_address: object) -> str:
        """To the person's page."""
        return reverse("account")

    def is_reauthentication_required(self, *, app: str, **_: object) -> bool:
        """Whether allauth has to ask again: our own rule."""
        return not is_fresh(self.request)

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """How the person may prove it once more, best first.

        A code by mail counts for those only who have no second factor: whoever reads the mail is not yet the person.
        """
        if isinstance(user, AnonymousUser):
            return []
        has = factors_of(user)
        ways = [
            (bool(has.passkeys), "webauthn", gettext("Avec une clé d’accès"), "mfa_reauthenticate_webauthn"),
            (has.application is not None, "totp", gettext("Avec un code de l’application"), "mfa_reauthenticate"),
            (has.password, "password", gettext("Avec le mot de passe"), "account_reauthenticate"),
            (not has.second, "code", gettext("Avec un code par courriel"), "account_proof_code"),
        ]
        return [{"id": way, "description": words, "url": reverse(page)} for usable, way, words, page in ways if usable]

    def validation_error(self, code: str, *args: object) -> ValidationError:
        """A refusal; that of too many tries is an act of the journal when we know whose account it is about."""
        if code == "too_many_login_attempts":
            user = self._about()
            if user is not None:
                note_refusal(user=user, now=now())
        error: ValidationError = super().validation_error(code, *args)
        return error

    def add_message(  # noqa: PLR0917 -- as allauth calls it
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """What is said above the next page: our words, by the name of allauth's template."""
        text = message or DONE.get(message_template or "", "")
        if text:
            messages.add_message(request, level, str(text), extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a letter, in the language of whoever has the address, or of the page for an unknown one.

        raises: ImmediateHttpResponse when it cannot leave and the person waits for it
        """
        user = known_by(email)
        language = user.language if user else (get_language() or settings.LANGUAGE_CODE)
        try:
            letter_to(email, template_prefix, context, language=language).send()
        except (SMTPException, OSError) as fault:
            log.exception("a letter did not leave", extra={"letter": template_prefix})
            if "code" in context or user is None:
                raise ImmediateHttpResponse(render(self.request, "account/mail_failed.html", status=503)) from fault

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a password that is tried; the hash is not computed meanwhile, so that nobody waits for it."""
        counted_at_once(lambda: super(AccountAdapter, self).pre_authenticate(request, **credentials))

    def _rollback_login_failed_rl_usage(self) -> None:
        """It was right: it does not count."""
        counted_at_once(super()._rollback_login_failed_rl_usage)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """What password tries are counted for: the address alone."""
        return f"password:{credentials.get('email', '').lower()}"

    def _about(self) -> User | None:
        """Whose account the request is about: who is signed in, half signed in, or named by the address typed."""
        request = self.request
        if request.user.is_authenticated:
            signed: User = request.user
            return signed
        stage = get_pending_stage(request)
        if stage is not None and stage.login.user is not None:
            pending: User = stage.login.user
            return pending
        typed = request.POST.get("login") or request.POST.get("email") or ""
        return known_by(typed) if typed else None


def speak(response: HttpResponse, language: str) -> None:
    """From now on the pages of this browser are in this language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
