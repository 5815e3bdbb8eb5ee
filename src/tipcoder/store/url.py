"""How a database URL is shown: who, where, which database. Whatever could be a secret is left
out.

A URL may hold a password before the @, and any setting of libpq behind the question mark:
`password`, `sslpassword`, `passfile` and others. So nothing behind the question mark is shown,
and the rest only where it looks like a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote, unquote_plus

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

HIDDEN = "…"
_NAME = re.compile(r"[\w.+$ -]{1,63}")
_HOST = re.compile(r"[\w.:-]{1,255}")
_PLAIN = {"user", "host", "hostaddr", "dbname", "application_name"}
"""Settings of libpq whose value is no secret, and which a message needs."""
_WORD = 4
"""Characters from which on a word of a secret is taken out by itself: shorter ones stand in any
message."""
_NUMBERS = {"port", "connect_timeout", "keepalives", "keepalives_idle", "tcp_user_timeout"}
_NUMBER = re.compile(r"\d{1,5}")
_KINDS = {"sslmode", "gssencmode", "channel_binding"}
_KIND = re.compile(r"disable|allow|prefer|require|verify-ca|verify-full")


def format_url(url: str | URL) -> str:
    """The URL as `postgresql://user@host:port/database`, for messages. Never raises, and never
    shows a secret."""
    try:
        parsed = make_url(url)
        port = parsed.port
    except (ArgumentError, ValueError):
        return f"postgresql://{HIDDEN}"
    user = f"{_mask_unless_plain(parsed.username, _NAME)}@" if parsed.username else ""
    place = _mask_unless_plain(parsed.host, _HOST) if parsed.host else ""
    if ":" in place:
        place = f"[{place}]"
    place += f":{port}" if port else ""
    database = f"/{_mask_unless_plain(parsed.database, _NAME)}" if parsed.database else ""
    return f"postgresql://{user}{place}{database}"


def _mask_unless_plain(part: str, looks: re.Pattern[str]) -> str:
    return part if looks.fullmatch(part) else HIDDEN


def remove_secrets(words: str, url: str | URL) -> str:
    """A message of the driver, with every secret of the URL taken out in case it repeats one."""
    for secret in sorted(set(_iterate_secrets(url)), key=len, reverse=True):
        words = words.replace(secret, HIDDEN)
    return words


def _iterate_secrets(url: str | URL) -> Iterator[str]:
    """Everything that must not be shown, as it is meant and as it is written in a URL."""
    for value in _find_secret_values(url):
        # The server repeats single words of `options`.
        words = [word for word in re.split(r"[\s=]+", value) if len(word) >= _WORD]
        for secret in (value, *words):
            if secret:
                yield secret
                yield quote(secret, safe="")


def _find_secret_values(url: str | URL) -> list[str]:
    """The password, and every value behind the question mark that is not known to be harmless."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        return []
    found = [str(parsed.password)] if parsed.password else []
    for name, value in parsed.query.items():
        found += _find_secret_options(name, value)
    # As they are written in the file as well as what they mean.
    raw = url if isinstance(url, str) else url.render_as_string(hide_password=False)
    written = [pair.partition("=")[2] for pair in raw.partition("?")[2].split("&")]
    found += [value for value in written if unquote_plus(value) in found]
    return found


def _find_secret_options(name: str, value: str | Sequence[str]) -> list[str]:
    """What stands behind a name of the query, which may stand there several times."""
    values = [value] if isinstance(value, str) else value
    return [each for each in values if not _is_plain(name, each)]


def _is_plain(name: str, value: str) -> bool:
    if name in _NUMBERS:
        return bool(_NUMBER.fullmatch(value))
    if name in _KINDS:
        return bool(_KIND.fullmatch(value))
    return name in _PLAIN
