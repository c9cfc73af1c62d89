"""What changed, in people's words: nothing for the same document, and nothing left untold."""

from __future__ import annotations

from copy import deepcopy

from hypothesis import given
from hypothesis import strategies as some

from design.samples import sample
from sceau.design.difference import difference
from sceau.design.steps import PARTS
from sceau.engine.quality.places import PLACES


def told(old, new, language="fr"):
    def shown(words):
        return None if words is None else words.to(language).replace("\u00a0", " ")

    return [(shown(each.label), each.kind, shown(each.before), shown(each.after)) for each in difference(old, new)]


def test_a_document_does_not_differ_from_itself_whatever_its_number():
    assert difference(sample(), sample() | {"version": 2, "status": "retired", "uuid": "x", "proof": {}}) == []


def test_weights_texts_levels_and_orders_are_told_in_words():
    new = deepcopy(sample())
    criteria = new["assessment"]["grid"]["criteria"]
    criteria[0]["weight"], criteria[0]["eliminatory"] = 40, False
    new["title"]["en"] = "Another title"
    new["annex1"]["mandatory"]["level"]["eqf"] = 6
    new["annex1"]["mandatory"]["notional_workload"]["hours_total"] = 17.5
    new["sector"] = "J"
    criteria[1], criteria[2] = criteria[2], criteria[1]
    old = sample()

    found = told(old, new)

    weight = old["assessment"]["grid"]["criteria"][0]["weight"]
    assert ("critère C1 : poids", "changed", str(weight), "40") in found
    assert ("intitulé (anglais)", "changed", old["title"]["en"], "Another title") in found
    assert ("heures en tout", "changed", "20", "17,5") in found
    assert ("critère C1 : éliminatoire", "changed", "oui", "non") in found
    assert ("secteur", "added", None, "Information, communication et numérique") in found
    assert [each[1] for each in found if each[0] == "critères"] == ["moved"]


def test_outcomes_are_matched_by_their_id():
    old, new = sample(), sample()
    outcomes = new["annex1"]["mandatory"]["learning_outcomes"]
    gone = outcomes.pop(0)
    outcomes.append({"id": "LO9", "statement": {"fr": "Rédiger un compte rendu.", "en": "Write minutes."}})

    found = told(old, new)

    statement = gone["statement"] if isinstance(gone["statement"], str) else gone["statement"]["fr"]
    assert (f"acquis {gone['id']}", "removed", statement, None) in found
    assert ("acquis LO9", "added", None, "Rédiger un compte rendu.") in found
    assert ("outcome LO9", "added", None, "Write minutes.") in told(old, new, "en")
    assert len(found) == 2


def test_the_steps_of_the_wizard_and_those_of_the_labels_agree():
    within = {pointer: step for step, parts in PARTS.items() for pointer in parts}
    wrong = [
        place.pattern
        for place in PLACES
        for pointer, step in within.items()
        if (place.pattern == pointer or place.pattern.startswith(f"{pointer}/")) and place.step != step
    ]

    assert wrong == []


def leaves(value, pointer=""):
    """Every scalar of a document with its pointer."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from leaves(member, f"{pointer}/{name}")
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from leaves(item, f"{pointer}/{place}")
    else:
        yield pointer, value


LEAVES = [
    pointer
    for pointer, _ in leaves(sample())
    if pointer.split("/")[1] not in ("schema", "uuid", "version", "version_label", "status")
]


def put(document, pointer, value):
    *path, last = [int(token) if token.isdecimal() else token for token in pointer.split("/")[1:]]
    for token in path:
        document = document[token]
    document[last] = value


@given(some.lists(some.sampled_from(LEAVES), min_size=1, max_size=6, unique=True), some.data())
def test_every_leaf_that_changed_is_told(pointers, data):
    old, new = sample(), sample()
    for pointer in pointers:
        put(new, pointer, data.draw(some.sampled_from(["autre", 7777, True, None])))
    before, after = dict(leaves(old)), dict(leaves(new))
    changed = {pointer for pointer in pointers if repr(before[pointer]) != repr(after[pointer])}
    renamed = any(pointer.rpartition("/")[2] in ("id", "code", "framework") for pointer in pointers)

    found = difference(old, new)

    assert bool(found) == bool(changed)
    if not renamed:  # an item whose name changed is another item
        places = [change.pointer for change in found]
        untold = [
            each for each in changed if not any(each == place or each.startswith(f"{place}/") for place in places)
        ]
        assert untold == []
    assert all(change.step in PARTS for change in found)


JSON = some.recursive(
    some.none() | some.booleans() | some.integers(-1000, 1000) | some.floats(-5, 5) | some.text(max_size=8),
    lambda inner: (
        some.lists(inner, max_size=4)
        | some.dictionaries(
            some.sampled_from(["id", "fr", "label", "title", "annex1", "custom", "é/~"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(some.dictionaries(some.sampled_from(["title", "annex1", "custom", "price", "x"]), JSON, max_size=4), JSON)
def test_any_two_objects_are_compared_and_one_with_itself_is_the_same(document, other):
    assert difference(document, deepcopy(document)) == []
    difference(document, other if isinstance(other, dict) else {"title": other})


def test_the_day_on_which_the_registers_were_asked_is_no_change():
    old = {"cpf": {"eligible": False, "on": "2026-10-16"}}

    assert difference(old, {"cpf": {"eligible": False, "on": "2026-10-19"}}) == []
    assert [change.pointer for change in difference(old, {"cpf": {"eligible": True, "on": "2026-10-19"}})] == [
        "/cpf/eligible"
    ]
