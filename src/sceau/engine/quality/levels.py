"""The eight levels of the European Qualifications Framework, in our own words.

source:  Council Recommendation of 22 May 2017 (2017/C 189/03), Annex II, whose descriptors these retell; since 2019
         the French levels have the same numbers (décret n° 2019-14)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sceau.engine.quality.words import Words


@dataclass(frozen=True, slots=True)
class Level:
    """What somebody at this level knows, can do and answers for; like: where one meets it."""

    number: int
    knowledge: Words
    skills: Words
    responsibility: Words
    like: Words


LEVELS: Mapping[int, Level] = {
    level.number: level
    for level in (
        Level(
            1,
            Words("des savoirs généraux de base", "basic general knowledge"),
            Words("exécuter des tâches simples, une à la fois", "carry out simple tasks, one at a time"),
            Words(
                "sous la surveillance directe de quelqu’un, dans un cadre fixé",
                "under somebody’s direct supervision, in a setting that is given",
            ),
            Words("savoirs de base", "basic skills"),
        ),
        Level(
            2,
            Words("des faits de base d’un domaine de travail ou d’étude", "basic facts of a field of work or study"),
            Words(
                "suivre des règles et des outils simples pour des problèmes courants",
                "follow simple rules and tools for everyday problems",
            ),
            Words("sous surveillance, avec un peu d’autonomie", "under supervision, with some autonomy"),
            Words("activités simples", "simple activities"),
        ),
        Level(
            3,
            Words(
                "les faits, principes et notions générales d’un domaine",
                "the facts, principles and general notions of a field",
            ),
            Words(
                "choisir parmi des méthodes, des outils et des matériaux connus pour accomplir une tâche",
                "choose among known methods, tools and materials to get a task done",
            ),
            Words(
                "répond de ses tâches et adapte sa conduite aux circonstances",
                "answers for own tasks and adapts to circumstances",
            ),
            Words("CAP", "French CAP, first vocational certificate"),
        ),
        Level(
            4,
            Words(
                "les faits et la théorie d’un domaine, dans des contextes larges",
                "the facts and the theory of a field, in broad contexts",
            ),
            Words(
                "trouver la solution de problèmes particuliers du domaine",
                "find the solution of particular problems of the field",
            ),
            Words(
                "s’organise dans un cadre prévisible qui peut changer ; encadre le travail courant d’autres personnes",
                "organises own work in a predictable setting that may change; oversees the routine work of others",
            ),
            Words("baccalauréat", "end of upper secondary school"),
        ),
        Level(
            5,
            Words(
                "des savoirs étendus et spécialisés, dont on connaît les limites",
                "wide and specialised knowledge, aware of its limits",
            ),
            Words(
                "imaginer des solutions à des problèmes abstraits", "work out solutions to abstract problems creatively"
            ),
            Words(
                "conduit et encadre là où l’imprévu arrive ; améliore son travail et celui des autres",
                "manages and supervises where the unexpected happens; improves own work and that of others",
            ),
            Words("BTS", "short-cycle higher education"),
        ),
        Level(
            6,
            Words(
                "des savoirs avancés d’un domaine, avec un regard critique sur les théories",
                "advanced knowledge of a field, with a critical view of its theories",
            ),
            Words(
                "maîtriser et innover pour résoudre des problèmes complexes et imprévisibles",
                "show mastery and innovation in solving complex and unpredictable problems",
            ),
            Words(
                "mène des projets complexes et décide dans l’imprévu ; fait progresser des personnes et des groupes",
                "runs complex projects and decides amid the unpredictable; develops people and groups",
            ),
            Words("licence, BUT", "bachelor"),
        ),
        Level(
            7,
            Words(
                "des savoirs très spécialisés, pour certains à la pointe, et à la croisée de domaines",
                "highly specialised knowledge, some of it at the forefront, and where fields meet",
            ),
            Words(
                "résoudre des problèmes en cherchant et en innovant, pour créer des savoirs et des procédures",
                "solve problems through research and innovation, to make new knowledge and procedures",
            ),
            Words(
                "transforme des contextes complexes qui demandent de nouvelles stratégies ; revoit celle d’équipes",
                "transforms complex settings that need new strategies; reviews the strategy of teams",
            ),
            Words("master, ingénieur", "master"),
        ),
        Level(
            8,
            Words(
                "les savoirs les plus avancés d’un domaine et de ses frontières",
                "the most advanced knowledge of a field and of its borders",
            ),
            Words(
                "synthétiser et évaluer pour résoudre les questions les plus difficiles et repousser ce que l’on sait",
                "synthesise and evaluate to answer the hardest questions and push back what is known",
            ),
            Words(
                "fait autorité, innove avec intégrité et s’engage durablement dans de nouvelles idées",
                "has authority, innovates with integrity and is committed for long to new ideas",
            ),
            Words("doctorat", "doctorate"),
        ),
    )
}
