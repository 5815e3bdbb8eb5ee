"""Invented answers in the languages in which the files are."""

from __future__ import annotations

from survey_shapes.platforms import WORDS

ENGLISH = WORDS
GERMAN = (
    "Uns fehlt das Geld für eine zweite Stelle",
    "Die Polizei nimmt Anzeigen nicht ernst",
    "Wir brauchen dringend Dolmetscherinnen in der Nacht",
    "Das Gesetz steht nur auf dem Papier",
    "Niemand aus dem Ministerium antwortet auf unsere Briefe",
    "Der Bericht hat im Parlament Druck gemacht",
    "Unsere Ehrenamtlichen sind müde und hören auf",
    "Die Mittel bleiben in der Hauptstadt hängen",
    "Gerichte behandeln Betroffene wie Täter",
    "Zu wenig Plätze, zu lange Wege; und kein Bus",
)
FRENCH = (
    "L'argent reste dans la capitale et n'arrive jamais ici",
    "La police ne prend pas les plaintes au sérieux",
    "Il nous faut des interprètes pendant la nuit",
    "La loi n'existe que sur le papier",
    "Personne au ministère ne répond à nos lettres",
    "Le rapport a fait bouger le parlement",
    "Nos bénévoles sont fatigués et s'en vont",
    "Les juges traitent encore les victimes comme des coupables",
    "Nous avons perdu notre principale subvention au printemps",
    "Trop peu de places ; trop de route",
)
SPANISH = (
    "El dinero se queda en la capital y nunca llega",
    "La policía no toma en serio las denuncias",
    "Necesitamos intérpretes durante la noche",
    "La ley solo existe en el papel",
    "Nadie del ministerio responde a nuestras cartas",
    "El informe presionó al parlamento para actuar",
    "Nuestras voluntarias están cansadas y se van",
    "Los jueces todavía tratan a las víctimas como culpables",
    "Perdimos la subvención principal en primavera",
    "Faltan plazas y el camino es demasiado largo",
)
PORTUGUESE = (
    "O dinheiro fica na capital e nunca chega até nós",
    "A polícia não leva as denúncias a sério",
    "Precisamos de intérpretes durante a noite",
    "A lei só existe no papel",
    "Ninguém do ministério responde às nossas cartas",
    "O relatório pressionou o parlamento a agir",
    "As nossas voluntárias estão cansadas e vão embora",
    "Os juízes ainda tratam as vítimas como culpadas",
    "Perdemos o financiamento principal na primavera",
    "Há poucas vagas e o caminho é longo demais",
)
RUSSIAN = (
    "Деньги остаются в столице и до нас не доходят",
    "Полиция не принимает заявления всерьёз",
    "Нам нужны переводчики по ночам",
    "Закон существует только на бумаге",
    "Никто из министерства не отвечает на наши письма",
    "Доклад заставил парламент действовать",
    "Наши волонтёры устали и уходят",
    "Судьи до сих пор обращаются с жертвами как с виновными",
    "Весной мы потеряли основной грант",
    "Мест мало, а дорога слишком длинная",
)
