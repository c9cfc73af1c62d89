"""Amina, who signs in; her code; her second factor."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.utils.timezone import now

from sceau.accounts.services import create_account

PASSWORD = "une phrase que Amina seule connaît"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def amina(db):
    user = create_account(email="amina@lyceum.example", name="Amina Diallo", language="fr", now=now())
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def bruno(db):
    return create_account(email="bruno@atelier.example", name="Bruno Faure", language="en", now=now())


@pytest.fixture
def guarded(amina):
    """Amina with an application of codes, and her recovery codes."""
    from allauth.core import context
    from django.test import RequestFactory

    with context.request_context(RequestFactory().get("/")) as _:
        TOTP.activate(amina, SECRET)
        codes = RecoveryCodes.activate(amina).generate_codes()
    amina.recovery_codes = codes
    assert Authenticator.objects.filter(user=amina).count() == 2
    return amina
