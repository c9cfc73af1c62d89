"""Why something is refused, in both languages: values, files, then acts (`acts`)."""

from __future__ import annotations

from sceau.engine.errors import Reason

EMPTY = Reason("institutions.empty", "Ce champ est vide : remplissez-le", "This field is empty: fill it in")
TOO_LONG = Reason(
    "institutions.too_long",
    "Ce texte a {length} signes ; il en tient {most}. Raccourcissez-le",
    "This text has {length} characters; {most} fit. Shorten it",
)
CONTROL_SIGNS = Reason(
    "institutions.control_signs",
    "Ce texte contient un signe invisible ({sign}), venu sans doute d’une copie. Tapez-le de nouveau",
    "This text holds an invisible character ({sign}), probably copied along. Type it again",
)
NOT_NINE_FIGURES = Reason(
    "institutions.siren_length",
    "Un numéro SIREN a 9 chiffres ; « {found} » n’en est pas un",
    "A SIREN number has 9 figures; “{found}” is not one",
)
WRONG_SIREN = Reason(
    "institutions.siren_wrong",
    "Ce numéro SIREN n’existe pas : son chiffre de contrôle est faux. Relisez {found} chiffre à chiffre",
    "This SIREN number does not exist: its check figure is wrong. Read {found} again, figure by figure",
)
NOT_FOURTEEN_FIGURES = Reason(
    "institutions.siret_length",
    "Un numéro SIRET a 14 chiffres : les 9 du SIREN, puis 5. « {found} » n’en est pas un",
    "A SIRET number has 14 figures: the 9 of the SIREN, then 5. “{found}” is not one",
)
WRONG_SIRET = Reason(
    "institutions.siret_wrong",
    "Ce numéro SIRET n’existe pas : son chiffre de contrôle est faux. Relisez {found} chiffre à chiffre",
    "This SIRET number does not exist: its check figure is wrong. Read {found} again, figure by figure",
)
SIRET_OF_ANOTHER = Reason(
    "institutions.siret_of_another",
    "Ce numéro SIRET est celui d’un autre organisme : il doit commencer par le SIREN {siren}",
    "This SIRET number belongs to another body: it must begin with the SIREN {siren}",
)
SIRET_WITHOUT_SIREN = Reason(
    "institutions.siret_without_siren",
    "Un numéro SIRET ne va pas sans le SIREN de l’organisme : donnez-le aussi dans la fiche",
    "A SIRET number does not go without the SIREN of the body: give it too, in the profile",
)
UNITS_KEEP_THE_SIREN = Reason(
    "institutions.units_keep_the_siren",
    "La composante « {unit} » a un SIRET de l’ancien SIREN. Corrigez-la d’abord",
    "The unit “{unit}” has a SIRET of the former SIREN. Correct it first",
)
NOT_A_SLUG = Reason(
    "institutions.not_a_slug",
    "Ce nom court n’en est pas un : de 2 à 60 lettres sans accent, chiffres et traits d’union, une lettre en tête",
    "This is no short name: 2 to 60 plain letters, figures and hyphens, a letter first",
)
RESERVED_SLUG = Reason(
    "institutions.reserved_slug",
    "« {found} » désigne l’installation elle-même : choisissez un autre nom court",
    "“{found}” stands for the installation itself: choose another short name",
)
NOT_HTTPS = Reason(
    "institutions.not_https",
    "L’adresse d’un site commence par https://, suivi d’un nom de domaine : https://www.exemple.fr",
    "The address of a website begins with https://, followed by a domain name: https://www.example.com",
)
NOT_AN_EMAIL = Reason(
    "institutions.not_an_email",
    "« {found} » n’est pas une adresse électronique : il en faut une comme nom@exemple.fr",
    "“{found}” is not an e-mail address: one looks like name@example.com",
)
NOT_A_PHONE = Reason(
    "institutions.not_a_phone",
    "Un numéro de téléphone a de 6 à 15 chiffres, avec ou sans + au début",
    "A telephone number has 6 to 15 figures, with or without + first",
)
NOT_A_COUNTRY = Reason(
    "institutions.not_a_country",
    "Un pays s’écrit ici par son code de deux lettres : FR, BE, CH…",
    "A country is written here as its code of two letters: FR, BE, CH…",
)
NOT_A_POSTAL_CODE = Reason(
    "institutions.not_a_postal_code",
    "Un code postal français a 5 chiffres ; « {found} » n’en est pas un",
    "A French postal code has 5 figures; “{found}” is not one",
)
NO_LANGUAGE = Reason(
    "institutions.no_language", "Choisissez au moins une langue : français, anglais", "Choose at least one language"
)
NOT_A_COLOUR = Reason(
    "institutions.not_a_colour",
    "Une couleur s’écrit avec un dièse et six signes de 0 à 9 et de A à F : #14573f",
    "A colour is written as a hash and six characters, 0 to 9 and A to F: #14573f",
)
TOO_PALE = Reason(
    "institutions.too_pale",
    "Cette couleur est trop pâle : son contraste avec le papier est de {ratio} pour 1, il en faut {least_fr}. "
    "La plus proche qui convienne est {proposal}",
    "This colour is too pale: its contrast on paper is {ratio_en} to 1, where {least_en} is needed. "
    "The nearest that will do is {proposal}",
)

