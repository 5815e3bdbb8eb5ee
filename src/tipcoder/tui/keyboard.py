"""Keys by their place on the keyboard, so that a coder need not switch her layout to give a command.

On a Russian layout the key of Latin `s` sends `ы`: each binding also answers to the letter in its place.
"""

from __future__ import annotations

_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,"
_CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьб"
_TWINS = dict(zip(_LATIN, _CYRILLIC, strict=True))
_TWINS |= {latin.upper(): twin.upper() for latin, twin in _TWINS.items() if latin.isalpha()}
_TWINS |= {"{": "Х", "}": "Ъ", ":": "Ж", '"': "Э", "<": "Б"}

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
    "minus": "-",
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


def cyrillic_twin(key: str) -> str | None:
    """Textual's name of the key that a Russian layout sends from the same place; None if it sends no letter there.

    `.` and `/` have no twin: in their places a Russian layout sends `ю` and `.`, and `.` has a meaning of its own.
    """
    *modifiers, last = key.split("+")
    if modifiers:
        return None
    return _TWINS.get(_NAMES.get(last, last))


def latin_twin(character: str) -> str:
    """The letter that a Latin layout sends from the same place; itself where there is no other."""
    return _LATIN_OF.get(character, character)


_LATIN_OF = {twin: latin for latin, twin in _TWINS.items()}
_SPECIAL = {*_SHOWN, "insert", *(f"f{n}" for n in range(1, 25))}
_CHARACTERS = {character: name for name, character in _NAMES.items()}
_MODIFIERS = ("ctrl", "shift", "alt")


def parse_key_name(written: str) -> str | None:
    """Textual's name of a key as people write it: `u`, `;`, `ctrl+z`, `F5`, `pageup`; None if there is no such key."""
    *modifiers, last = written.split("+") if written != "+" else [written]
    last = _CHARACTERS.get(last, last)
    if len(last) > 1 and last not in _NAMES:
        last = last.lower()
        if last not in _SPECIAL:
            return None
    if not last or any(modifier not in _MODIFIERS for modifier in modifiers):
        return None
    return "+".join([*modifiers, last])


def join_with_twins(keys: tuple[str, ...]) -> str:
    """Keys and their twins as Textual wants them: one comma-separated string."""
    twins = [twin for key in keys if (twin := cyrillic_twin(key)) is not None]
    return ",".join(dict.fromkeys([*keys, *twins]))


def format_key(key: str) -> str:
    """A key as people write it."""
    *modifiers, last = key.split("+")
    last = _SHOWN.get(last, _NAMES.get(last, last.upper() if last.startswith("f") and last[1:].isdigit() else last))
    return "".join({"ctrl": "^", "shift": "⇧", "alt": "Alt-"}.get(m, f"{m}-") for m in modifiers) + last
