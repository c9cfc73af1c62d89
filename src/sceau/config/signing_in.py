"""How people sign in: the settings of django-allauth, in one place; the reasons are in docs/decisions/signing-in.md."""

from __future__ import annotations

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
    # ANSSI, "Recommandations relatives à l'authentification multifacteur et aux mots de passe", R22: 12 signs and more
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

ACCOUNT_ADAPTER = "sceau.web.account.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up: this is what gives the sign-in form its password
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_SESSION_REMEMBER = True  # one length for all sessions, that of SESSION_COOKIE_AGE
ACCOUNT_LOGIN_TIMEOUT = 15 * 60  # seconds between the first step and the last one
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # seconds that a proof counts for grave acts
ACCOUNT_LOGOUT_REDIRECT_URL = "home"

CODE_MINUTES = 10
CODE_TRIES = 3
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = CODE_MINUTES * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = CODE_TRIES
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = CODE_MINUTES * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = CODE_TRIES
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = CODE_MINUTES * 60
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = CODE_TRIES

# amount/time/what is counted: the address asked from ("ip"), the account or mail ("key"), who is signed in ("user")
ACCOUNT_RATE_LIMITS = {
    "login": None,  # login_failed counts all tries before it looks at any
    # a code of six figures, tried 20 times a day, is found once in a hundred years; a whole campus has one address
    "login_failed": "30/m/ip,5/15m/key,20/d/key",
    "request_login_code": "30/m/ip,5/15m/key,20/d/key",
    "reset_password": "30/m/ip,5/15m/key,20/d/key",
    "reset_password_from_key": "30/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "10/15m/user",
    "manage_email": "10/15m/user",
    "signup": "10/m/ip",
}
OWN_RATE_LIMITS = {
    "code": f"{CODE_TRIES}/{CODE_MINUTES}m/key",
    "send_code": "30/m/ip,5/15m/key,20/d/key",
    "candidate_link": "30/m/ip,3/15m/key,10/d/key",
    "application": "30/m/ip,300/d/ip,5/15m/key,20/d/key",  # a whole campus, and far from what would fill a session
    "candidate_copy": "30/m/ip,3/h/key,10/d/key",
    "correction_request": "30/m/ip,5/h/key,20/d/key",  # of one credential, by whoever has its holder's link
    "verification": "30/m/ip,600/h/ip",  # each may ask other people's servers, and open files
    "pile": "6/m/ip,60/h/ip",  # each may open a thousand files
    "pile_export": "20/m/ip,200/h/ip",  # a report is set on paper and sealed: a second
    "credential_miss": "60/m/ip,1000/d/ip",  # codes and openings that are none: a crowd that mistypes, no machine
}

ACCOUNT_FORMS = {
    "login": "sceau.web.account.forms.PasswordForm",
    "request_login_code": "sceau.web.account.forms.AskCodeForm",
    "confirm_login_code": "sceau.web.account.forms.SignInCodeForm",
    "reauthenticate": "sceau.web.account.forms.ProvePasswordForm",
    "add_email": "sceau.web.account.forms.NewAddressForm",
    "confirm_email_verification_code": "sceau.web.account.forms.AddressCodeForm",
    "change_password": "sceau.web.account.forms.ChangePasswordForm",
    "set_password": "sceau.web.account.forms.FirstPasswordForm",
    "reset_password": "sceau.web.account.forms.LostPasswordForm",
    "confirm_password_reset_code": "sceau.web.account.forms.LostPasswordCodeForm",
    "reset_password_from_key": "sceau.web.account.forms.NewPasswordForm",
}

MFA_ADAPTER = "sceau.web.account.factors.FactorsAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = "Sceau"
MFA_TOTP_TOLERANCE = 1  # of 30 s before and after: clocks differ; a code counts once all the same, see factor_forms
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}
MFA_FORMS = {
    "authenticate": "sceau.web.account.factor_forms.FactorCodeForm",
    "reauthenticate": "sceau.web.account.factor_forms.ProveFactorCodeForm",
    "activate_totp": "sceau.web.account.factor_forms.ActivateForm",
    "add_webauthn": "sceau.web.account.factor_forms.AddPasskeyForm",
    "edit_webauthn": "sceau.web.account.factor_forms.RenamePasskeyForm",
}

DEMO_PEOPLE = "sceau.config.demo.people"
