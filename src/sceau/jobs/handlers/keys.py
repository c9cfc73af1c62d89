"""Keys: the other heads are asked to agree, and everybody who answers for the institution hears what became of it."""

from __future__ import annotations

from sceau.jobs.mail import address, send
from sceau.jobs.readers import heads, institution_of, name_of, uuid_of
from sceau.jobs.registry import follows
from sceau.journal.models import Act
from sceau.keyring.models import Ceremony, Purpose, SigningKey


@follows("key.asked")
def ask_the_others(act: Act) -> None:
    """Somebody asked for a key: another head may agree, or stop it. Once it is over there is nothing to ask."""
    ceremony = Ceremony.objects.select_related("institution").get(uuid=uuid_of(act))
    if ceremony.ended_at is not None or ceremony.purpose == Purpose.PERSON:
        return
    for reader in heads(ceremony.institution, but=[act.actor]):
        send(
            act=act,
            to=reader,
            template="key_asked",
            institution=ceremony.institution,
            who=name_of(act.actor),
            purpose=Purpose(ceremony.purpose).label,
            alone_from=ceremony.alone_from,
            link=address("desk_keys", ceremony.institution.slug),
        )


@follows("key.ceremony_stopped")
def tell_that_it_was_stopped(act: Act) -> None:
    """Whoever asked, and the other heads, unless they stopped it themselves."""
    ceremony = Ceremony.objects.select_related("institution", "asked_by").get(uuid=uuid_of(act))
    readers = {each.pk: each for each in [ceremony.asked_by, *heads(ceremony.institution)]}
    for reader in readers.values():
        if reader.uuid != act.actor:
            send(
                act=act,
                to=reader,
                template="key_stopped",
                institution=ceremony.institution,
                who=name_of(act.actor),
                purpose=Purpose(ceremony.purpose).label,
                link=address("desk_keys", ceremony.institution.slug),
            )


@follows("key.made")
def tell_that_it_was_made(act: Act) -> None:
    """All heads: a key that nobody expected is what they have to hear of."""
    key = SigningKey.objects.select_related("institution").get(uuid=uuid_of(act))
    for reader in heads(key.institution, but=[act.actor]):
        send(
            act=act,
            to=reader,
            template="key_made",
            institution=key.institution,
            who=name_of(act.actor),
            purpose=Purpose(key.purpose).label,
            number=key.number,
            link=address("desk_keys", key.institution.slug),
        )


@follows("key.compromised")
def tell_of_a_compromise(act: Act) -> None:
    """All heads, whoever reported it as well: it is the proof that it was."""
    key = SigningKey.objects.select_related("institution").get(uuid=uuid_of(act))
    for reader in heads(institution_of(act)):
        send(
            act=act,
            to=reader,
            template="key_compromised",
            institution=key.institution,
            who=name_of(act.actor),
            purpose=Purpose(key.purpose).label,
            number=key.number,
            since=key.compromised_from,
            link=address("desk_keys", key.institution.slug),
        )
