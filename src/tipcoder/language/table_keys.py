"""The keys of a file in data/languages: everything that detectors know of a language.

Each list is declared once. A language that has nothing of a kind leaves the key out. README.md in
that folder tells what the signs in a phrase mean.
"""

from __future__ import annotations

from tipcoder.tomlkeys import Example, Form, Key, Section, declare_texts

WordsKey = Key[tuple[str, ...]]
"""A list of words or of phrases."""


def _declare_words(name: str, meaning: str) -> WordsKey:
    return declare_texts(name, meaning, f'{name} = ["..."]')


def _declare_section(path: str, meaning: str, *keys: WordsKey) -> Section:
    return Section(path, Form.ONE, meaning, keys, (Example("", keys),))


ENDINGS = _declare_words("endings", "Endings that `~` in a phrase stands for.")
DEMONYM_ENDINGS = _declare_words(
    "demonym_endings", "Further endings of nationalities: those of women, and of one of many."
)
SMALL_WORDS = _declare_words(
    "small_words", "Articles, prepositions and conjunctions, which part the words of a name."
)
NAMING_LINKS = _declare_words(
    "naming_links", "Those of them, and others, with which a name goes on: Voice of women."
)
OPENING_LINKS = _declare_words(
    "opening_links", "Words before which the first word of a sentence is a part of the name."
)
CAUSES = _declare_words(
    "causes", "What stands behind them in names of organisations, in every form it has there."
)
LINKS = _declare_words("links", "Words that bind the parts of an institution's name, as phrases.")
PARTICLES = _declare_words("particles", "Small words inside the names of people, as phrases.")

COMPLEMENT_LINKS = _declare_words(
    "links", "Words between a post and what it is the post of, as phrases."
)
LEVELS = _declare_words(
    "levels", "Words that may close such a description without a link, as phrases."
)
ADJECTIVE_ENDINGS = _declare_words(
    "adjective_endings", "Endings of an adjective in the genitive, where no link is needed."
)
NOUN_ENDINGS = _declare_words(
    "noun_endings", "Endings of a noun in the genitive, where no link is needed."
)
NEVER_ENDINGS = _declare_words("never_endings", "Endings of words that only look like such a noun.")

COURTESIES = _declare_words("courtesies", "What stands before the name of anybody, as phrases.")
TITLES = _declare_words("titles", "Posts and ranks that stand before a name, as phrases.")
NOT_NAMES = _declare_words(
    "not_names", "How titles begin that name an office or a head of state, as phrases."
)
POSTS = _declare_words("posts", "Posts of officials, as phrases.")
POSTS_OF = _declare_words(
    "posts_of", "Posts that are ordinary words where nothing follows them, as phrases."
)
RANKS = _declare_words("ranks", "What stands before a post and belongs to it, as phrases.")
PATRONYMICS = _declare_words("patronymics", "How patronymics end.")

MINISTRIES = _declare_words(
    "ministries", "First words of bodies that need no capitals, as phrases."
)
BODY_HEADS = _declare_words("heads", "First words of bodies that go on with a capital, as phrases.")
BODY_TAILS = _declare_words("tails", "Last words of bodies, as phrases.")
CHAMBERS = _declare_words("chambers", "Bodies that only one country has, as phrases.")
STATE_SHORTS = _declare_words(
    "countries", "Countries as people write them behind a body or a code, as phrases."
)
SUBJECTS = _declare_words("subjects", "What a body with an ordinary name is for, as phrases.")

ORGANISATION_HEADS = _declare_words("heads", "First words of organisations, as phrases.")
ORGANISATION_TAILS = _declare_words("tails", "Last words of organisations, as phrases.")
INTRODUCTIONS = _declare_words(
    "introductions", "Words behind which a name follows, whatever it is made of, as phrases."
)
PROJECT_WORDS = _declare_words("projects", "Words that make a project of such a name, as phrases.")

PLACES_BEFORE = _declare_words("before", "Words before the name of a place, as phrases.")
PLACES_AFTER = _declare_words("after", "Words behind the name of a place, as phrases.")
PLACE_LINKS = _declare_words("links", "Words between such a word and the name, as phrases.")
PLACE_ADJECTIVES = _declare_words(
    "adjectives", "Endings of the stem where a place becomes an adjective."
)
NEVER_PLACES = _declare_words(
    "never_adjectives", "Stems of adjectives that end so and are made of no place."
)

STREETS_BEFORE = _declare_words("streets", "Words before the name of a street, as phrases.")
STREETS_AFTER = _declare_words("streets_after", "Words behind the name of a street, as phrases.")
FLATS = _declare_words(
    "flats", "Words before the number of a flat, a floor or a building, as phrases."
)
FLOORS = _declare_words("floors", "Words that stand behind such a number too, as phrases.")
HOUSE_NUMBERS = _declare_words("house", "What says that a number is that of a house, as phrases.")
POST_BOXES = _declare_words(
    "boxes", "Words before the number of a post box or a postal code, as phrases."
)

