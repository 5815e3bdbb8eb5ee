"""What stands under a negation, sentence by sentence; judged by hand before the code ran."""

from __future__ import annotations

import pytest

from pattern_helpers import find

ENGLISH = [
    # sentence, word, whether the word is negated
    ("They did not invite us.", "invite~", True),
    ("They invited us.", "invite~", False),
    ("We weren't really invited.", "invite~", True),
    ("We werent invited.", "invite~", True),
    ("They cannot invite everybody.", "invite~", True),
    ("They can’t invite everybody.", "invite~", True),
    ("Nobody from the embassy in our city ever invited us.", "invite~", True),
    ("None of the organizations here was invited.", "invite~", True),
    ("They never properly invited us.", "invite~", True),
    ("They came without any invitation.", "invitation", True),
    ("They did not only invite us, they paid for the trip.", "invite~", False),
    ("They did not come, but they invited us.", "invite~", False),
    ("They did not come but invited us.", "invite~", False),
    ("No, they invited us.", "invite~", False),
    ("They did not ask us, they invited officials.", "invite~", False),
    ("I do not know whether they invited anybody.", "invite~", False),
    ("I don't think they invited us.", "invite~", True),
    ("They failed to invite us.", "invite~", True),
    ("They did not fail to invite us.", "invite~", False),
    ("There is no training, no money, no support for us.", "support", True),
    ("They gave no training, funds or support.", "support", True),
    ("They have not paid us. They invited us.", "invite~", False),
    ("They did not pay; they invited us.", "invite~", False),
    ("They were not, however, invited.", "invite~", True),
    ("We are no longer invited.", "invite~", True),
    ("It is not because they invited us.", "invite~", False),
    ("They rarely invite us.", "invite~", True),
    ("No NGOs were ever invited.", "invite~", True),
    ("They have no doubt invited many.", "invite~", False),
]
SPANISH = [
    ("No nos avisan ni nos invitan.", "invit~", True),
    ("Sin duda invitaron a todos.", "invit~", False),
    ("Aunque no pagan, nos invitan.", "invit~", False),
    ("No nos invitaron.", "invit~", True),
    ("Nos invitaron.", "invit~", False),
    ("Nunca nos invitan.", "invit~", True),
    ("No nos invitaron nunca a nada.", "invit~", True),
    ("Nadie nos invitó.", "invit~", True),
    ("No nos invitó nadie.", "invit~", True),
    ("No solo nos invitaron, también pagaron el viaje.", "invit~", False),
    ("No sólo invitan a ONG.", "invit~", False),
    ("No pagaron, pero nos invitaron.", "invit~", False),
    ("No, nos invitaron.", "invit~", False),
    ("Sin invitación no se puede entrar.", "invitación", True),
    ("Tampoco invitan a las pequeñas.", "invit~", True),
    ("No sé si nos invitaron.", "invit~", False),
    ("Dejaron de invitarnos.", "invitarnos", True),
    ("Sin fondos, talleres ni apoyo.", "apoyo", True),
    ("Ninguna de las organizaciones fue invitada.", "invit~", True),
    ("No hay recursos. Nos invitan.", "invit~", False),
]
RUSSIAN = [
    ("Нас почему-то не позвали.", "позвали", True),
    ("Нам никто ничего не сказал.", "сказал", True),
    ("Не раз приглашали.", "приглашали", False),
    ("Нас не пригласили.", "пригласили", True),
    ("Нас пригласили.", "пригласили", False),
    ("Никто нас не пригласил.", "пригласил", True),
    ("Нас никогда никуда не приглашали.", "приглаш~", True),
    ("Нас не только пригласили, но и оплатили дорогу.", "пригласили", False),
    ("Они не заплатили, но пригласили нас.", "пригласили", False),
    ("Не знаю, приглашали ли кого-нибудь.", "приглашали", False),
    ("Без приглашения туда не попасть.", "приглашения", True),
    ("Приглашений нет.", "приглашени~", True),
    ("Приглашений не было.", "приглашени~", True),
    ("Нет, нас пригласили.", "пригласили", False),
    ("У нас нет денег, поддержки и людей.", "поддержки", True),
    ("Ни разу не пригласили.", "пригласили", True),
    ("Денег не дали. Нас пригласили.", "пригласили", False),
    ("Они отказались нас пригласить.", "пригласить", True),
    ("Они не отказались нас пригласить.", "пригласить", False),
]
OTHERS = [
    ("fr", "Ils ne nous ont pas invités.", "inviter~", True),
    ("fr", "Ils ne l’ont jamais invitée.", "inviter~", True),
    ("fr", "Personne ne nous a invités.", "inviter~", True),
    ("fr", "Ils nous ont invités.", "inviter~", False),
    ("fr", "Non, ils nous ont invités.", "inviter~", False),
    ("fr", "Sans invitation.", "invitation", True),
    ("pt", "Não nos convidaram.", "convidar~", True),
    ("pt", "Nao nos convidaram.", "convidar~", True),
    ("pt", "Ninguém nos convidou.", "convidar~", True),
    ("pt", "Não só nos convidaram, também pagaram.", "convidar~", False),
    ("pt", "Não pagaram, mas nos convidaram.", "convidar~", False),
    ("uk", "Нас не запросили.", "запросили", True),
    ("uk", "Ніхто нас не запрошував.", "запрош~", True),
    ("uk", "Нас не тільки запросили, а й заплатили.", "запросили", False),
    ("uk", "Запрошень не було.", "запрошень", True),
    ("uk", "Нас запросили.", "запросили", False),
]
TABLE = [
    *(("en", *row) for row in ENGLISH),
    *(("es", *row) for row in SPANISH),
    *(("ru", *row) for row in RUSSIAN),
    *OTHERS,
]


@pytest.mark.parametrize(("language", "sentence", "word", "negated"), TABLE)
def test_a_word_is_negated_or_not(language: str, sentence: str, word: str, negated: bool) -> None:
    assert find(word, sentence, language), "the word itself is there"
    assert bool(find(f"not {word}", sentence, language)) is negated
    # `unless not` is the same question asked the other way round.
    assert bool(find(f"{word} unless not", sentence, language)) is not negated
