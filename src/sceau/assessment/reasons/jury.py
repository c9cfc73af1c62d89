"""What juries and deliberations are refused for."""

from __future__ import annotations

from sceau.engine.errors import Reason

# --- the jury -------------------------------------------------------------------------------------------------------
NAME_NEEDED = Reason("jury.name_needed", fr="Donnez le nom de cette personne", en="Give this person’s name")
ADDRESS_NEEDED = Reason(
    "jury.address_needed",
    fr="Cette adresse électronique n’en est pas une : il y faut un « @ » et un domaine",
    en="This is not an e-mail address: it takes an “@” and a domain",
)
SITS_ALREADY = Reason("jury.sits_already", fr="{name} siège déjà dans ce jury", en="{name} already sits on this jury")
PRESIDENT_ALREADY = Reason(
    "jury.president_already",
    fr="Ce jury a déjà une présidence : retirez-la d’abord à {name}",
    en="This jury already has a president: first take it from {name}",
)
PRESIDENT_NEEDS_AN_ACCOUNT = Reason(
    "jury.president_needs_an_account",
    fr="Qui préside clôt la délibération : il lui faut un compte et le rôle de présidence de jury",
    en="Whoever presides closes the deliberation: an account and the role of jury president are needed",
)
MAY_NOT_SIT = Reason(
    "jury.may_not_sit",
    fr="{name} n’a pas de rôle qui permette de siéger dans un jury de cet organisme",
    en="{name} has no role that lets them sit on a jury of this body",
)
KEEPER_ONLY = Reason(
    "jury.keeper_only",
    fr="Seuls la présidence du jury et le secrétariat de l’organisme certificateur le font",
    en="Only the president of the jury and the office of the certifying body do this",
)
PRESIDENT_ONLY = Reason(
    "jury.president_only",
    fr="Seule la présidence du jury le fait, ou quelqu’un à qui elle a délégué sa signature",
    en="Only the president of the jury does this, or somebody to whom they delegated their signature",
)
NO_LONGER_PRESIDES = Reason(
    "jury.no_longer_presides",
    fr="Vous n’avez plus le rôle de présidence de jury pour cette session\u00a0: demandez qu’on vous le rende, ou "
    "qu’une autre présidence soit nommée à la page «\u00a0Jury\u00a0»",
    en="You no longer have the role of jury president for this session: ask for it to be given back, or for another "
    "president to be named on the page “Jury”",
)
PRESIDENT_GONE = Reason(
    "jury.president_gone",
    fr="{name} préside ce jury, sans compte ouvert ou sans le rôle de présidence aujourd’hui\u00a0: nommez une autre "
    "présidence du jury",
    en="{name} presides over this jury, without an open account or without the role of president today: name another "
    "president of the jury",
)
PRESIDENT_GONE_MEANWHILE = Reason(
    "jury.president_gone_meanwhile",
    fr="{name}, qui a présidé ce jury, n’a plus de compte ouvert ou plus le rôle de présidence\u00a0: c’est à qui "
    "libère les résultats, responsable de certification, de recueillir les signatures ou de reprendre le procès-verbal",
    en="{name}, who presided over this jury, no longer has an open account or the role of president: it is for whoever "
    "releases results, a head of certification, to gather the signatures or to take the minutes back",
)
NOT_YOUR_SEAT = Reason(
    "jury.not_your_seat",
    fr="Ce siège est celui de quelqu’un d’autre, qui a un compte",
    en="This seat is somebody else’s, who has an account",
)
SEAT_GONE = Reason("jury.seat_gone", fr="Ce siège a été retiré", en="This seat was taken away")
SEAT_PRESENT = Reason(
    "jury.seat_present",
    fr="{name} participe à la délibération : notez d’abord son départ",
    en="{name} takes part in the deliberation: first note that they left",
)
SEAT_COUNTS = Reason(
    "jury.seat_counts",
    fr="{name} compte pour le quorum depuis l’ouverture de la délibération : notez son absence",
    en="{name} has counted for the quorum since the deliberation was opened: note that they are absent",
)
BEING_SIGNED = Reason(
    "jury.being_signed",
    fr="Le procès-verbal est à la signature : le jury ne change plus",
    en="The minutes are being signed: the jury no longer changes",
)
WHY_TIE_WITHDRAWN = Reason(
    "jury.why_tie_withdrawn",
    fr="Dites pourquoi ce lien est retiré\u00a0: ces mots sont gardés au journal",
    en="Say why this tie is withdrawn: these words are kept in the journal",
)
NOT_A_NATURE = Reason("jury.not_a_nature", fr="Dites de quel lien il s’agit", en="Say what kind of tie it is")
NOT_OF_THIS_SESSION = Reason(
    "jury.not_of_this_session",
    fr="Cette personne n’est pas de cette session",
    en="This person does not belong to this session",
)

