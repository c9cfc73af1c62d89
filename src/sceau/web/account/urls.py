"""Addresses of whoever signs in. Those of allauth are named one by one: what is not here does not exist."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.cache import never_cache

from sceau.web.account import login, lost_factor, profile, proof, sessions, vouching, welcome

View = Callable[..., HttpResponse]


def grave(view: View) -> View:
    """A page of allauth that changes how one enters: for whoever proved it lately; all or nothing."""
    return never_cache(login_required(proof.fresh_proof_forgetting(transaction.atomic(view))))


urlpatterns: list[URLPattern | URLResolver] = [
    path("", profile.account, name="account"),
    path("login/", login.login, name="account_login"),
    path("login/code/", never_cache(account.request_login_code), name="account_request_login_code"),
    path("login/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("logout/", never_cache(account.logout), name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", login.no_sign_up, name="account_signup"),
    path("welcome/", welcome.welcome, name="account_welcome"),
    path("onwards/", welcome.onwards, name="account_onwards"),
    path("second-factor/", welcome.factor_required, name="account_factor_required"),
    path("reauthenticate/", never_cache(account.reauthenticate), name="account_reauthenticate"),
    path("proof/code/", proof.by_code, name="account_proof_code"),
    path("email/", grave(account.email), name="account_email"),
    path("confirm-email/", never_cache(account.email_verification_sent), name="account_email_verification_sent"),
    path("password/change/", grave(account.password_change), name="account_change_password"),
    path("password/set/", grave(account.password_set), name="account_set_password"),
    path("password/reset/", never_cache(account.password_reset), name="account_reset_password"),
    path(
        "password/reset/confirm/",
        never_cache(account.confirm_password_reset_code),
        name="account_confirm_password_reset_code",
    ),
    path(
        "password/reset/complete/", never_cache(account.complete_password_reset), name="account_complete_password_reset"
    ),
    path("password/reset/done/", account.password_reset_from_key_done, name="account_password_reset_completed"),
    path("sessions/", sessions.sessions, name="account_sessions"),
    path("sessions/end/", sessions.end_others, name="account_sessions_end"),
    path("sessions/<int:pk>/end/", sessions.end_one, name="account_session_end"),
    path("factors/", welcome.onwards, name="mfa_index"),
    path("factors/check/", mfa.authenticate, name="mfa_authenticate"),
    path("factors/prove/", never_cache(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("factors/application/", grave(totp.activate_totp), name="mfa_activate_totp"),
    path("factors/application/remove/", grave(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("factors/codes/", grave(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("factors/codes/new/", grave(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("factors/passkeys/", welcome.onwards, name="mfa_list_webauthn"),
    path("factors/passkeys/new/", grave(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("factors/passkeys/login/", never_cache(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("factors/passkeys/prove/", never_cache(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("factors/passkeys/<int:pk>/name/", grave(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("factors/passkeys/<int:pk>/remove/", grave(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
    path("lost-factor/", lost_factor.lost, name="account_lost_factor"),
    path("lost-factor/code/", lost_factor.code, name="account_lost_factor_code"),
    path("lost-factor/cancel/", lost_factor.cancel, name="account_lost_factor_cancel"),
    path("lost-factor/cancel/<str:token>/", lost_factor.cancel_by_link, name="account_lost_factor_link"),
    path("factor-resets/", vouching.resets_to_see, name="account_resets"),
    path("factor-resets/<uuid:uuid>/", vouching.reset_to_decide, name="account_reset"),
    path("factor-resets/<uuid:uuid>/approve/", vouching.approve, name="account_reset_approve"),
    path("factor-resets/<uuid:uuid>/refuse/", vouching.refuse, name="account_reset_refuse"),
]
