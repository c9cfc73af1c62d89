"""Mail while there is no server for it: files in the data folder, which the demonstration shows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.timezone import now

from sceau.outside.letterbox import keep


class FolderBackend(BaseEmailBackend):
    """Writes each letter to a file of `settings.EMAIL_FILE_PATH`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write them; gives how many."""
        for message in email_messages:
            letter = message.message()
            keep(
                Path(settings.EMAIL_FILE_PATH),
                letter.as_bytes(),
                message_id=str(letter["Message-ID"]),
                at=now(),
            )
        return len(email_messages)
