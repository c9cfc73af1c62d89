"""A batch of many lines in the house of SCEAU_…, and what became of it: for processes of their own.

python filling.py fill 5000      # makes the batch, and releases it
python filling.py check          # looks at every credential; prints what it counted, as JSON
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from hashlib import sha256

import django
import orjson


def fill(count: int) -> None:
    """One institution, one key, one batch that nobody has time to call off."""
    from assessment import juries
    from issuing import making
    from sceau.config.wiring import ports
    from sceau.issuing.models import IssuingSettings

    juries.the_store = making.the_store = lambda: ports().keys
    making.a_released_batch(making.awards(count))
    IssuingSettings.objects.create(institution=making.body(), cancel_minutes=0)


def check() -> dict[str, object]:
    """Every credential against the engine, the list of digests, the journal and the letters."""
    from sceau.engine.proofs.data_integrity import verify_proof
    from sceau.engine.vocabularies.contexts import shipped
    from sceau.issuing.models import Batch, Credential, Letter, Line
    from sceau.journal.models import Act
    from sceau.journal.verification import recheck_all
    from sceau.keyring.documents import ref_of
    from sceau.ledger.models import Leaf

    batch = Batch.objects.select_related("key").get()
    public = ref_of(batch.key).public_key
    leaves = {leaf.number: bytes(leaf.digest).hex() for leaf in Leaf.objects.all()}
    right, holders, places = 0, set(), set()
    credentials = Credential.objects.select_related("content").order_by("pk")
    for each in credentials.iterator(chunk_size=500):
        body = bytes(each.content.body)
        document = orjson.loads(body)
        verify_proof(document, document["proof"], key=public, contexts=shipped())
        assert document["id"].endswith(f"/v/{each.code}")
        assert document["credentialStatus"]["statusListIndex"] == str(each.index)
        assert sha256(body).hexdigest() == each.digest == leaves[each.leaf]
        holders.add(each.award_id)
        places.add((each.list_id, each.index))
        right += 1
    issued = Counter(Act.objects.filter(code="credential.issued").values_list("subject", flat=True))
    return {
        "right": right,
        "holders": len(holders),
        "places": len(places),
        "leaves": len(leaves),
        "without_a_gap": sorted(leaves) == list(range(len(leaves))),
        "signed": Line.objects.filter(state="signed").count(),
        "counted": batch.lines_signed,
        "acts": sum(issued.values()),
        "acts_about_each": set(issued) == {f"credential:{each}" for each in credentials.values_list("uuid", flat=True)},
        "told_of_the_batch": Act.objects.filter(code__in=["batch.signed", "batch.delivering"]).count(),
        "letters": Letter.objects.count(),
        "written_to": Letter.objects.values("credential").distinct().count(),
        "journal_is_whole": all(result.is_whole for result in recheck_all()),
    }


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]))
    else:
        sys.stdout.write(json.dumps(check()) + "\n")
