"""Why this room refuses."""

from __future__ import annotations

from sceau.engine.errors import Reason

NOT_ENTITLED = Reason(
    "keyring.not_entitled",
    fr="il faut être responsable de certification de tout l’organisme pour faire cela : "
    "une clé engage l’organisme entier",
    en="this takes a head of certification of the whole institution: a key binds the entire institution",
)
MAY_NOT_HOLD = Reason(
    "keyring.may_not_hold",
    fr="votre rôle dans cet organisme ne donne pas de clé personnelle : elle sert à signer les procès-verbaux de jury",
    en="your role in this institution gives no personal key: it serves to sign the minutes of juries",
)
ASKED_ALREADY = Reason(
    "keyring.asked_already",
    fr="une clé est déjà demandée pour cet usage : donnez votre accord ou arrêtez la demande",
    en="a key is already asked for, for this purpose: agree to it or stop it",
)
SAME_PERSON = Reason(
    "keyring.same_person",
    fr="une autre personne que celle qui a demandé la clé doit donner son accord",
    en="somebody else than the person who asked for the key has to agree",
)
TOO_EARLY = Reason(
    "keyring.too_early",
    fr="sans l’accord d’une autre personne, la clé ne se crée qu’après le délai prévu ; "
    "d’ici là, chacun peut l’arrêter",
    en="without somebody else’s agreement the key is made only after the delay; until then anybody may stop it",
)
NOT_THE_ASKER = Reason(
    "keyring.not_the_asker",
    fr="seule la personne qui a demandé la clé peut la créer sans autre accord",
    en="only the person who asked for the key may make it without another’s agreement",
)
OVER = Reason(
    "keyring.over",
    fr="cette demande est déjà close : la clé a été créée, ou la demande arrêtée",
    en="this request is over already: the key was made, or the request was stopped",
)
ASKER_GONE = Reason(
    "keyring.asker_gone",
    fr="la personne qui a demandé la clé n’a plus le rôle qu’il faut : arrêtez la demande et recommencez",
    en="the person who asked for the key no longer has the role that it takes: stop the request and begin again",
)
NOT_NEW = Reason(
    "keyring.not_new",
    fr="le coffre a donné une clé déjà employée ou connue de tous : rien n’a été créé, faites examiner le coffre",
    en="the key store gave a key that is in use already or known to everybody: nothing was made, have it examined",
)
DOES_NOT_SIGN = Reason(
    "keyring.does_not_sign",
    fr="la clé que le coffre a créée ne signe pas comme elle le doit : rien n’a été créé, faites examiner le coffre",
    en="the key that the store made does not sign as it must: nothing was made, have the store examined",
)
TOO_MANY = Reason(
    "keyring.too_many",
    fr="l’organisme a déjà publié {limit} clés de preuves, autant qu’un vérificateur en lit",
    en="the institution has already published {limit} keys of credentials, as many as a verifier reads",
)
NO_KEY = Reason(
    "keyring.no_key",
    fr="{name} n’a pas de clé en service pour cet usage : demandez-en une à la page « Clés »",
    en="{name} has no key in service for this purpose: ask for one on the page “Clés”",
)
NOT_YET = Reason(
    "keyring.not_yet",
    fr="cette date est dans l’avenir : dites depuis quand la clé a pu être en d’autres mains",
    en="this date is in the future: say since when the key may have been in other hands",
)
WITHDRAWN_EARLIER = Reason(
    "keyring.withdrawn_earlier",
    fr="la clé est déjà dite compromise depuis une date antérieure : cette date ne se repousse pas",
    en="the key is already said to be compromised since an earlier date: that date is not put off",
)
NO_REASON = Reason(
    "keyring.no_reason",
    fr="dites ce qui s’est passé : le journal en garde la raison",
    en="say what happened: the journal keeps the reason",
)

# Certificates

NO_CERTIFICATE_HERE = Reason(
    "certificate.not_here",
    fr="seule une clé des documents PDF, en service, a un certificat",
    en="only a key of PDF documents that is in service has a certificate",
)
NOT_PEM = Reason(
    "certificate.not_pem",
    fr="ce n’est pas un certificat au format PEM (« -----BEGIN CERTIFICATE----- ») : "
    "demandez ce format à votre autorité",
    en="this is not a certificate in PEM format (“-----BEGIN CERTIFICATE-----”): ask your authority for that format",
)
OTHER_KEY = Reason(
    "certificate.other_key",
    fr="ce certificat est celui d’une autre clé : il doit répondre à la demande téléchargée ici",
    en="this certificate is for another key: it has to answer the request downloaded here",
)
NOT_IN_TIME = Reason(
    "certificate.not_in_time",
    fr="ce certificat vaut du {start} au {end} : il ne vaut pas aujourd’hui",
    en="this certificate is good from {start} to {end}: it is not good today",
)
NOT_FOR_SIGNING = Reason(
    "certificate.not_for_signing",
    fr="ce certificat n’est pas fait pour signer des documents (usage de la clé : {found})",
    en="this certificate is not made to sign documents (key usage: {found})",
)
OF_AN_AUTHORITY = Reason(
    "certificate.of_an_authority",
    fr="ce certificat est celui d’une autorité de certification, non d’un signataire",
    en="this certificate is that of a certification authority, not of a signatory",
)
WEAK_SIGNATURE = Reason(
    "certificate.weak_signature",
    fr="ce certificat est signé avec {found}, que plus personne n’admet",
    en="this certificate is signed with {found}, which nobody accepts any more",
)
OTHER_BODY = Reason(
    "certificate.other_body",
    fr="ce certificat nomme l’organisme {found}, et non {expected}",
    en="this certificate names the body {found}, and not {expected}",
)
BROKEN_CHAIN = Reason(
    "certificate.broken_chain",
    fr="le certificat n° {place} du fichier n’a pas signé celui qui le précède : "
    "mettez d’abord le vôtre, puis ceux des autorités dans l’ordre",
    en="certificate no. {place} of the file did not sign the one before it: "
    "put yours first, then those of the authorities in order",
)
