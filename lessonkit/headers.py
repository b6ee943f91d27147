"""What a site asks of the host that serves it: what its pages may load, who may frame them, how long to keep what.

Each page carries the policy itself. Hosts that read a file ``_headers`` (Netlify, Cloudflare Pages) find one in the
built site; for other hosts the course's documentation says the same in their words.
"""

from pathlib import Path

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'"
)
"""The content security policy of every page: nothing from any other site."""

HEADERS = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",  # a page cannot say the last part of itself
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
"""For everything that is served."""

FOREVER = "public, max-age=31536000, immutable"
"""``Cache-Control`` for the folder that is named for what is in it. All else may change, so it is asked for anew."""


def write(site: Path, kit: str) -> None:
    """Write ``_headers`` into a built site whose named folder is ``_static/<kit>``."""
    lines = ["/*", *(f"  {name}: {value}" for name, value in HEADERS.items())]
    # The rest keeps the host's own short time: two rules that fit one file would be joined into one header.
    lines += [f"/_static/{kit}/*", f"  Cache-Control: {FOREVER}"]
    (site / "_headers").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