# --- its composition: findings --------------------------------------------------------------------------------------
NO_PRESIDENT = Reason("jury.no_president", fr="Personne ne préside ce jury", en="Nobody presides over this jury")
TOO_FEW_SEATS = Reason(
    "jury.too_few_seats",
    fr="Le jury n’a pas assez de membres : {found}, quand il en faut {needed}",
    en="The jury has too few members: {found}, when it takes {needed}",
)
TOO_FEW_EXTERNALS = Reason(
    "jury.too_few_externals",
    fr="Le jury n’a pas assez de membres de l’extérieur : {found}, quand il en faut {needed}",
    en="The jury has too few members from outside: {found}, when it takes {needed}",
)
UNDECLARED = Reason(
    "jury.undeclared",
    fr="{name} n’a pas encore dit si un lien l’unit à un candidat",
    en="{name} has not yet said whether they have a tie with a candidate",
)
DECLARED_BEFORE = Reason(
    "jury.declared_before",
    fr="Un candidat est arrivé depuis que {name} a déclaré ses liens",
    en="A candidate came after {name} declared their ties",
)
UNREACHABLE = Reason(
    "jury.unreachable",
    fr="{name} n’a ni compte ni adresse : la signature se fera sur la tablette ou sur papier",
    en="{name} has neither an account nor an address: they will sign on the tablet or on paper",
)
ASSESSES_TOO = Reason(
    "jury.assesses_too",
    fr="{name} a aussi noté dans cette session : le procès-verbal le dira",
    en="{name} also marked in this session: the minutes will say so",
)

