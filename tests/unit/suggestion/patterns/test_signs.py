"""Every sign of the language of patterns, in three languages: what it finds, and what not."""

from __future__ import annotations

import pytest

from pattern_helpers import find, find_words

SIGNS = [
    # language, pattern, text, the words that are found (None for none)
    # Words side by side; case, accents and ё do not count.
    ("en", "waste of time", "A WASTE of time.", "WASTE of time"),
    ("en", "waste of time", "A waste of our time.", None),
    ("en", "waste of time", "Waste, of time", "Waste, of time"),
    ("en", "waste of time", "It was a waste. Of time we had enough.", None),
    ("es", "perdida de tiempo", "Una pérdida de tiempo", "pérdida de tiempo"),
    ("es", "pérdida de tiempo", "una perdida de tiempo", "perdida de tiempo"),
    ("ru", "ее не было", "Её не было", "Её не было"),
    ("ru", "еще раз", "ещё раз", "ещё раз"),
    # Apostrophes and hyphens.
    ("en", "government officials", "The government's officials", "government's officials"),
    ("en", "follow up", "No follow-up at all", "follow-up"),
    ("en", "follow-up", "to follow up on it", "follow up"),
    ("en", "cannot go", "We can not go", "can not go"),
    ("en", "not invite~", "They didn´t invite us", "didn´t invite"),
    ("en", "not invite~", "They didn`t invite us", "didn`t invite"),
    ("fr", "l'ong", "Pour l’ONG", "l’ONG"),
    ("ru", "как-то", "Как-то позвали", "Как-то"),
    ("uk", "сім'я", "Моя сім’я", "сім’я"),
    ("en", "u.s. embassy", "The US Embassy came", None),
    ("en", "u.s. embassy", "The U.S. Embassy came", "U.S. Embassy"),
    ("en", "u.s embassy", "The U.S. Embassy came", "U.S. Embassy"),
    # a|b and parentheses.
    ("en", "told|asked us", "They asked us.", "asked us"),
    ("en", "(waste of time|useless)", "Quite useless", "useless"),
    ("en", "a (big|very large) waste", "a very large waste", "a very large waste"),
    ("en", "was (very)? useless", "was useless", "was useless"),
    ("en", "was (very)? useless", "was very useless", "was very useless"),
    ("en", "was (very)? useless", "was quite useless", None),
    ("en", "organi(s|z)ation", "an organisation", "organisation"),
    ("en", "colo(u)?r", "a color", "color"),
    ("es", "(no sirve|inútil)", "No sirve de nada", "No sirve"),
    ("ru", "(пустая трата|бесполезно)", "Пустая трата времени", "Пустая трата"),
    # * is a gap of at most three words, which stays inside a clause; ** one of eight.
    ("en", "workshop * useless", "The workshop was quite useless", "workshop … useless"),
    ("en", "workshop * useless", "workshop useless", "workshop useless"),
    ("en", "workshop * useless", "workshop of last year was useless", None),
    ("en", "workshop ** useless", "workshop of last year was useless", "workshop … useless"),
    ("en", "workshop ** useless", "workshop a b c d e f g h useless", "workshop … useless"),
    ("en", "workshop ** useless", "workshop a b c d e f g h i useless", None),
    ("en", "workshop * useless", "A workshop. It was useless.", None),
    ("en", "workshop ** useless", "A workshop. It was useless.", None),
    ("en", "workshop * useless", "a workshop (one): useless", None),
    ("en", "workshop ** useless", "a workshop (one): useless", "workshop … useless"),
    ("en", "workshop * useless", "a workshop, sadly, useless", "workshop … useless"),
    ("es", "taller * inútil", "El taller fue muy inútil", "taller … inútil"),
    ("ru", "семинар * бесполезен", "Семинар был совсем бесполезен", "Семинар … бесполезен"),
    ("ru", "семинар * бесполезен", "Семинар — бесполезен", None),
    # ~ is any inflection.
    ("en", "invite~", "inviting all", "inviting"),
    ("en", "invite~", "an invitation", "invitation"),
    ("en", "invite", "invited", None),
    ("es", "invitar~", "Nos invitaron", "invitaron"),
    ("es", "invitar~", "la invitación", "invitación"),
    ("es", "invitar~", "la invitacion", "invitacion"),
    ("ru", "доклад~", "о докладах", "докладах"),
    ("ru", "приглаш~", "нас приглашали", "приглашали"),
    ("ru", "приглашать~", "нас приглашают", "приглашают"),
    ("ru", "приглаш~", "нас пригласили", None),
    ("ru", "пригла~", "нас приглашают", "приглашают"),
    ("ru", "пригла~", "приглашаемыми", None),
    ("uk", "запрош~", "нас запрошували", "запрошували"),
    ("fr", "inviter~", "Nous étions invitées", "invitées"),
    ("pt", "convidar~", "nos convidaram", "convidaram"),
    ("en", "(invite|ask)~ us", "They asked us", "asked us"),
    # @name is a list.
    ("en", "@officials * angry", "Ministers were very angry", "Ministers … angry"),
    ("es", "@ngo pequeñas", "las ONG pequeñas", "ONG pequeñas"),
    ("ru", "@lack денег", "У нас нет денег", "нет денег"),
    ("en", "not @usa", "not the United States", "not … United States"),
    # unless.
    ("en", "waste unless not", "It was a waste", "waste"),
    ("en", "waste unless not", "It was not a waste", None),
    ("en", "waste unless money", "A waste of money", None),
    ("en", "waste unless money", "A waste of time. No money came.", "waste"),
    ("en", "waste unless money unless not", "It was not a waste", None),
    ("es", "útil unless (muy|bastante) útil", "Fue muy útil", None),
    ("es", "pérdida unless not", "No fue una pérdida", None),
    ("ru", "трата unless not", "Это не трата времени", None),
    ("ru", "трата unless времени", "Трата времени", None),
    # not.
    ("en", "not invite~", "didn’t invite", "didn’t invite"),
    ("en", "not invite~ * small", "did not invite the small ones", "not invite … small"),
    ("en", "we * not invite~", "We were not invited", "We … not invited"),
    ("en", "we not invite~", "We were not invited", None),
    ("en", "ministry * not help~", "Nobody at the ministry helped", "Nobody … ministry helped"),
    ("en", "not (ask~|told us)", "never told us", "never told us"),
    ("en", "not (very)? useful", "It was useful", None),
    ("en", "not (very)? useful", "It was not useful", "not useful"),
    ("en", "not (very)? useful", "It was not very useful", "not very useful"),
    ("en", "not (very)? * useful", "It was not in any way useful", "not … useful"),
    ("es", "not invit~ * @ngo", "No invitaron a las ONG", "No invitaron … ONG"),
    ("ru", "not приглас~ * нпо", "Не пригласили малые НПО", "Не пригласили … НПО"),
]


