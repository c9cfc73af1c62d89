"""Why a directory, or whoever comes through it, is refused; one sentence each, and what to do."""

from __future__ import annotations

from sceau.engine.errors import Reason

# setting up

WRONG_ISSUER_URL = Reason(
    "directory.wrong_issuer_url",
    fr="Écrivez l’adresse de l’annuaire telle que son fournisseur la donne, en https et sans « ? » ni « # » "
    ": {found} n’en est pas une",
    en="Write the address of the directory as its provider gives it, in https and without “?” or “#”: "
    "{found} is not one",
)
NO_CLIENT = Reason(
    "directory.no_client",
    fr="Écrivez l’identifiant que l’annuaire a donné à Sceau",
    en="Write the identifier that the directory gave to Sceau",
)
NO_NAME = Reason(
    "directory.no_name",
    fr="Donnez à l’annuaire le nom que vos collègues connaissent",
    en="Give the directory the name that your colleagues know",
)
NOT_A_DOMAIN = Reason(
    "directory.not_a_domain",
    fr="« {found} » n’est pas un domaine de messagerie : écrivez ce qui suit le @, comme universite.fr",
    en="“{found}” is not a mail domain: write what follows the @, such as university.org",
)
DOMAIN_UNPROVEN = Reason(
    "directory.domain_unproven",
    fr="Rien ne prouve encore que {domain} est à vous : vérifiez ce domaine à la page « Identité vérifiée "
    "», puis revenez",
    en="Nothing proves yet that {domain} is yours: verify this domain on the page “Verified identity”, then come back",
)
DOMAIN_TAKEN = Reason(
    "directory.domain_taken",
    fr="L’annuaire d’un autre organisme répond déjà des adresses de {domain} : demandez à l’administrateur "
    "de la plateforme",
    en="The directory of another institution already vouches for the addresses of {domain}: ask the "
    "administrator of the platform",
)
NO_DOMAIN = Reason(
    "directory.no_domain",
    fr="L’annuaire ne répond d’aucun domaine vérifié : ajoutez-en un avant de le mettre en service",
    en="The directory vouches for no verified domain: add one before putting it into service",
)
NOT_TESTED = Reason(
    "directory.not_tested",
    fr="Testez d’abord la connexion : l’annuaire n’est mis en service qu’après un essai sans faute",
    en="Test the connection first: the directory enters service only after a test without fault",
)
NOBODY_YET = Reason(
    "directory.nobody_yet",
    fr="Personne ne s’est encore connecté par cet annuaire : connectez-vous-y une fois vous-même avant de "
    "l’exiger de tous",
    en="Nobody has signed in through this directory yet: do so once yourself before requiring it of everybody",
)
NOT_IN_SERVICE = Reason(
    "directory.not_in_service",
    fr="Cet annuaire n’est pas en service : connectez-vous avec votre adresse, ou demandez à votre responsable",
    en="This directory is not in service: sign in with your address, or ask your head of certification",
)

# what is found at the address