NUMBERED_LAWS = _declare_words(
    "numbered", "Words before the number of a law or an article, as phrases."
)
NUMBER_SIGNS = _declare_words(
    "number", "What stands between such a word and the number, as phrases."
)
NAMED_LAWS = _declare_words("named", "Words before the name of a law, as phrases.")
LAW_TAILS = _declare_words("tails", "Words behind the name of a law, as phrases.")
CODES = _declare_words("codes", "Codes whose articles are named, as phrases.")
LAW_PHRASES = _declare_words("phrases", "Whole phrases that tell a law.")
LAW_LINKS = _declare_words(
    "about", "Words between such a word and the name of the law, as phrases."
)

MONTH_FORMS = _declare_words("months", "Further forms of months, as phrases.")
CAPITAL_MONTHS = _declare_words(
    "capital_months", "Months that are other words too, and need a capital or a year."
)
DAY_FORMS = _declare_words("days", "Further forms of weekdays, as phrases.")
DAY_WORDS = _declare_words("day_words", "Days of a month in words, as phrases.")
DAY_SUFFIXES = _declare_words("suffixes", "What follows the number of a day, as phrases.")
DATE_LINKS = _declare_words("links", "Words between the parts of a date, as phrases.")
DATE_RANGES = _declare_words("ranges", "Words between two dates, as phrases.")
DATE_PARTS = _declare_words("parts", "Words for a part of a month or a year, as phrases.")
SEASONS = _declare_words("seasons", "Seasons and feasts, as phrases.")
QUARTERS = _declare_words("quarters", "Parts of a year by number, as phrases.")
YEAR_WORDS = _declare_words("years", "Words behind the number of a year, as phrases.")
DECADES = _declare_words("decades", "Words before a decade, as phrases.")

DIGITS = _declare_words("digits", "Digits in words.")
SCALES = _declare_words("scales", "Words for thousands and millions, as phrases.")
CURRENCIES = _declare_words("currencies", "Currencies behind a sum, as phrases.")

AT_WORDS = _declare_words("at", "Words for the sign @.")
DOT_WORDS = _declare_words("dot", "Words for the dot.")
SERVICES = _declare_words("services", "Services before the name of an account, as phrases.")

UNIQUE_CUES = _declare_words("unique", "Claims to be the only or the first.")
ROLE_CUES = _declare_words("role", "What tells a post or a role.")
FUNDING_CUES = _declare_words("funding", "What names a grant or a donor.")
SELF_CUES = _declare_words("self_description", "What describes the organisation itself.")
REFUSALS = _declare_words("refusals", "What may take back a consent to be named.")
REFUSAL_STEMS = _declare_words(
    "refusal_stems", "Beginnings of words of which every refusal has one."
)

HARMLESS = _declare_words("harmless", "Words that may have a capital and name nobody.")
GENERIC = _declare_words("generic", "Words that many names share; alone they name nobody.")
DESKS = _declare_words("desks", "What stands before the @ of an address that belongs to a desk.")
LEGAL_FORMS = _declare_words(
    "legal_forms", "What says under which law an organisation is registered, as phrases."
)
SMALL_PLACES = _declare_words(
    "small_places", "Names of places that are other words when they have a small letter."
)
SENTENCE_WORDS = _declare_words(
    "sentence_words", "Such words that are common enough to begin a sentence."
)
NOT_CITIES = _declare_words("not_cities", "Names of time zones that are no cities of a survey.")
CAPITAL_CITIES = _declare_words(
    "capital_cities", "Cities that are unmistakable with a capital only."
)

PEOPLES = _declare_words("groups", "In any case and with any letter case, as phrases.")

ABBREVIATIONS = _declare_words(
    "abbreviations", "Words after whose stop a sentence goes on, without the stop."
)

SELF_SUBJECTS = _declare_words("subjects", "I and we.")
SELF_POSSESSIVES = _declare_words("possessives", "My and our.")
SELF_OBJECTS = _declare_words("objects", "Me and us.")
SELF_FILLERS = _declare_words("fillers", "What may stand between a subject and what it does.")
SELF_DEEDS = _declare_words("deeds", "Stems of what organisations do, and few others.")
OUR_ENDINGS = _declare_words("our_endings", "Endings of verbs that say `we` by themselves.")
BELONGINGS = _declare_words("belongings", "Stems of what an organisation is, has and works on.")
BEING = _declare_words("being", "Am and are, with which somebody says what they are.")
SPEAKING = _declare_words("speaking", "Those of them that say by themselves who speaks.")
SELF_POSTS = _declare_words("posts", "Stems of posts that one person of an organisation holds.")
MONEY_WORDS = _declare_words("money", "Stems of what is given to an organisation.")