@pytest.mark.parametrize(("language", "pattern", "text", "words"), SIGNS)
def test_a_sign_finds_what_it_should(
    language: str, pattern: str, text: str, words: str | None
) -> None:
    assert find_words(pattern, text, language) == words


def test_the_small_gap_is_three_words_and_no_more() -> None:
    assert find("a * z", "a b c d z")
    assert not find("a * z", "a b c d e z")


def test_a_gap_behind_not_says_nothing_more() -> None:
    assert find_words("not * invite~", "They did not invite us") == "not invite"


def test_every_matched_word_has_its_place() -> None:
    text = "Sadly, they didn’t, as in 2010, invite  us 🙂."
    (match,) = find("not invite~ us", text)
    assert [text[piece.start : piece.end] for piece in match.pieces] == ["didn’t", "invite  us"]
    assert text[match.start : match.end] == "didn’t, as in 2010, invite  us"
    assert match.words == "didn’t … invite us"
    assert (match.code, match.weight, match.language, match.number) == ("code", 2, "en", 1)
    assert match.why == "pattern “not invite~ us”"


def test_the_first_place_is_given() -> None:
    text = "A useless visit and a useless report"
    (match,) = find("useless", text)
    assert match.start == text.index("useless")


def test_lists_of_a_study_replace_those_that_are_shipped_and_may_name_them() -> None:
    own = {"ngo": {"en": ("@ngo", "crew~")}, "boat": {"en": ("boat~", "fishing vessel")}}
    assert find_words("@ngo * @boat", "crews left the fishing vessel", lists=own) is not None
    assert find_words("@ngo * @boat", "NGOs left the boats", lists=own) is not None
    without = {"ngo": {"en": ("crew~",)}}
    assert find_words("@ngo", "NGOs", lists=without) is None
    # Another language keeps its list.
    assert find_words("@ngo", "las ONG", "es", lists=without) == "ONG"
