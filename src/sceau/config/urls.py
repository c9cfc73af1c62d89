"""Every address of the house."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from sceau.config import figures, health
from sceau.web.account import demo
from sceau.web.demo.mail import demo_mail

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("sceau.web.public.urls")),
    path("account/directory/", include("sceau.web.account.directory.urls")),
    path("account/", include("sceau.web.account.urls")),
    path("demo/sign-in", demo.demo_sign_in, name="demo_sign_in"),
    path("demo/mail", demo_mail, name="demo_mail"),
    path("desk/", include("sceau.web.desk.urls")),
    path("assess/", include("sceau.web.assessor.urls")),
    path("candidate/", include("sceau.web.holder.urls")),
    path("platform/", include("sceau.web.platform.urls")),
    path("healthz", health.health, name="healthz"),
    path("healthz/web", health.health_of_pages, name="healthz_web"),
    path("metrics", figures.figures, name="metrics"),
]

handler400 = "sceau.web.errors.bad_request"
handler403 = "sceau.web.errors.forbidden"
handler404 = "sceau.web.errors.not_found"
handler500 = "sceau.web.errors.server_error"
