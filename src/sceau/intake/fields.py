"""The columns that intake understands, and the names that people give them, in French and in English.

A name is written folded (see `folding.fold`): lower case, no accents, no punctuation. Filler words
(« du candidat », "of the learner") are taken away before a header is looked up; see `columns`.
"""

from __future__ import annotations

FIELDS: dict[str, tuple[str, ...]] = {
    "identifier": ("identifiant", "id apprenant", "learner id", "matricule", "numero apprenant", "numero candidat",
                   "numero etudiant", "numero stagiaire", "ine", "student id", "learner number", "candidate number",
                   "id candidat", "id stagiaire", "user id", "identifier"),
    "birth_name": ("nom de naissance", "nom naissance", "nom de famille", "nom famille", "nom patronymique",
                   "nom de jeune fille", "birth name", "family name at birth", "name at birth", "maiden name"),
    "last_name": ("nom", "noms", "last name", "lastname", "surname", "family name", "familyname"),
    "usage_name": ("nom usage", "nom d usage", "nom usuel", "nom marital", "nom epouse", "nom d epouse", "used name",
                   "usage name", "married name", "preferred last name"),
    "given_name": ("prenom", "prenoms", "prenom s", "prenom 1", "prenom1", "premier prenom", "1er prenom", "first name",
                   "firstname", "first names", "given name", "given names", "givenname", "forename", "forenames",
                   "prenom usage", "prenom usuel"),
    "given_name_2": ("prenom 2", "prenom2", "deuxieme prenom", "second prenom", "2e prenom", "2eme prenom",
                     "middle name", "second name", "second given name"),
    "given_name_3": ("prenom 3", "prenom3", "troisieme prenom", "3e prenom", "3eme prenom", "third given name"),
    "full_name": ("nom et prenom", "nom et prenoms", "nom prenom", "nom prenoms", "prenom nom", "prenom et nom",
                  "nom complet", "full name", "fullname", "name", "recipient", "recipient name", "identite",
                  "candidat", "apprenant", "stagiaire", "beneficiaire", "titulaire", "participant", "learner",
                  "candidate", "student", "holder", "last name first name", "first name last name"),
    "native_family_name": ("nom ecriture origine", "nom en ecriture d origine", "nom ecriture d origine",
                           "nom en langue d origine", "native family name", "family name native script"),
    "native_given_name": ("prenom ecriture origine", "prenom en ecriture d origine", "prenom ecriture d origine",
                          "prenom en langue d origine", "native given name", "given name native script"),
    "script": ("ecriture", "script", "writing system"),
    "birth_date": ("date de naissance", "date naissance", "naissance", "ne le", "nee le", "ne e le", "date naiss",
                   "ddn", "dob", "birth date", "birthdate", "date of birth", "birthday", "born", "born on"),
    "sex": ("sexe", "genre", "civilite", "sex", "gender", "salutation", "titre de civilite"),
    "birth_postcode": ("code postal de naissance", "code postal naissance", "cp naissance", "cp de naissance",
                       "code postal lieu de naissance", "birth postcode", "birth postal code", "postcode of birth"),
    "birth_insee_code": ("code insee naissance", "code insee de naissance", "code insee", "insee", "insee naissance",
                         "code commune naissance", "code commune de naissance", "code insee commune naissance",
                         "birth insee code", "insee code"),
    "birth_place": ("commune de naissance", "commune naissance", "lieu de naissance", "lieu naissance",
                    "ville de naissance", "ville naissance", "birth place", "birthplace", "place of birth",
                    "city of birth", "birth city"),
    "birth_country_code": ("code pays naissance", "code pays de naissance", "birth country code"),
    "birth_country": ("pays naissance", "pays de naissance", "birth country", "country of birth"),
    "email": ("courriel", "e mail", "email", "mail", "mel", "adresse mail", "adresse e mail", "adresse email",
              "adresse courriel", "adresse electronique", "courrier electronique", "adresse de courriel",
              "email address", "e mail address", "mail address", "recipient email", "contact email"),
    "phone": ("telephone", "tel", "portable", "mobile", "numero de telephone", "telephone portable", "gsm", "phone",
              "phone number", "mobile phone", "telephone number"),
    "language": ("langue", "language", "langue de correspondance", "lang", "locale", "preferred language"),
    "arrangement": ("amenagement", "amenagement d epreuve", "tiers temps", "arrangement", "accommodation"),
    "public_page_consent": ("consentement", "consentement page publique", "page publique", "accord publication",
                            "accord de publication", "accord", "consent", "public page consent", "public"),
    "design": ("micro certification", "micro certifications", "microcertification", "design id", "design",
               "id micro certification", "certification", "badge", "intitule", "intitule micro certification",
               "intitule de la micro certification", "titre micro certification", "titre de la micro certification",
               "nom de la micro certification", "libelle", "micro credential", "microcredential", "achievement",
               "achievement id", "credential", "credential title", "badge name", "badge id", "badge template id",
               "title of the micro credential", "micro credential title", "formation", "competence"),
    "title": ("titre", "title"),
    "session": ("session", "session id", "id session", "numero de session", "exam session", "assessment session"),
    "assessed_on": ("date evaluation", "date d evaluation", "date de l evaluation", "date", "date examen",
                    "date d examen", "date obtention", "date d obtention", "date de delivrance", "date delivrance",
                    "date jury", "date du jury", "date de jury", "date de deliberation", "date deliberation",
                    "date de session", "date de passage", "assessment date", "date assessed", "exam date",
                    "award date", "issue date", "issued on", "date of award", "awarded on", "issued date"),
    "attempt": ("tentative", "numero de tentative", "essai", "passage", "attempt", "attempt number"),
    "supervision": ("surveillance", "mode de surveillance", "supervision", "proctoring"),
    "identity_checked": ("identite verifiee", "verification identite", "verification d identite", "controle identite",
                         "identity verified", "identity checked", "id checked", "id verified"),
    "score": ("note", "notes", "score", "points", "note sur 100", "note 100", "note finale", "note obtenue",
              "moyenne", "grade", "mark", "marks", "final grade", "final mark", "percentage", "pourcentage",
              "resultat chiffre", "score 100", "total"),
    "decision": ("decision", "decision du jury", "decision jury", "resultat", "resultats", "statut", "avis",
                 "avis du jury", "verdict", "result", "outcome", "status", "pass fail", "reussite", "validation",
                 "obtention", "jury decision", "award decision"),
    "reason": ("motif", "commentaire", "observation", "observations", "remarque", "remarques", "reason", "comment",
               "comments", "remark", "remarks", "notes du jury", "obs"),
    "narrative": ("recit", "narratif", "narration", "description des preuves", "narrative", "evidence narrative"),
    "evidence_file": ("fichier preuve", "fichier de preuve", "fichier de la preuve", "nom du fichier", "nom de fichier",
                      "piece jointe", "fichier joint", "evidence file", "file name", "attachment"),
    "evidence_url": ("preuve", "preuves", "lien preuve", "url preuve", "lien de la preuve", "url de preuve",
                     "portfolio", "evidence", "evidence url", "evidence link"),
}  # fmt: skip

# Columns that `correction` adds to the file of wrong rows: known, and left aside when that file comes back.
ADDED = {
    "fr": ("Ligne d’origine", "Ce qui ne va pas", "Proposition"),
    "en": ("Original line", "What is wrong", "Suggestion"),
}

# A row of which all these are empty says nothing of where the person was born.
BIRTH_PLACE_FIELDS = ("birth_postcode", "birth_insee_code", "birth_place")

NAMES: dict[str, tuple[str, str]] = {
    "birth_name": ("nom de naissance", "birth name"),
    "given_name": ("prénom", "first name"),
    "full_name": ("nom et prénom", "full name"),
    "design": ("micro-certification", "micro-credential"),
    "decision": ("décision", "decision"),
    "email": ("courriel", "e-mail"),
}
