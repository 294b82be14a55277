"""The explorer: the only room that knows Textual."""

import sys

if "asyncio" not in sys.modules and "ssl" not in sys.modules:
    # asyncio takes ssl where there is one, which costs a twentieth of the start; nothing here speaks TLS.
    sys.modules["ssl"] = None  # type: ignore[assignment]
    try:
        import asyncio  # noqa: F401
    finally:
        del sys.modules["ssl"]
