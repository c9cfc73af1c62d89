"""The door: one page with every way in."""

from __future__ import annotations

from allauth.account import views as account
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sceau.web.account.demo import bodies
from sceau.web.account.forms import AskCodeForm


class LoginView(account.LoginView):
    """That of allauth, with the form of the code beside that of the password."""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """code_form: where the code goes; bodies: of the demo, with their people."""
        context: dict[str, object] = super().get_context_data(**kwargs)
        return context | {"code_form": AskCodeForm(auto_id="id_code_%s"), "bodies": bodies()}


login = LoginView.as_view()


@never_cache
@require_safe
def no_sign_up(request: HttpRequest) -> HttpResponse:
    """How one gets an account: nobody makes one here."""
    if request.user.is_authenticated:
        return redirect("account")
    return render(request, "account/signup_closed.html")
