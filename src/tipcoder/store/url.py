"""How a database URL is shown: who, where, which database. Whatever could be a secret is left out.

A URL may hold a password before the @, and any setting of libpq behind the question mark: `password`, `sslpassword`,
`passfile` and others. So nothing behind the question mark is shown, and the rest only where it looks like a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote_plus

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

HIDDEN = "…"
_NAME = re.compile(r"[\w.+$ -]{1,63}")
_HOST = re.compile(r"[\w.:-]{1,255}")
_PLAIN = {
    *("user", "host", "hostaddr", "port", "dbname", "application_name", "target_session_attrs"),
    *("connect_timeout", "keepalives", "keepalives_idle", "tcp_user_timeout"),
    *("sslmode", "gssencmode", "channel_binding"),
}
"""Settings of libpq whose value is no secret even where it stands in a message."""


def shown_url(url: str | URL) -> str:
    """The URL as `postgresql://user@host:port/database`, for messages. Never raises, and never shows a secret."""
    try:
        parsed = make_url(url)
        port = parsed.port
    except (ArgumentError, ValueError):
        return f"postgresql://{HIDDEN}"
    user = f"{_named(parsed.username, _NAME)}@" if parsed.username else ""
    place = _named(parsed.host, _HOST) if parsed.host else ""
    if ":" in place:
        place = f"[{place}]"
    place += f":{port}" if port else ""
    database = f"/{_named(parsed.database, _NAME)}" if parsed.database else ""
    return f"postgresql://{user}{place}{database}"


def _named(part: str, looks: re.Pattern[str]) -> str:
    return part if looks.fullmatch(part) else HIDDEN


def without_secrets(words: str, url: str | URL) -> str:
    """A message of the driver, with every secret of the URL taken out in case it repeats one."""
    for secret in sorted(set(_secrets(url)), key=len, reverse=True):
        words = words.replace(secret, HIDDEN)
    return words


def _secrets(url: str | URL) -> Iterator[str]:
    raw = url if isinstance(url, str) else url.render_as_string(hide_password=False)
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        return
    found = [str(parsed.password)] if parsed.password else []
    for name, value in parsed.query.items():
        if name not in _PLAIN:
            found += [value] if isinstance(value, str) else list(value)
    # As they are written in the file as well as what they mean.
    written = [pair.partition("=")[2] for pair in raw.partition("?")[2].split("&")]
    found += [value for value in written if unquote_plus(value) in found]
    for value in found:
        if value:
            yield value
            yield quote(value, safe="")