UNREACHABLE = Reason(
    "directory.unreachable",
    fr="L’annuaire n’a pas répondu : {cause_fr}",
    en="The directory did not answer: {cause_en}",
)
FAILING = Reason(
    "directory.failing",
    fr="L’annuaire a répondu par une erreur (code {status}) à l’adresse {url}",
    en="The directory answered with an error (status {status}) at the address {url}",
)
NOT_METADATA = Reason(
    "directory.not_metadata",
    fr="L’adresse {url} ne donne pas la description d’un annuaire OpenID Connect : vérifiez l’adresse de l’annuaire",
    en="The address {url} does not give the description of an OpenID Connect directory: check the address "
    "of the directory",
)
OTHER_ISSUER = Reason(
    "directory.other_issuer",
    fr="L’annuaire se nomme {found}, et vous avez écrit {expected} : recopiez son nom exactement, barre "
    "finale comprise",
    en="The directory calls itself {found}, and you wrote {expected}: copy its name exactly, final slash included",
)
MISSING_ENDPOINT = Reason(
    "directory.missing_endpoint",
    fr="La description de l’annuaire ne dit pas son adresse « {member} », ou elle n’est pas en https",
    en="The description of the directory does not say its address “{member}”, or it is not https",
)
NO_CODE = Reason(
    "directory.no_code",
    fr="L’annuaire n’offre pas la connexion par code (« response_type: code »), la seule que Sceau emploie",
    en="The directory does not offer sign-in by code (“response_type: code”), the only one that Sceau uses",
)
NO_PKCE = Reason(
    "directory.no_pkce",
    fr="L’annuaire ne sait pas protéger le code de connexion (PKCE, méthode S256) : activez-le chez son fournisseur",
    en="The directory cannot protect the sign-in code (PKCE, method S256): turn it on at its provider",
)
PKCE_UNSAID = Reason(
    "directory.pkce_unsaid",
    fr="L’annuaire ne dit pas s’il protège le code de connexion (PKCE) : Sceau le lui demandera à chaque fois",
    en="The directory does not say whether it protects the sign-in code (PKCE): Sceau will ask for it each time",
)
NO_ALGORITHM = Reason(
    "directory.no_algorithm",
    fr="L’annuaire ne signe avec aucun des algorithmes que Sceau vérifie : {known}",
    en="The directory signs with none of the algorithms that Sceau verifies: {known}",
)
NO_KEYS = Reason(
    "directory.no_keys",
    fr="L’annuaire ne publie à {url} aucune clé que Sceau sache employer",
    en="The directory publishes no key that Sceau can use at {url}",
)
NO_CLIENT_AUTHENTICATION = Reason(
    "directory.no_client_authentication",
    fr="L’annuaire n’accepte pas qu’un client se présente avec un secret : choisissez « client_secret_basic "
    "» ou « client_secret_post » chez son fournisseur",
    en="The directory does not let a client present itself with a secret: choose “client_secret_basic” or "
    "“client_secret_post” at its provider",
)
CANNOT_RECHECK = Reason(
    "directory.cannot_recheck",
    fr="L’annuaire n’offre ni jeton de renouvellement ni adresse « userinfo » : Sceau ne saurait pas qu’une "
    "personne en a été retirée",
    en="The directory offers neither a refresh token nor a “userinfo” address: Sceau would not know that "
    "somebody was removed from it",
)
CLIENT_REFUSED = Reason(
    "directory.client_refused",
    fr="L’annuaire refuse l’identifiant ou le secret : recopiez-les depuis la page de son fournisseur",
    en="The directory refuses the identifier or the secret: copy them again from its provider’s page",
)
CLIENT_UNTRIED = Reason(
    "directory.client_untried",
    fr="Le secret n’a pas pu être essayé : l’annuaire répond « {found} ». La première connexion le dira",
    en="The secret could not be tried: the directory answers “{found}”. The first sign-in will tell",
)
SECRET_UNREADABLE = Reason(
    "directory.secret_unreadable",
    fr="Le secret gardé ne s’ouvre plus avec les clés de l’installation : saisissez-le de nouveau",
    en="The secret that was kept no longer opens with the keys of the installation: type it again",
)

# signing in

OTHER_SIGN_IN = Reason(
    "directory.other_sign_in",
    fr="Cette connexion a été commencée ailleurs, ou il y a plus de dix minutes : recommencez depuis cette page",
    en="This sign-in was begun elsewhere, or more than ten minutes ago: begin again from this page",
)
CANCELLED = Reason(
    "directory.cancelled",
    fr="Vous avez renoncé à la connexion. Rien n’a changé",
    en="You gave up signing in. Nothing has changed",
)
REFUSED_THERE = Reason(
    "directory.refused_there",
    fr="L’annuaire a refusé la connexion (« {found} ») : demandez à ceux qui le tiennent",
    en="The directory refused the sign-in (“{found}”): ask those who look after it",
)
WRONG_TOKEN = Reason(
    "directory.wrong_token",
    fr="La réponse de l’annuaire n’est pas signée comme il faut ({cause_fr}) : la connexion est refusée",
    en="The answer of the directory is not signed as it should be ({cause_en}): the sign-in is refused",
)
UNKNOWN_KEY = Reason(
    "directory.unknown_key",
    fr="La réponse de l’annuaire est signée d’une clé qu’il ne publie pas : la connexion est refusée",
    en="The answer of the directory is signed with a key that it does not publish: the sign-in is refused",
)
TOKEN_OF_ANOTHER = Reason(
    "directory.token_of_another",
    fr="La réponse reçue vient d’un autre annuaire ({found}) : la connexion est refusée",
    en="The answer received comes from another directory ({found}): the sign-in is refused",
)
TOKEN_FOR_ANOTHER = Reason(
    "directory.token_for_another",
    fr="La réponse de l’annuaire était destinée à un autre service : la connexion est refusée",
    en="The answer of the directory was meant for another service: the sign-in is refused",
)
WRONG_NONCE = Reason(
    "directory.wrong_nonce",
    fr="La réponse de l’annuaire n’est pas celle de cette connexion : recommencez depuis cette page",
    en="The answer of the directory is not that of this sign-in: begin again from this page",
)
NOT_NOW = Reason(
    "directory.not_now",
    fr="La réponse de l’annuaire n’est pas, ou plus, valable à cette heure : recommencez, et vérifiez "
    "l’horloge de l’annuaire si cela dure",
    en="The answer of the directory is not, or no longer, good at this hour: begin again, and check the "
    "clock of the directory if it goes on",
)
MISSING_CLAIM = Reason(
    "directory.missing_claim",
    fr="La réponse de l’annuaire ne dit pas « {member} » comme il le faut : demandez à ceux qui le tiennent",
    en="The answer of the directory does not say “{member}” as it must: ask those who look after it",
)
OTHER_SUBJECT = Reason(
    "directory.other_subject",
    fr="L’annuaire parle de deux personnes différentes dans la même connexion : elle est refusée",
    en="The directory speaks of two different people in one sign-in: it is refused",
)
GONE = Reason(
    "directory.gone",
    fr="Votre organisme vous a retiré de son annuaire : votre session est terminée. Demandez-lui si c’est une erreur",
    en="Your institution has removed you from its directory: your session has ended. Ask them if this is a mistake",
)
LOGGED_OUT = Reason(
    "directory.logged_out",
    fr="Votre organisme a mis fin à votre session. Connectez-vous de nouveau pour continuer",
    en="Your institution has ended your session. Sign in again to go on",
)
TURNED_OFF = Reason(
    "directory.turned_off",
    fr="L’annuaire par lequel vous étiez entré a été éteint ou changé : connectez-vous de nouveau",
    en="The directory through which you came in was turned off or changed: sign in again",
)

