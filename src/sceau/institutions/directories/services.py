"""Setting a directory up, testing it, putting it into service, requiring it, turning it off."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sceau.accounts.models import User
from sceau.accounts.queries import sessions_of
from sceau.accounts.services import end_sessions
from sceau.institutions.directories import reasons
from sceau.institutions.directories.clients import client_of, secret_context
from sceau.institutions.directories.discovery import (
    Remark,
    check_issuer,
    faults_of,
    fetch_keys,
    fetch_metadata,
    read,
    remarks_of,
)
from sceau.institutions.directories.errors import DirectoryError, WrongSetting
from sceau.institutions.directories.ports import SecretBox, Web
from sceau.institutions.directories.protocol import try_client
from sceau.institutions.directories.queries import (
    domains_in_force,
    domains_of,
    open_sessions,
    proven_domains_of,
)
from sceau.institutions.directories.sessions import end_all_sessions, end_session
from sceau.institutions.models import (
    Bond,
    Directory,
    DirectorySession,
    DirectoryState,
    Institution,
    SessionEnd,
    VouchedDomain,
)
from sceau.journal.services import record

_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
LONGEST_ISSUER, LONGEST_CLIENT, LONGEST_SECRET, LONGEST_NAME = 500, 250, 2000, 120


@dataclass(frozen=True, slots=True)
class Findings:
    """What a test of the connection found. No fault: the directory can be put into service."""

    faults: tuple[DirectoryError, ...]
    remarks: tuple[Remark, ...]


def set_up_directory(
    *,
    institution: Institution,
    name: str,
    issuer: str,
    client_id: str,
    client_secret: str | None,
    box: SecretBox,
    by: User,
    now: datetime,
) -> Directory:
    """Say where the directory is and who we are for it. Any change of that takes it out of service until tested again.

    client_secret:  "" for a public client, None to keep the one that is there
    raises:         WrongSetting, NotTheDirectory
    """
    issuer = check_issuer(issuer)
    name, client_id = " ".join(name.split())[:LONGEST_NAME], client_id.strip()
    if len(issuer) > LONGEST_ISSUER:
        raise WrongSetting(reasons.WRONG_ISSUER_URL, field="issuer", found=issuer[:120])
    if not client_id or len(client_id) > LONGEST_CLIENT or not client_id.isprintable():
        raise WrongSetting(reasons.NO_CLIENT, field="client_id")
    if not name:
        raise WrongSetting(reasons.NO_NAME, field="name")
    with transaction.atomic():
        directory, is_new = Directory.objects.select_for_update().get_or_create(
            institution=institution,
            defaults={"name": name, "issuer": issuer, "client_id": client_id, "created_at": now},
        )
        moved = not is_new and directory.issuer != issuer
        changed = moved or directory.client_id != client_id or client_secret is not None
        if moved:
            # a `sub` is one person at one issuer: elsewhere it may be anybody (OpenID Connect Core §2)
            directory.bonds.all().delete()
        if changed and not is_new:
            directory.state, directory.required = DirectoryState.OFF, False
            end_all_sessions(directory, now=now)
        if changed or is_new:
            directory.tested_at, directory.metadata, directory.keys, directory.read_at = None, {}, [], None
        directory.name, directory.issuer, directory.client_id = name, issuer, client_id
        if client_secret is not None:
            clear = client_secret.strip()[:LONGEST_SECRET]
            directory.client_secret = box.seal(clear.encode(), context=secret_context(directory)) if clear else ""
        directory.save()
        _record("directory.set_up", directory, by, now, new_secret=client_secret is not None, moved=moved)
    return directory


def vouch_for(*, directory: Directory, domain: str, by: User, now: datetime) -> VouchedDomain:
    """Let a directory speak for the addresses of a domain that its institution has shown to be its own.

    raises:  WrongSetting; when another directory speaks for it and can still prove it, among others
    """
    domain = domain.strip().lower().removeprefix("@")
    if not _DOMAIN.fullmatch(domain):
        raise WrongSetting(reasons.NOT_A_DOMAIN, field="domain", found=domain[:80])
    if domain not in proven_domains_of(directory.institution):
        raise WrongSetting(reasons.DOMAIN_UNPROVEN, field="domain", domain=domain)
    with transaction.atomic():
        held = VouchedDomain.objects.select_for_update().filter(domain=domain).select_related("directory").first()
        if held is not None and held.directory_id == directory.pk:
            return held
        if held is not None:
            if domain in domains_in_force(held.directory):
                raise WrongSetting(reasons.DOMAIN_TAKEN, field="domain", domain=domain)
            _withdraw(held, by=by, now=now)
        vouched = VouchedDomain.objects.create(directory=directory, domain=domain)
        _record("directory.domain_added", directory, by, now)
    return vouched


def stop_vouching_for(*, directory: Directory, domain: str, by: User, now: datetime) -> None:
    """A directory no longer speaks for a domain; the sessions of its people end. The last one turns it off."""
    with transaction.atomic():
        directory = Directory.objects.select_for_update().get(pk=directory.pk)
        held = VouchedDomain.objects.filter(directory=directory, domain=domain.strip().lower()).first()
        if held is None:
            return
        _withdraw(held, by=by, now=now)
        if directory.state == DirectoryState.ACTIVE and not directory.domains.exists():
            turn_off(directory=directory, by=by, now=now)


def try_connection(
    *, directory: Directory, web: Web, box: SecretBox, redirect_uri: str, verifier: str, by: User, now: datetime
) -> Findings:
    """Ask a directory everything that can be asked without a person, and say all that is wrong.

    verifier:  of PKCE, for a code that the directory never gave
    """
    published: dict[str, object] = {}
    keys: list[dict[str, object]] = []
    remarks: list[Remark] = []
    try:
        published = fetch_metadata(directory.issuer, web=web)
        faults = faults_of(published, issuer=directory.issuer)
        remarks += remarks_of(published)
        if not faults:
            metadata = read(published, issuer=directory.issuer)
            keys = fetch_keys(metadata.jwks, web=web)
            client = client_of(directory, box=box, redirect_uri=redirect_uri)
            answer = try_client(metadata, client, verifier=verifier, web=web)
            if answer in ("invalid_client", "unauthorized_client"):
                faults.append(WrongSetting(reasons.CLIENT_REFUSED, field="client_secret"))
            elif answer != "invalid_grant":
                remarks.append(Remark(reasons.CLIENT_UNTRIED, {"found": answer or "…"}))
    except DirectoryError as error:
        faults = [error]
    with transaction.atomic():
        current = Directory.objects.select_for_update().get(pk=directory.pk)
        if not faults and (current.issuer, current.client_id) == (directory.issuer, directory.client_id):
            current.metadata, current.keys, current.read_at, current.tested_at = published, keys, now, now
            current.save(update_fields=["metadata", "keys", "read_at", "tested_at"])
        _record("directory.tested", current, by, now, faults=[each.reason.code for each in faults])
    return Findings(tuple(faults), tuple(remarks))


def put_into_service(*, directory: Directory, by: User, now: datetime) -> None:
    """People may sign in through it. Raises WrongSetting when it was not tested, or vouches for no domain."""
    with transaction.atomic():
        directory = Directory.objects.select_for_update().get(pk=directory.pk)
        if directory.tested_at is None:
            raise WrongSetting(reasons.NOT_TESTED)
        if not domains_in_force(directory):
            raise WrongSetting(reasons.NO_DOMAIN, field="domain")
        if directory.state != DirectoryState.ACTIVE:
            directory.state = DirectoryState.ACTIVE
            directory.save(update_fields=["state"])
            _record("directory.put_into_service", directory, by, now)


def require_directory(*, directory: Directory, required: bool, by: User, now: datetime) -> None:
    """Whether people at its domains sign in in no other way; those who did are asked to sign in again.

    raises:  WrongSetting when nobody ever came through it
    """
    with transaction.atomic():
        directory = Directory.objects.select_for_update().get(pk=directory.pk)
        if required and directory.state != DirectoryState.ACTIVE:
            raise WrongSetting(reasons.NOT_IN_SERVICE)
        if required and not directory.bonds.exists():
            raise WrongSetting(reasons.NOBODY_YET)
        if directory.required != required:
            directory.required = required
            directory.save(update_fields=["required"])
            _record("directory.required" if required else "directory.optional", directory, by, now)
            if required:
                _end_other_sessions(directory, by=by, now=now)


def turn_off(*, directory: Directory, by: User, now: datetime, why: str = "") -> None:
    """Nobody signs in through it any more, and those who did are asked to sign in again. Nothing else is forgotten."""
    with transaction.atomic():
        directory = Directory.objects.select_for_update().get(pk=directory.pk)
        if directory.state == DirectoryState.OFF:
            return
        directory.state, directory.required = DirectoryState.OFF, False
        directory.save(update_fields=["state", "required"])
        ended = end_all_sessions(directory, now=now)
        record(
            "directory.turned_off",
            subject=f"directory:{directory.uuid}",
            by=by.uuid,
            at=now,
            institution=directory.institution.uuid,
            why=why,
            sessions=ended,
        )


def undo_bond(*, bond: Bond, by: User, now: datetime) -> None:
    """Forget who a person of the directory is here; their sessions from it end, their account stays."""
    with transaction.atomic():
        _record("directory.bond_undone", bond.directory, by, now, user=str(bond.user.uuid))
        bond.delete()


def reseal_secrets(*, box: SecretBox) -> int:
    """Seal anew, under the key in use, all that directories keep sealed. Returns how many texts. Raises EngineError."""
    count = 0
    for directory in Directory.objects.exclude(client_secret="").only("pk", "uuid", "client_secret"):
        clear = box.open(directory.client_secret, context=secret_context(directory))
        kept = Directory.objects.filter(pk=directory.pk, client_secret=directory.client_secret)
        count += kept.update(client_secret=box.seal(clear, context=secret_context(directory)))
    for session in DirectorySession.objects.exclude(tokens="").only("pk", "uuid", "tokens"):
        clear = box.open(session.tokens, context=session.seal_context)
        held = DirectorySession.objects.filter(pk=session.pk, tokens=session.tokens)
        count += held.update(tokens=box.seal(clear, context=session.seal_context))
    return count


def _end_other_sessions(directory: Directory, *, by: User, now: datetime) -> None:
    """End what people at its domains opened in another way."""
    came = open_sessions().filter(bond__directory=directory).exclude(session_key="").values("session_key")
    for domain in domains_in_force(directory):
        for user in User.objects.filter(email__endswith=f"@{domain}", is_platform_administrator=False):
            others = sessions_of(user, now=now).exclude(session_key__in=came)
            end_sessions(user=user, sessions=list(others), by=by, why="directory", now=now)


def _withdraw(held: VouchedDomain, *, by: User, now: datetime) -> None:
    directory = held.directory
    at_the_domain = DirectorySession.objects.filter(
        bond__directory=directory, bond__user__email__endswith=f"@{held.domain}", ended_at__isnull=True
    )
    for session in at_the_domain.select_related("bond__directory__institution", "bond__user"):
        end_session(session, SessionEnd.TURNED_OFF, now=now)
    held.delete()
    _record("directory.domain_removed", directory, by, now, left=domains_of(directory).count())


def _record(code: str, directory: Directory, by: User, now: datetime, **details: object) -> None:
    record(
        code,
        subject=f"directory:{directory.uuid}",
        by=by.uuid,
        at=now,
        institution=directory.institution.uuid,
        why="",
        **details,
    )
