"""Keys by their place on the keyboard: a coder need not switch her layout to give a command.

On a Russian layout the key of Latin `s` sends `ы`. So each binding also answers to the letter that
a Russian layout has in its place.
"""

from __future__ import annotations

_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,"
_CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьб"
_TWINS = dict(zip(_LATIN, _CYRILLIC, strict=True))
_TWINS |= {latin.upper(): twin.upper() for latin, twin in _TWINS.items() if latin.isalpha()}
# What Shift gives on the keys of marks: letters on a Russian layout, other marks on a Latin one.
_TWINS |= {"{": "Х", "}": "Ъ", ":": "Ж", '"': "Э", "<": "Б", ">": "Ю", "#": "№"}

_NAMES = {
    "semicolon": ";",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "comma": ",",
    "colon": ":",
    "apostrophe": "'",
    "exclamation_mark": "!",
    "full_stop": ".",
    "slash": "/",
    "question_mark": "?",
    "plus": "+",
    "equals_sign": "=",
    "minus": "-",
    "number_sign": "#",
    "less_than_sign": "<",
    "greater_than_sign": ">",
}
_SHOWN = {
    "escape": "Esc",
    "enter": "Enter",
    "tab": "Tab",
    "backspace": "⌫",
    "delete": "Del",
    "space": "Space",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
}
_LATIN_OF = {twin: latin for latin, twin in _TWINS.items()}
_SPECIAL = {*_SHOWN, "insert", *(f"f{n}" for n in range(1, 25))}
_CHARACTERS = {character: name for name, character in _NAMES.items()}
_MODIFIERS = ("ctrl", "shift", "alt")
_SHOWN_MODIFIERS = {"ctrl": "^", "shift": "⇧", "alt": "Alt-"}


def cyrillic_twin(key: str) -> str | None:
    """Textual's name of the key that a Russian layout sends from the same place.

    None if it sends no letter there. `.` and `/` have no twin: in their places a Russian layout
    sends `ю` and `.`, and `.` has a meaning of its own.
    """
    *modifiers, last = key.split("+")
    if modifiers:
        return None
    return _TWINS.get(_NAMES.get(last, last))


def latin_twin(character: str) -> str:
    """The letter that a Latin layout sends from the same place, else the character itself."""
    return _LATIN_OF.get(character, character)


def parse_key_name(written: str) -> str | None:
    """Textual's name of a key as people write it: `u`, `;`, `ctrl+z`, `F5`, `pageup`.

    None if there is no such key.
    """
    # The plus is a key, too, and joins a modifier to a key.
    *modifiers, last = ["+"] if written == "+" else written.split("+")
    last = _CHARACTERS.get(last, last)

    is_single_character = len(last) == 1
    if not is_single_character and last not in _NAMES:
        last = last.lower()
        if last and last not in _SPECIAL:
            return None

    has_unknown_modifier = any(modifier not in _MODIFIERS for modifier in modifiers)
    if not last or has_unknown_modifier:
        return None
    return "+".join([*modifiers, last])


def join_with_twins(keys: tuple[str, ...]) -> str:
    """Keys and their twins as Textual wants them: one comma-separated string, each key once."""
    twins = []
    for key in keys:
        twin = cyrillic_twin(key)
        if twin is not None:
            twins.append(twin)
    return ",".join(dict.fromkeys([*keys, *twins]))


def format_key(key: str) -> str:
    """A key as people write it: `^z`, `⇧Tab`, `F5`."""
    *modifiers, last = key.split("+")
    shown_modifiers = [_SHOWN_MODIFIERS.get(modifier, f"{modifier}-") for modifier in modifiers]
    return "".join(shown_modifiers) + _format_last_key(last)


def _format_last_key(name: str) -> str:
    """A key without its modifiers."""
    if name in _SHOWN:
        return _SHOWN[name]
    if name in _NAMES:
        return _NAMES[name]
    is_function_key = name.startswith("f") and name[1:].isdigit()
    return name.upper() if is_function_key else name
