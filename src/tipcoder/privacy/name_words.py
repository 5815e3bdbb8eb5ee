"""Words that stand in many names and in many addresses, and so tell none from another."""

from __future__ import annotations

from tipcoder.privacy.compared_words import spell_in_latin, split_word_list
from tipcoder.text import fold_text

SMALL_WORDS = frozenset(
    split_word_list(
        "of the for and in on at to a an de del la las el los y e en por para con da do dos das "
        "du des le les aux au pour et que com pelo pela nos nas und der die das für и в на "
        "по за для с от та і з при"
    )
)
"""Articles, prepositions and conjunctions, which part the words of a name."""
GENERIC = frozenset(
    fold_text(word)
    for word in split_word_list(
        "organization organisation organizacion organisacion association asociacion foundation "
        "fundacion network red center centre centro house casa home hogar project proyecto "
        "program programme group grupo international internacional national nacional global world "
        "women woman mujeres mujer children child ninos ninas girls youth human humanos rights "
        "derechos trafficking trata persons personas people against contra anti slavery freedom "
        "justice hope esperanza help support service services servicios society social community "
        "council committee coalition alliance alianza institute instituto university universidad "
        "mission church ngo ong legal aid action initiative development desarrollo care shelter "
        "law union federation federacion movement movimiento african africa european europe asia "
        "asian american america latin development education save free stop end new united inc ltd "
        "llc trust fund corporation corp company group team work workers labor labour migration "
        "migrants refugee общественный общественная общественное фонд организация центр "
        "ассоциация союз сеть дом помощь женщин женский дети детей права человека против торговли "
        "людьми международный международная национальный кризисный надежда свобода объединение "
        "contre lutte traite esclavage enfants enfant femmes femme filles fille droits droit "
        "humains "
        "humain monde sans frontieres defense maison foyer centre reseau mains aide solidarite "
        "ensemble association fondation mulheres mulher criancas crianca direitos humanos trafico "
        "pessoas rede casa associacao fundacao centro apoio esperanca jovens jeunes mundo vida "
        "moderne moderno today tomorrow жінок діти дітей проти торгівлі людьми права центр мережа "
        "будинок допомога надія фонд "
        "благотворительный некоммерческая нко оо оф нпо го гo громадська організація центр for "
        "with without north south east west light blue open door quiet place city life rescue "
        "report office"
    )
)
"""Words that many names share; alone they name nobody."""
MAIL_PROVIDERS = frozenset(
    split_word_list(
        "gmail googlemail yahoo hotmail outlook live aol mail yandex rambler ukr gmx web icloud "
        "protonmail inbox list bk msn ymail zoho tutanota mail email example edu ac org com net "
        "gov co"
    )
)
"""Labels of mail domains that are a provider or a kind of domain, and not an organisation."""
DESKS = frozenset(
    split_word_list(
        "info contact office admin mail hello director support media secretary contacto correo "
        "oficina"
    )
)
"""What stands before the @ of an address that belongs to a desk and not to a person."""

SMALL_LATIN = frozenset(spell_in_latin(word) for word in SMALL_WORDS)
GENERIC_LATIN = frozenset(spell_in_latin(word) for word in GENERIC)
"""The same in Latin letters, the way in which names are compared."""

BODY_LATIN = frozenset(
    spell_in_latin(fold_text(word))
    for word in split_word_list(
        "association asociacion associacao associazione asociatia foundation fundacion fundacao "
        "fondation fundatia organisation organization organizacion organizacao ong ngo corporacion "
        "общественный общественная общественное благотворительный "
        "благотворительная некоммерческая неправительственная фонд организация объединение "
        "громадська громадське благодійний благодійна неурядова фонд організація об'єднання"
    )
)
"""Words at the beginning of a name that say what kind of body it is, and that people leave out."""

_SHARED_LATIN = SMALL_LATIN | GENERIC_LATIN


def is_own_word(word: str) -> bool:
    """Whether a word in Latin letters is one that a name does not share with many others."""
    return word not in _SHARED_LATIN
