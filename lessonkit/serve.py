"""Show a built site on this computer."""

import contextlib
import errno
import functools
import http
import http.server
import os
import sys
import webbrowser
from pathlib import Path
from typing import Any


class Quiet(http.server.SimpleHTTPRequestHandler):
    extensions_map = {  # noqa: RUF012 - as the base class has it; some systems call .js plain text
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".svg": "image/svg+xml",
        ".woff2": "font/woff2",
    }

    def send_error(self, code: int, *more: Any) -> None:
        """As hosts of websites do: an address that leads nowhere gets the site's page for that."""
        page = Path(self.directory) / "404.html"
        if code != http.HTTPStatus.NOT_FOUND or not page.exists():
            super().send_error(code, *more)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing: who reads what is nobody's business."""


class _Server(http.server.ThreadingHTTPServer):
    allow_reuse_address = os.name != "nt"  # there it would let two servers share a port


def open_server(site: Path, port: int, handler: type[Quiet] = Quiet) -> http.server.ThreadingHTTPServer:
    """A server of that folder for this computer alone, on that port or the next free one (0: any)."""
    for one in range(port, port + 100):
        try:
            return _Server(("127.0.0.1", one), functools.partial(handler, directory=str(site)))
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    raise OSError(errno.EADDRINUSE, f"no free port from {port} to {port + 99}")


def serve(site: Path, port: int) -> int:
    """Serve until stopped; says where, and opens a browser if there is one."""
    if not (site / "index.html").exists():
        print(f"There is no site in {site}. Build it first: lessonkit build", file=sys.stderr)
        return 1
    server = open_server(site, port)
    show(server)
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()
    return 0


def show(server: http.server.ThreadingHTTPServer) -> None:
    """Say where a server's site is, and open it in a browser if there is one."""
    address = f"http://localhost:{server.server_port}"
    print(f"The course is at {address} (stop with Ctrl+C)", flush=True)
    if sys.platform in ("darwin", "win32") or {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys():
        with contextlib.suppress(webbrowser.Error):
            webbrowser.open(address)
