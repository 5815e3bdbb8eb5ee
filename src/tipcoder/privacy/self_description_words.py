"""The words by which people say who they are, in six languages.

Stems are beginnings of words; all are written as people write them, and compared folded.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class SelfWords(NamedTuple):
    """The words of one language; each text is a list with spaces between the words."""

    subjects: str
    """I and we."""
    possessives: str
    """My and our."""
    objects: str
    """Me and us."""
    fillers: str
    """What may stand between a subject and what it does."""
    deeds: str
    """Stems of what organisations do, and few others."""
    ours: str
    """Endings of verbs that say `we` by themselves; none in languages that always write it."""
    belongings: str
    """Stems of what an organisation is, has and works on."""
    being: str
    """Am and are, with which a sentence says what somebody is."""
    posts: str
    """Stems of posts that one person of an organisation holds."""
    money: str
    """Stems of what is given to an organisation, and of giving it."""


SELF_WORDS: Mapping[str, SelfWords] = {
    "en": SelfWords(
        subjects="I we",
        possessives="our my",
        objects="us me ourselves",
        fillers="have had has been was were are am be also still only just mostly mainly currently "
        "now never always often regularly recently already not do did don't didn't used to can "
        "could able both all usually primarily specifically actively successfully even then i've "
        "we've",
        deeds="run ran running operat manag provid offer work start found establish creat open "
        "buil lead led direct chair coordinat represent serv host hous rescu shelter train "
        "organis organiz conduct publish produc develop launch implement receiv appl registe "
        "attend participat join partner collaborat cooperat speciali focus concentrat advocat "
        "campaign lobb monitor research investigat interview assist counsel treat teach taught "
        "visit met testif submit draft wrote author contribut invit select nominat award honor "
        "honour fund sue repatriat reintegrat deliver distribut educat handl employ recruit advis "
        "brought bring held",
        ours="",
        belongings="organis organiz ngo shelter home house centre center office field mission "
        "mandate work project program campaign clinic school hotline staff team leader director "
        "founder president network member volunteer beneficiar client victim girl survivor effort "
        "training budget fund grant donor radio newspaper magazine region district city town "
        "village communit church agenc group foundation association society coalition institut "
        "universit facilit safehouse hospital branch chapter board headquarter partner research "
        "activit service website film book",
        being="are am were was we're i'm",
        posts="director founder ceo coordinator chairman chairwoman chairperson co-founder trustee",
        money="fund grant donor donation budget financ sponsor subgrant subaward award",
    ),
    "es": SelfWords(
        subjects="nosotros nosotras yo",
        possessives="nuestro nuestra nuestros nuestras mi mis",
        objects="nos me",
        fillers="hemos he habíamos estamos también solo sólo siempre nunca ya no nos me se "
        "actualmente principalmente",
        deeds="trabaj atend brind ofrec dirig dirij gestion acog rescat capacit fund crea abr "
        "coordin represent ayud dedic enfoc especializ manej oper administr ejecut implement "
        "realiz apoy acompañ desarroll recib particip integr conform organiz public produc "
        "investig denunci promov impuls form impart colabor elabor inici invit seleccion nomin "
        "premi financi",
        ours="mos",
        belongings="organizaci ong albergue refugio casa hogar centro oficina labor misión trabajo "
        "proyecto programa campaña clínica escuela línea equipo director fundador red miembr "
        "voluntari beneficiari usuari víctima niña sobrevivient capacitaci presupuesto fondo "
        "financi donante radio región distrito ciudad municipio comunidad iglesia grupo fundaci "
        "asociaci instituci coalici corporaci colectivo sede entidad área",
        being="somos soy fuimos",
        posts="director fundador coordinador",
        money="fondo financi donaci presupuesto subvenci donante beca",
    ),
    "pt": SelfWords(
        subjects="nós eu",
        possessives="nosso nossa nossos nossas meu minha meus minhas",
        objects="nos me",
        fillers="temos tenho estamos também só sempre nunca já não nos me se atualmente",
        deeds="trabalh atend oferec dirig ger acolh resgat capacit fund cria abr coorden represent "
        "ajud dedic foc especializ oper administr execut implement realiz apoi acompanh "
        "desenvolv receb particip integr organiz public produz investig denunci promov form "
        "convid selecion nome premi financi",
        ours="mos",
        belongings="organizaç ong abrigo casa lar centro escritório missão trabalho projeto "
        "programa campanha clínica escola linha equipe equipa diretor fundador rede membro "
        "voluntári beneficiári usuári vítima menina sobrevivente formaç orçamento fundo financi "
        "doador rádio região distrito cidade município comunidade igreja grupo fundaç associaç "
        "instituiç coletivo sede entidade área",
        being="somos sou fomos",
        posts="diretor fundador coordenador",
        money="fundo financi doaç orçamento subvenç doador bolsa",
    ),
    "fr": SelfWords(
        subjects="nous je j",
        possessives="notre nos mon ma mes",
        objects="nous me moi",
        fillers="avons ai avions sommes suis étions été aussi ne n y en toujours seulement "
        "uniquement actuellement nous me m déjà",
        deeds="gér dirig travaill offr accueill form organis publi fond cré ouv anim coordonn "
        "représent souten aid accompagn héberg spécialis focalis concentr interven opér mett "
        "réalis exécut recev reç reçu particip men assur assist sensibilis plaid invit "
        "sélectionn nomm financ",
        ours="",
        belongings="organisation ong foyer maison centre bureau mission travail projet programme "
        "campagne clinique école ligne équipe directeur directrice fondat réseau membre bénévole "
        "bénéficiaire client victime fille survivant formation budget fonds financement bailleur "
        "radio région district ville village commune communauté église groupe fondation "
        "association structure institution coalition personnel domaine zone activité",
        being="sommes suis étions",
        posts="directeur directrice fondateur fondatrice coordinateur coordinatrice coordonnat",
        money="fonds financ don subvention budget bailleur bourse",
    ),
    "ru": SelfWords(
        subjects="мы я",
        possessives="наш наша наше наши нашего нашей нашему нашем нашу нашим наших нашими мой моя "
        "моё мои моей моего моему моём мою моим моих",
        objects="нас нам нами мне меня",
        fillers="также только всегда никогда уже не сейчас сами были был была давно часто ещё",
        deeds="работа оказыва предоставля помога провод прове организ откры созда основа руковод "
        "возглав управля координир представля обуча издаё издава выпуск спаса принима получ "
        "участв сотруднич специализир занима консультир поддержива реализ сопровожда запусти "
        "ведём ведем вели содерж являе состо пригла выбра награ финансир",
        ours="ем ём им емся ёмся имся",
        belongings="организац нко нпо приют дом домик убежищ центр офис мисси направлени проект "
        "программ кампани клиник школ лини команд сотрудник директор руководител основател сет "
        "член волонтёр волонтер подопечн клиент жертв девочк пострадавш тренинг бюджет финансир "
        "грант донор радио регион район город сел деревн общин церк групп фонд ассоциац союз "
        "объединени институт университет работ деятельност област специализац",
        being="есть являемся — -",
        posts="директор руководител основател координатор председател",
        money="финанс грант донор бюджет средств пожертвован субсиди",
    ),
    "uk": SelfWords(
        subjects="ми я",
        possessives="наш наша наше наші нашого нашої нашому нашій нашу нашим наших нашими мій моя "
        "моє мої моєї мого моєму мою моїм моїх",
        objects="нас нам нами мені мене",
        fillers="також лише тільки завжди ніколи вже не зараз самі були був була давно часто ще",
        deeds="працю надає надаю допомага провод прове організ відкри створ засну керу очол "
        "координу представля навча видає видаю рятує рятую прийма отрим бере брали співпрацю "
        "спеціаліз займа консульту підтриму реаліз супровод запусти веде вели утриму є запрос "
        "обра нагород фінансу",
        ours="ємо емо имо їмо ємось емось имось",
        belongings="організац нуо го притул будин дім дом центр офіс місі напрям проєкт проект "
        "програм кампан клінік школ ліні команд працівник співробітник директор керівник "
        "засновни мереж член волонтер підопічн клієнт жертв дівчат постраждал тренінг бюджет "
        "фінансуван грант донор раді регіон район міст сел громад церкв груп фонд асоціац спілк "
        "об'єднан інститут університет робот діяльн справ",
        being="є — -",
        posts="директор керівник засновни координатор голов",
        money="фінанс грант донор бюджет кошт пожертв субсиді",
    ),
}