PICTURE_EMPTY = Reason(
    "institutions.picture_empty", "Ce fichier est vide. Choisissez une image", "This file is empty. Choose a picture"
)
PICTURE_TOO_HEAVY = Reason(
    "institutions.picture_too_heavy",
    "Cette image pèse {size_fr} Mo ; 2 Mo suffisent. Réduisez-la, puis envoyez-la de nouveau",
    "This picture weighs {size_en} MB; 2 MB are enough. Make it smaller, then send it again",
)
PICTURE_IS_SVG = Reason(
    "institutions.picture_is_svg",
    "Ce fichier est un dessin SVG, qui peut porter des programmes : il n’est pas accepté. "
    "Exportez-le en PNG, en JPEG ou en WebP",
    "This file is an SVG drawing, which may carry programs: it is not accepted. Export it as PNG, JPEG or WebP",
)
PICTURE_UNKNOWN = Reason(
    "institutions.picture_unknown",
    "Ce fichier n’est pas une image que nous lisons, quel que soit son nom. Envoyez un PNG, un JPEG ou un WebP",
    "This file is not a picture that we read, whatever its name says. Send a PNG, a JPEG or a WebP",
)
PICTURE_TOO_LARGE = Reason(
    "institutions.picture_too_large",
    "Cette image mesure {width} × {height} points ; 12 millions de points et 8 000 de côté sont le plus. Réduisez-la",
    "This picture measures {width} × {height} pixels; 12 million pixels and 8,000 a side are the most. Make it smaller",
)
PICTURE_TOO_SMALL = Reason(
    "institutions.picture_too_small",
    "Cette image mesure {width} × {height} points : trop peu pour se voir. Il en faut au moins 32 de côté",
    "This picture measures {width} × {height} pixels: too few to be seen. At least 32 a side are needed",
)
PICTURE_MOVES = Reason(
    "institutions.picture_moves",
    "Cette image est animée. Envoyez une image fixe",
    "This picture is animated. Send a still one",
)
PICTURE_DAMAGED = Reason(
    "institutions.picture_damaged",
    "Cette image est abîmée ou coupée : elle ne s’ouvre pas en entier. Exportez-la de nouveau",
    "This picture is damaged or cut short: it does not open in whole. Export it again",
)

ACT_MISSING = Reason(
    "institutions.act_missing",
    "L’acte écrit manque : joignez le PDF signé",
    "The written act is missing: attach the signed PDF",
)
ACT_TOO_HEAVY = Reason(
    "institutions.act_too_heavy",
    "Ce PDF pèse {size_fr} Mo ; 5 Mo sont le plus. Numérisez-le en moindre qualité",
    "This PDF weighs {size_en} MB; 5 MB are the most. Scan it at a lower quality",
)
ACT_NOT_PDF = Reason(
    "institutions.act_not_pdf",
    "Ce fichier n’est pas un PDF, quel que soit son nom. Joignez l’acte en PDF",
    "This file is not a PDF, whatever its name says. Attach the act as a PDF",
)
ACT_CUT = Reason(
    "institutions.act_cut",
    "Ce PDF est coupé : sa fin manque. Enregistrez-le de nouveau",
    "This PDF is cut short: its end is missing. Save it again",
)