BODIES = _declare_words(
    "bodies", "First words of a name that say what kind of body it is, and are left out."
)

EVERYDAY = _declare_words(
    "everyday", "Words that organisations like to be called by, and that sentences have too."
)

NOUNS = "nouns"
"""The table of role nouns, whose keys are kinds of hits: the usual noun, then wider ones."""

SECTIONS = (
    _declare_section(
        "grammar",
        "How words change, and the small words between names.",
        ENDINGS,
        DEMONYM_ENDINGS,
        SMALL_WORDS,
        NAMING_LINKS,
        OPENING_LINKS,
        CAUSES,
        LINKS,
        PARTICLES,
    ),
    _declare_section(
        "complements",
        "What follows a post or a body in small letters: of labour, de la mujer.",
        COMPLEMENT_LINKS,
        LEVELS,
        ADJECTIVE_ENDINGS,
        NOUN_ENDINGS,
        NEVER_ENDINGS,
    ),
    _declare_section(
        "persons",
        "People by how they are named.",
        COURTESIES,
        TITLES,
        NOT_NAMES,
        POSTS,
        POSTS_OF,
        RANKS,
        PATRONYMICS,
    ),
    _declare_section(
        "institutions",
        "Public bodies by the words that their names are made with.",
        MINISTRIES,
        BODY_HEADS,
        BODY_TAILS,
        CHAMBERS,
        STATE_SHORTS,
        SUBJECTS,
    ),
    _declare_section(
        "organisations",
        "Organisations by the words that their names are made with.",
        ORGANISATION_HEADS,
        ORGANISATION_TAILS,
        INTRODUCTIONS,
        PROJECT_WORDS,
    ),
    _declare_section(
        "places",
        "Places by the word beside them.",
        PLACES_BEFORE,
        PLACES_AFTER,
        PLACE_LINKS,
        PLACE_ADJECTIVES,
        NEVER_PLACES,
    ),
    _declare_section(
        "addresses",
        "Postal addresses.",
        STREETS_BEFORE,
        STREETS_AFTER,
        FLATS,
        FLOORS,
        HOUSE_NUMBERS,
        POST_BOXES,
    ),
    _declare_section(
        "laws",
        "Laws.",
        NUMBERED_LAWS,
        NUMBER_SIGNS,
        NAMED_LAWS,
        LAW_TAILS,
        CODES,
        LAW_PHRASES,
        LAW_LINKS,
    ),
    _declare_section(
        "dates",
        "Dates beyond the names of months and days that CLDR has.",
        MONTH_FORMS,
        CAPITAL_MONTHS,
        DAY_FORMS,
        DAY_WORDS,
        DAY_SUFFIXES,
        DATE_LINKS,
        DATE_RANGES,
        DATE_PARTS,
        SEASONS,
        QUARTERS,
        YEAR_WORDS,
        DECADES,
    ),
    _declare_section(
        "numbers",
        "Numbers in words, and sums.",
        DIGITS,
        SCALES,
        CURRENCIES,
    ),
    _declare_section(
        "contacts",
        "How people write addresses in words.",
        AT_WORDS,
        DOT_WORDS,
        SERVICES,
    ),
    _declare_section(
        "cues",
        "Turns of phrase by which people describe themselves, as phrases.",
        UNIQUE_CUES,
        ROLE_CUES,
        FUNDING_CUES,
        SELF_CUES,
        REFUSALS,
        REFUSAL_STEMS,
    ),
    _declare_section(
        "words",
        "Single words.",
        HARMLESS,
        GENERIC,
        DESKS,
        LEGAL_FORMS,
        SMALL_PLACES,
        SENTENCE_WORDS,
        NOT_CITIES,
        CAPITAL_CITIES,
    ),
    _declare_section(
        "peoples",
        "Peoples and ethnic groups.",
        PEOPLES,
    ),
    _declare_section(
        "self_descriptions",
        "How people say who they are, as whole words and as stems.",
        SELF_SUBJECTS,
        SELF_POSSESSIVES,
        SELF_OBJECTS,
        SELF_FILLERS,
        SELF_DEEDS,
        OUR_ENDINGS,
        BELONGINGS,
        BEING,
        SPEAKING,
        SELF_POSTS,
        MONEY_WORDS,
    ),
    _declare_section(
        "names",
        "Names of organisations.",
        BODIES,
        EVERYDAY,
    ),
    _declare_section(
        "sentences",
        "Where sentences go on.",
        ABBREVIATIONS,
    ),
)
"""Every table of a language but the role nouns."""