# --- the deliberation -----------------------------------------------------------------------------------------------
NOT_BY_JURY = Reason(
    "deliberation.not_by_jury",
    fr="Dans cette session, ce n’est pas un jury qui décide",
    en="In this session it is not a jury that decides",
)
OPEN_ALREADY = Reason(
    "deliberation.open_already",
    fr="Une délibération de cette session est déjà ouverte, ou son procès-verbal attend ses signatures",
    en="A deliberation of this session is open already, or its minutes await their signatures",
)
NOTHING_TO_DECIDE = Reason(
    "deliberation.nothing_to_decide",
    fr="Il n’y a personne sur qui délibérer",
    en="There is nobody to deliberate on",
)
NOTHING_TO_CORRECT = Reason(
    "deliberation.nothing_to_correct",
    fr="On ne rectifie que des décisions de ce procès-verbal, signé et scellé",
    en="Only decisions of these minutes, signed and sealed, are corrected",
)
WHY_CORRECT = Reason(
    "deliberation.why_correct",
    fr="Dites quelle erreur cette délibération rectifie",
    en="Say which mistake this deliberation corrects",
)
CLOSED = Reason(
    "deliberation.closed",
    fr="La délibération est close : rien n’y change plus",
    en="The deliberation is closed: nothing in it changes any more",
)
ADJOURNED = Reason(
    "deliberation.adjourned",
    fr="La séance est suspendue : reprenez-la d’abord",
    en="The sitting is adjourned: first resume it",
)
NOT_ADJOURNED = Reason(
    "deliberation.not_adjourned", fr="La séance n’est pas suspendue", en="The sitting is not adjourned"
)
DECIDED_ALREADY = Reason(
    "deliberation.decided_already",
    fr="Des décisions y ont été prises : suspendez la séance, tout y reste",
    en="Decisions were taken in it: adjourn the sitting, everything stays in it",
)
WHY_CALLED_OFF = Reason(
    "deliberation.why_called_off",
    fr="Dites pourquoi cette séance n’a pas lieu d’être\u00a0: ces mots sont gardés au journal",
    en="Say why this sitting should not be: these words are kept in the journal",
)
ANSWERS_AN_APPEAL = Reason(
    "deliberation.answers_an_appeal",
    fr="Cette séance donne suite à un recours dont la réponse est partie\u00a0: elle va à son terme, fût-ce pour "
    "maintenir la décision",
    en="This sitting follows an appeal whose answer has left: it goes to its end, be it to uphold the decision",
)
NO_QUORUM = Reason(
    "deliberation.no_quorum",
    fr="Le quorum n’est pas atteint ({counted} sur {needed} nécessaires) : rien ne se décide. Suspendez la séance, "
    "tout y reste",
    en="There is no quorum ({counted} of the {needed} needed): nothing is decided. Adjourn the sitting, everything "
    "stays in it",
)
NO_QUORUM_FOR = Reason(
    "deliberation.no_quorum_for",
    fr="Sans {names}, qui se retire pour ce candidat, le quorum n’est pas atteint ({counted} sur {needed} nécessaires)",
    en="Without {names}, who withdraws for this candidate, there is no quorum ({counted} of the {needed} needed)",
)
SAME_PERSON = Reason(
    "deliberation.same_person",
    fr="Les candidats n°\u00a0{first} et {second} sont une même personne, dont les fiches ont été réunies\u00a0: elle "
    "n’est pas reçue deux fois. Décidez autrement pour l’un des deux ou, sans jury, notez son désistement\u00a0; "
    "séparez les fiches si ce sont deux personnes",
    en="Candidates no. {first} and {second} are one person, whose records were joined: nobody is awarded twice. Decide "
    "otherwise for one of the two or, without a jury, note that they withdrew; separate the records if they are two "
    "people",
)
PRESIDENT_AWAY = Reason(
    "deliberation.president_away",
    fr="La présidence n’est pas là : personne ne clôt en son absence",
    en="The president is not there: nobody closes in their absence",
)
NOT_A_PRESENCE = Reason("deliberation.not_a_presence", fr="Dites si {name} est là", en="Say whether {name} is there")
WRONG_PROXY = Reason(
    "deliberation.wrong_proxy",
    fr="{name} donne pouvoir à quelqu’un qui n’est pas là",
    en="{name} gives a proxy to somebody who is not there",
)
PROXY_NEEDED = Reason(
    "deliberation.proxy_needed", fr="Dites à qui {name} donne pouvoir", en="Say to whom {name} gives a proxy"
)
TOO_MANY_PROXIES = Reason(
    "deliberation.too_many_proxies",
    fr="{name} reçoit plus d’un pouvoir : un membre n’en porte qu’un",
    en="{name} receives more than one proxy: a member holds a single one",
)
NOT_AN_OUTCOME = Reason(
    "deliberation.not_an_outcome",
    fr="Un jury ne prend pas cette décision",
    en="A jury does not take this decision",
)
NO_PARTIAL = Reason(
    "deliberation.no_partial",
    fr="Cette micro-certification ne prévoit pas de validation en partie",
    en="This micro-credential does not provide for partial validation",
)
REASON_NEEDED = Reason(
    "deliberation.reason_needed",
    fr="Donnez le motif : la décision diffère de ce que donnent les notes",
    en="Give the reason: the decision differs from what the marks give",
)
REASON_NEEDED_TO_CORRECT = Reason(
    "deliberation.reason_needed_to_correct",
    fr="Donnez le motif : la décision diffère de celle qui est rectifiée",
    en="Give the reason: the decision differs from the one that is corrected",
)
TIED = Reason(
    "deliberation.tied",
    fr="Un lien vous unit à ce candidat : vous vous retirez, quelqu’un d’autre saisit la décision",
    en="You have a tie with this candidate: you withdraw, somebody else enters the decision",
)
CHANGED_MEANWHILE = Reason(
    "deliberation.changed_meanwhile",
    fr="Un autre écran a changé cela entre-temps : relisez, rien n’a été écrit",
    en="Another screen changed this in the meantime: read it again, nothing was written",
)
SAME_LEVEL = Reason("deliberation.same_level", fr="C’est déjà ce niveau", en="It is this level already")
REASON_NEEDED_FOR_MARK = Reason(
    "deliberation.reason_needed_for_mark",
    fr="Une note ne change pas sans motif : donnez-le",
    en="A mark does not change without a reason: give it",
)
UNDECIDED = Reason(
    "deliberation.undecided",
    fr="Décisions encore à prendre : {count}",
    en="Decisions still to be taken: {count}",
)
PRESENCE_UNKNOWN = Reason(
    "deliberation.presence_unknown",
    fr="On ne sait pas si {name} était là",
    en="It is not known whether {name} was there",
)
FORMER_NOT_SEALED = Reason(
    "deliberation.former_not_sealed",
    fr="Le procès-verbal à rectifier n’est pas scellé",
    en="The minutes to be corrected are not sealed",
)
