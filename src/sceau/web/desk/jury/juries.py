"""Addresses of juries, deliberations, minutes and signatures at the desk."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.desk.jury import closing, composition, decisions, deliberation, minutes, signatures, sittings

urlpatterns: list[URLPattern | URLResolver] = [
    path("sessions/<uuid:uuid>/jury/", composition.jury, name="desk_session_jury"),
    path("sessions/<uuid:uuid>/jury/add/", composition.add, name="desk_seat_add"),
    path("sessions/<uuid:uuid>/jury/open", sittings.open_one, name="desk_deliberation_open"),
    path("seats/<uuid:uuid>/edit/", composition.edit, name="desk_seat_edit"),
    path("seats/<uuid:uuid>/remove/", composition.remove, name="desk_seat_remove"),
    path("seats/<uuid:uuid>/ties/", composition.ties, name="desk_seat_ties"),
    path("deliberations/<uuid:uuid>/", deliberation.deliberation, name="desk_deliberation"),
    path("deliberations/<uuid:uuid>/presence/", sittings.presence, name="desk_deliberation_presence"),
    path("deliberations/<uuid:uuid>/as-proposed", deliberation.as_proposed, name="desk_deliberation_as_proposed"),
    path("deliberations/<uuid:uuid>/move/<slug:to>/", sittings.move, name="desk_deliberation_move"),
    path("deliberations/<uuid:uuid>/close/", closing.close, name="desk_deliberation_close"),
    path("deliberations/<uuid:uuid>/correct/", sittings.correct, name="desk_deliberation_correct"),
    path("decisions/<uuid:uuid>/", decisions.decision, name="desk_decision"),
    path("decisions/<uuid:uuid>/mark", decisions.mark, name="desk_decision_mark"),
    path("my-juries", minutes.my_juries, name="desk_my_juries"),
    path("minutes/", minutes.minutes_list, name="desk_minutes_list"),
    path("minutes/<uuid:uuid>/", minutes.minutes, name="desk_minutes"),
    path("minutes/<uuid:uuid>/seal", minutes.seal, name="desk_minutes_seal"),
    path("minutes/<uuid:uuid>/withdraw/", minutes.withdraw, name="desk_minutes_withdraw"),
    path("minutes/<uuid:uuid>/paper/", signatures.paper, name="desk_minutes_paper"),
    path("minutes/<uuid:uuid>/file/<slug:kind>", minutes.file, name="desk_minutes_file"),
    path("minutes/<uuid:uuid>/extract/<uuid:candidate>", minutes.extract, name="desk_minutes_extract"),
    path("signatures/<uuid:uuid>/link/<slug:act>", signatures.link, name="desk_signature_link"),
    path("signatures/<uuid:uuid>/tablet/", signatures.tablet, name="desk_signature_tablet"),
    path("signatures/<uuid:uuid>/prevented/", signatures.prevented, name="desk_signature_prevented"),
]
