"""A house with much to find, measured from inside: `python _finding.py SKILLS FICHES`, SCEAU_… set; prints JSON."""

from __future__ import annotations

import json
import random
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from typing import Any

from sceau.cli import house

house.open_house(mode="demo")

from django.core.management import call_command  # noqa: E402 -- the rooms had to be loaded first
from django.db import connection  # noqa: E402 -- as above
from django.test.utils import CaptureQueriesContext  # noqa: E402 -- as above

from sceau.search import queries, services  # noqa: E402 -- as above
from sceau.search.models import Posting, Slip, Word  # noqa: E402 -- as above

VERBS = """gérer animer préparer analyser concevoir rédiger évaluer contrôler organiser négocier installer entretenir
réparer former accompagner conseiller vendre planifier coordonner diagnostiquer programmer modéliser transporter
réceptionner cultiver assembler souder mesurer superviser documenter""".split()
NOUNS = """projet équipe réunion client fournisseur contrat stock commande production qualité sécurité risque donnée
réseau système logiciel serveur budget paie recrutement formation chantier bâtiment énergie chaleur électricité machine
véhicule marchandise entrepôt culture élevage sol hygiène aliment cuisine service accueil vente marketing communication
enquête statistique audit norme procédure déchet environnement santé soin patient enfant handicap sinistre assurance
crédit comptabilité facture fiscalité droit litige patrimoine spectacle image son texte langue
document archive""".split()
ADJECTIVES = """agile numérique durable industriel commercial financier juridique social médical culturel agricole
électrique thermique informatique logistique international local interne externe préventif collectif
individuel""".split()
KINDS = """Technicien Technicienne Responsable Chargé Conseiller Opérateur Agent Manager Ingénieur Assistant Animateur
Formateur Directeur Gestionnaire Conducteur Installateur""".split()
GRADES = ("BTS", "Licence", "Master", "Titre professionnel", "CQP", "Certificat", "Bachelor")
ENGLISH = """manage prepare analyse design write assess control organise negotiate install maintain repair train advise
sell plan coordinate project team meeting customer supplier contract order production quality safety risk data network
system software budget payroll recruitment building energy machine vehicle goods warehouse crop hygiene
food service""".split()
SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi zo bra cle dro fri gla pre tru chi pha tion ment eur ique".split()
QUESTIONS = (
    "gestion de projet",
    "animer une réunion",
    "technicien de maintenance",
    "préparer des commandes",
    "securite des donnees",
    "responsabel logistique",
    "comunication numerique",
    "conseiller comercial international",
    "titre professionnel conducteur",
    "evaluer les risques d'un système",
    "pr",
    "cotnrôle qualité",
)
TURNS = 3


def rare(random_: random.Random) -> str:
    """A word that few things have: names of products, plants, machines."""
    return "".join(random_.choice(SYLLABLES) for _ in range(random_.randint(2, 4)))


def skills(count: int) -> Iterator[services.Entry]:
    """Labels in two languages, other labels, the beginning of a description."""
    chance = random.Random(4)
    pool = [rare(chance) for _ in range(9_000)]
    for number in range(count):
        french = f"{chance.choice(VERBS)} {noun(chance)} {chance.choice(ADJECTIVES)} {chance.choice(pool)}"
        english = " ".join(chance.choice(ENGLISH) for _ in range(3))
        text = " ".join([*(noun(chance) for _ in range(8)), *(chance.choice(pool) for _ in range(4))])
        yield services.Entry(
            f"skill-{number}", ((french, 10), (english, 8), (f"{noun(chance)} {french}", 5), (text, 1))
        )


def fiches(count: int) -> Iterator[services.Entry]:
    """A title and a number."""
    chance = random.Random(5)
    pool = [rare(chance) for _ in range(6_000)]
    for number in range(count):
        kind = f"{chance.choice(GRADES)} {chance.choice(KINDS)}" if chance.random() < 0.7 else chance.choice(GRADES)
        title = f"{kind} en {noun(chance)} et {noun(chance)} {chance.choice(ADJECTIVES)} {chance.choice(pool)}"
        boost = 40 if chance.random() < 0.25 else 0
        yield services.Entry(f"RNCP{number}", ((title, 10), (f"RNCP{number} {number}", 10)), boost=boost)


def noun(chance: random.Random) -> str:
    """A common word, a few much more than the others, as in every language."""
    return NOUNS[min(int(chance.paretovariate(0.8)) - 1, len(NOUNS) - 1)]


def typed(where: str, collections: tuple[str, ...]) -> dict[str, Any]:
    """Each question, letter by letter; of several turns the best, so that a busy machine harms less."""
    best: dict[str, float] = {}
    asked = [question[: end + 1] for question in QUESTIONS for end in range(len(question))]
    for _ in range(TURNS):
        for words in asked:
            begun = time.perf_counter()
            queries.find(collections, words)
            best[words] = min(best.get(words, float("inf")), (time.perf_counter() - begun) * 1000)
    most = 0
    for words in asked:
        with CaptureQueriesContext(connection) as statements:
            queries.find(collections, words)
        most = max(most, len(statements))
    taken = sorted((each, words) for words, each in best.items())
    times = [each for each, _ in taken]
    return {
        "where": where,
        "questions": len(taken),
        "median": round(statistics.median(times), 1),
        "p95": round(times[int(len(times) * 0.95)], 1),
        "worst": round(times[-1], 1),
        "slowest": taken[-1][1],
        "queries": most,
    }


def memory() -> int:
    """The most that this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(words: list[str]) -> None:
    """Fill, ask, print."""
    wanted = [int(word) for word in words]
    call_command("migrate", "search", verbosity=0)
    services.index("warm", skills(1_000))
    services.forget_all("warm")
    before = memory()
    begun = time.perf_counter()
    entries = services.index("concept:esco", skills(wanted[0])) + services.index("fiche:rncp", fiches(wanted[1]))
    seconds = time.perf_counter() - begun
    after = memory()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # PostgreSQL does it by itself within a minute
    figures = {
        "entries": entries,
        "filled_seconds": round(seconds, 1),
        "words": Word.objects.count(),
        "postings": Posting.objects.count(),
        "slips": Slip.objects.count(),
        "memory_before": before,
        "memory": after,
        "typed": [
            typed("esco", ("concept:esco",)),
            typed("rncp", ("fiche:rncp",)),
            typed("esco + rncp", ("concept:esco", "fiche:rncp")),
        ],
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1:])
