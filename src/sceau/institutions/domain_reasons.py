"""Why a domain is refused, or does not prove what it should."""

from __future__ import annotations

from sceau.engine.errors import Reason

# What somebody typed

NOT_A_DOMAIN = Reason(
    "domain.not_a_domain",
    "« {found} » n’est pas un nom de domaine. Donnez-le sans chemin, comme greta-exemple.fr",
    "“{found}” is not a domain name. Give it without a path, such as greta-exemple.fr",
)
AN_ADDRESS = Reason(
    "domain.an_address",
    "« {found} » est une adresse IP : elle ne dit pas qui vous êtes. Donnez un nom de domaine",
    "“{found}” is an IP address: it does not say who you are. Give a domain name",
)
ONE_LABEL = Reason(
    "domain.one_label",
    "« {found} » n’est pas un nom de domaine complet : il y manque ce qui suit le point, comme .fr",
    "“{found}” is not a whole domain name: what comes after the dot is missing, such as .fr",
)
PUBLIC_SUFFIX = Reason(
    "domain.public_suffix",
    "« {found} » est une terminaison que beaucoup d’organismes partagent : donnez le vôtre, comme nom.{found}",
    "“{found}” is an ending that many bodies share: give your own, such as name.{found}",
)
LENT = Reason(
    "domain.lent",
    "« {found} » est un nom prêté par l’hébergeur {host} : il ne dit pas qui vous êtes. "
    "Donnez un domaine que votre organisme a réservé",
    "“{found}” is a name lent by the host {host}: it does not say who you are. Give a domain that your body registered",
)
OTHER_LETTERS = Reason(
    "domain.other_letters",
    "« {found} » contient des lettres d’un autre alphabet ({letter}), qui se confondent avec les nôtres. "
    "Retapez-le lettre à lettre",
    "“{found}” holds letters of another alphabet ({letter}), which look like ours. Type it again letter by letter",
)
ASKED_ALREADY = Reason(
    "domain.asked_already",
    "Ce domaine est déjà dans la liste : vérifiez-le, ou retirez-le d’abord",
    "This domain is in the list already: check it, or remove it first",
)
MAY_NOT_PROVE = Reason(
    "domain.may_not_prove",
    "Seuls les responsables de certification de tout l’organisme prouvent son identité",
    "Only heads of certification of the whole institution prove its identity",
)
TOO_SOON = Reason(
    "domain.too_soon",
    "Ce domaine vient d’être vérifié : attendez {seconds} secondes avant de recommencer",
    "This domain was checked just now: wait {seconds} seconds before doing so again",
)
REGISTER_STAYS = Reason(
    "domain.register_stays",
    "L’inscription au registre a été vérifiée par qui administre l’installation, et ne se retire pas ici",
    "The entry in the register was checked by whoever looks after the installation, and is not removed here",
)
IN_USE = Reason(
    "domain.in_use",
    "L’identifiant de l’organisme est sur ce domaine : sa preuve ne se retire pas",
    "The identifier of the institution is on this domain: its proof is not removed",
)
NOT_AN_ADMINISTRATOR = Reason(
    "domain.not_an_administrator",
    "Seules les personnes qui administrent l’installation consignent un contrôle au registre",
    "Only those who look after the installation record a check in the register",
)

# What a domain shows

NO_RECORD = Reason(
    "domain.no_record",
    "Le domaine ne montre encore aucun enregistrement de ce genre. Un changement met jusqu’à 48 heures à se voir",
    "The domain shows no such record yet. A change takes up to 48 hours to be seen",
)
OTHER_TOKEN = Reason(
    "domain.other_token",
    "Le domaine montre un autre jeton que le vôtre : recopiez la valeur affichée ici",
    "The domain shows another token than yours: copy the value shown here",
)
ALIAS = Reason(
    "domain.alias",
    "Cet enregistrement renvoie à un autre nom (CNAME), que tient peut-être quelqu’un d’autre. "
    "Mettez un enregistrement TXT à sa place",
    "This record leads to another name (CNAME), which somebody else may hold. Put a TXT record in its place",
)
NO_DOCUMENT = Reason(
    "domain.no_document",
    "Le domaine n’a pas de document à l’adresse attendue : publiez-y le fichier proposé",
    "The domain has no document at the expected address: publish the file offered there",
)
NOT_JSON = Reason(
    "domain.not_json",
    "Le document du domaine n’est pas du JSON lisible : publiez le fichier proposé, tel quel",
    "The document of the domain is not JSON that can be read: publish the file offered, as it is",
)
OTHER_DID = Reason(
    "domain.other_did",
    "Le document du domaine ne nomme pas votre organisme : publiez le fichier proposé, tel quel",
    "The document of the domain does not name your institution: publish the file offered, as it is",
)
REDIRECTS = Reason(
    "http.redirect_refused",
    "Le domaine renvoie ailleurs : le document doit se trouver à cette adresse même, sans redirection",
    "The domain redirects elsewhere: the document must be at this very address, without a redirection",
)
TOO_LARGE = Reason(
    "http.too_large",
    "Le document du domaine est bien trop gros : publiez le fichier proposé, tel quel",
    "The document of the domain is far too large: publish the file offered, as it is",
)
NOT_PUBLIC = Reason(
    "http.address_refused",
    "Le domaine mène à une adresse qui n’est pas publique : nous n’y allons pas",
    "The domain leads to an address that is not public: we do not go there",
)
OUT_OF_REACH = Reason(
    "domain.out_of_reach",
    "Le domaine n’a pas répondu comme il le faut. Réessayez dans un moment",
    "The domain did not answer as it must. Try again in a while",
)

_SHOWN = (NO_RECORD, OTHER_TOKEN, ALIAS, NO_DOCUMENT, NOT_JSON, OTHER_DID, REDIRECTS, TOO_LARGE, NOT_PUBLIC)
_BY_CODE = {reason.code: reason for reason in _SHOWN}


def reason_of_fault(code: str) -> Reason:
    """What the code of a fault says."""
    return _BY_CODE.get(code, OUT_OF_REACH)