# who comes in

NO_ADDRESS = Reason(
    "directory.no_address",
    fr="L’annuaire ne donne pas votre adresse : demandez à ceux qui le tiennent de la transmettre à Sceau (« email »)",
    en="The directory does not give your address: ask those who look after it to pass it to Sceau (“email”)",
)
UNVERIFIED_ADDRESS = Reason(
    "directory.unverified_address",
    fr="L’annuaire ne garantit pas que {email} est à vous (« email_verified ») : demandez à ceux qui le tiennent",
    en="The directory does not vouch that {email} is yours (“email_verified”): ask those who look after it",
)
FOREIGN_ADDRESS = Reason(
    "directory.foreign_address",
    fr="{email} n’est pas à un domaine dont cet annuaire répond : connectez-vous avec votre adresse, sans l’annuaire",
    en="{email} is not at a domain that this directory vouches for: sign in with your address, without the directory",
)
NOT_INVITED = Reason(
    "directory.not_invited",
    fr="{email} n’a pas de compte ici et n’y est pas invitée : demandez une invitation à votre responsable "
    "de certification",
    en="{email} has no account here and no invitation: ask your head of certification for one",
)
CLOSED_ACCOUNT = Reason(
    "directory.closed_account",
    fr="Votre compte est fermé : demandez à l’administrateur de la plateforme",
    en="Your account is closed: ask the administrator of the platform",
)
ADMINISTRATOR = Reason(
    "directory.administrator",
    fr="Qui administre la plateforme ne se connecte par l’annuaire d’aucun organisme : utilisez votre adresse",
    en="Those who administer the platform sign in through no institution’s directory: use your address",
)
SECOND_ADDRESS = Reason(
    "directory.second_address",
    fr="{email} est la seconde adresse d’un compte : connectez-vous avec l’adresse principale de ce compte",
    en="{email} is the second address of an account: sign in with the main address of that account",
)
ANOTHER_PERSON = Reason(
    "directory.another_person",
    fr="L’annuaire donne {email} à une autre personne qu’auparavant : votre responsable de certification "
    "peut détacher l’ancien lien à la page « Annuaire »",
    en="The directory gives {email} to somebody else than before: your head of certification can undo the "
    "former link on the page “Directory”",
)
MUST_USE = Reason(
    "directory.must_use",
    fr="{institution} demande que l’on se connecte par son annuaire : choisissez « Se connecter avec "
    "l’annuaire de {institution} »",
    en="{institution} asks that you sign in through its directory: choose “Sign in with the directory of "
    "{institution}”",
)
NO_DIRECTORY_FOR = Reason(
    "directory.no_directory_for",
    fr="Aucun annuaire ne répond de {domain} : connectez-vous avec votre adresse",
    en="No directory vouches for {domain}: sign in with your address",
)
