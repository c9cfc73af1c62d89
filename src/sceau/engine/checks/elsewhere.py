"""What the verifier that runs in a browser says of what it leaves to this one; nothing here says it."""

from __future__ import annotations

from sceau.engine.errors import Reason

IMAGE = Reason(
    "elsewhere.image",
    fr="c’est une image\u00a0: le vérificateur du navigateur ne les ouvre pas\u202f; présentez-la à la page /verifier",
    en="this is an image: the verifier of the browser does not open them; present it to the page /verifier",
)
PICTURE = Reason(
    "elsewhere.picture",
    fr="aucune preuve n’est enregistrée dans cette image\u00a0: si un code carré y figure, son adresse s’ouvre en "
    "ligne\u202f; sinon, demandez le fichier de la preuve ou son dossier",
    en="no credential is stored in this picture: if there is a square code in it, its address opens online; otherwise "
    "ask for the file of the credential, or its bundle",
)
PDF = Reason(
    "elsewhere.pdf",
    fr="ce PDF est écrit d’une façon que le vérificateur du navigateur ne lit pas\u00a0: enregistrez la preuve qui y "
    "est jointe, ou présentez-le à la page /verifier",
    en="this PDF is written in a way that the verifier of the browser does not read: save the credential attached to "
    "it, or present it to the page /verifier",
)
NOT_ATTACHED = Reason(
    "elsewhere.not_attached",
    fr="aucune preuve n’est jointe à ce PDF\u00a0: si un code carré y est imprimé, son adresse s’ouvre en ligne\u202f; "
    "sinon, demandez le fichier de la preuve ou son dossier",
    en="no credential is attached to this PDF: if a square code is printed on it, its address opens online; otherwise "
    "ask for the file of the credential, or its bundle",
)
KIND = Reason(
    "elsewhere.kind",
    fr="c’est {what_fr}\u00a0: le vérificateur du navigateur ne juge pas ce genre\u202f; "
    "présentez ce document à la page /verifier",
    en="this is {what_en}: the verifier of the browser does not judge this kind; "
    "present this document to the page /verifier",
)
SUITE = Reason(
    "elsewhere.suite",
    fr="les signatures de type «\u00a0{found}\u00a0» ne sont pas jugées par le vérificateur du navigateur\u202f; "
    "présentez ce document à la page /verifier",
    en="signatures of the type “{found}” are not judged by the verifier of the browser; "
    "present this document to the page /verifier",
)
SCHEMA = Reason(
    "elsewhere.schema",
    fr="elle dit suivre le schéma {id}, que le vérificateur du navigateur ne lit pas\u202f; "
    "présentez ce document à la page /verifier",
    en="it claims to follow the schema {id}, which the verifier of the browser does not read; "
    "present this document to the page /verifier",
)
ALGORITHM = Reason(
    "elsewhere.algorithm",
    fr="ce navigateur ne sait pas vérifier une signature {algorithm}\u00a0: rien n’est établi ici\u202f; "
    "mettez-le à jour, ou présentez ce document à la page /verifier",
    en="this browser cannot verify a signature of {algorithm}: nothing is established here; "
    "update it, or present this document to the page /verifier",
)
CRYPTOGRAPHY = Reason(
    "elsewhere.cryptography",
    fr="ce navigateur ne prête pas sa cryptographie à cette page\u00a0: rien n’est établi ici\u202f; "
    "présentez ce document à la page /verifier",
    en="this browser does not lend its cryptography to this page: nothing is established here; "
    "present this document to the page /verifier",
)
OFFLINE = Reason(
    "elsewhere.offline",
    fr="{url} n’est pas parmi les documents joints, et n’a pas été demandé",
    en="{url} is not among the documents at hand, and was not asked for",
)
NO_ANSWER = Reason("elsewhere.no_answer", fr="{url} ne répond pas", en="{url} does not answer")
