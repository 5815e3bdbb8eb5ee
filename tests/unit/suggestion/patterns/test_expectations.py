"""What was only feared or expected is not said; judged by hand before the code ran."""

from __future__ import annotations

import pytest

from pattern_helpers import find

TURNED = [
    # language, pattern, what the speaker only feared or expected
    ("en", "boring", "We feared it would be boring, but it was lively."),
    ("en", "boring", "I thought the course would be boring; instead we laughed a lot."),
    ("en", "boring", "We expected a boring lecture and in the end it was a good discussion."),
    ("en", "boring", "They were afraid that it might be boring. But nobody slept."),
    ("en", "@ngo ** not invite~", "Our NGO feared that it would not be invited, but it was."),
    ("en", "empty", "I was worried the room would be empty but it turned out to be full."),
    ("es", "aburrid(o|a)", "Temíamos que fuera aburrido, pero fue muy útil."),
    ("es", "pérdida de tiempo", "Pensé que sería una pérdida de tiempo y al final aprendí mucho."),
    ("es", "vac(ío|ía)", "Creíamos que la sala iba a estar vacía; sin embargo se llenó."),
    ("ru", "скучно", "Мы боялись, что будет скучно, но оказалось интересно."),
    ("ru", "пустой", "Я думала, что зал будет пустой, а в итоге мест не хватило."),
    ("fr", "ennuyeu(x|se)", "Nous craignions que ce soit ennuyeux, mais c'était passionnant."),
    ("fr", "vide", "Je pensais que la salle serait vide ; finalement elle était pleine."),
    ("pt", "chat(o|a)", "Temíamos que fosse chato, mas no fim foi muito útil."),
    ("uk", "нудно", "Боялися, що буде нудно, але виявилося дуже цікаво."),
]
SAID = [
    # language, pattern, what the speaker says
    ("en", "boring", "We expected a lot, but it was boring."),
    ("en", "boring", "We feared it would be boring, and it was boring to the end."),
    ("en", "boring", "I think it is boring, but others like it."),
    ("en", "boring", "I thought it was boring, but the food was good."),
    ("en", "ignored", "We never expected that we would be ignored, but we were."),
    ("en", "expect~ * better rank", "They expected a better rank, but it stayed."),
    ("en", "money ** not receive~", "We expected money, but did not receive it."),
    ("en", "boring", "It was boring. We feared it would be long, but it was short."),
    ("en", "afraid ** speak", "We are afraid to speak, but we do."),
    ("es", "aburrid(o|a)", "Esperábamos mucho, pero fue aburrido."),
    ("es", "aburrid(o|a)", "Me pareció aburrido, pero a otros les gustó."),
    ("ru", "скучно", "Мы ждали многого, но было скучно."),
    ("fr", "ennuyeu(x|se)", "Je l'ai trouvé ennuyeux, mais d'autres l'ont aimé."),
    ("fr", "ennuyeu(x|se)", "Nous espérions beaucoup, mais c'était ennuyeux."),
    ("pt", "chat(o|a)", "Esperávamos muito, mas foi chato."),
    ("uk", "нудно", "Ми чекали багато, але було нудно."),
]


@pytest.mark.parametrize(("language", "pattern", "sentence"), TURNED)
def test_what_turned_out_otherwise_is_not_said(language: str, pattern: str, sentence: str) -> None:
    assert not find(pattern, sentence, language)


@pytest.mark.parametrize(("language", "pattern", "sentence"), SAID)
def test_what_happened_or_is_held_is_said(language: str, pattern: str, sentence: str) -> None:
    assert find(pattern, sentence, language)
