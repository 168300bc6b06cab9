"""A real HTTP server on loopback that serves whatever bytes a test wants, well-behaved or not."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Answer = Callable[[socket.socket, str], None]


@dataclass
class Site:
    """`routes` maps a request target to the bytes to answer with, or to a function that writes them itself."""

    host: str = "127.0.0.1"
    port: int = 0
    scheme: str = "http"
    routes: dict[str, bytes | Answer] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)

    def url(self, path: str = "/") -> str:
        return f"{self.scheme}://{self.host}:{self.port}{path}"

    def put(self, path: str, body: bytes | str, status: str = "200 OK", **headers: str) -> str:
        """Serve a page; returns its URL."""
        self.routes[path] = page(body, status, **headers)
        return self.url(path)

    @property
    def paths(self) -> list[str]:
        """The targets asked for, in order."""
        return [request.split(" ")[1] for request in self.requests]


def page(body: bytes | str, status: str = "200 OK", **headers: str) -> bytes:
    """A plain, complete response."""
    data = body.encode() if isinstance(body, str) else body
    given = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(data))}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + data


def redirect(place: str, status: str = "302 Found", **headers: str) -> bytes:
    """A redirect to `place`."""
    return page(b"", status, Location=place, **headers)


@contextlib.contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site that answers until the block ends; over TLS with a context."""
    site = Site(scheme="https" if context else "http")
    done = threading.Event()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with contextlib.suppress(OSError):
                self.answer(context.wrap_socket(self.request, server_side=True) if context else self.request)

        def answer(self, sock: socket.socket) -> None:
            request = b""
            while b"\r\n\r\n" not in request:
                more = sock.recv(65536)
                if not more:
                    return
                request += more
                if request[:1] == b"\x16":
                    sock.sendall(page("this is no TLS", "400 Bad Request"))
                    return
            site.requests.append(request.decode("latin-1"))
            target = request.split(b" ")[1].decode("latin-1")
            answer = site.routes.get(target, page("nothing here", "404 Not Found"))
            if callable(answer):
                answer(sock, target)
            else:
                sock.sendall(answer)
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_WR)
            if context:
                sock.close()

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server((site.host, 0), Handler) as server:
        site.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield site
        finally:
            done.set()
            server.shutdown()
            thread.join()


def dripping(head: bytes, piece: bytes = b"x", pause: float = 0.05) -> Answer:
    """An answer that sends its head, then one piece after another for as long as anyone listens."""

    def answer(sock: socket.socket, _target: str) -> None:
        idle = threading.Event()
        with contextlib.suppress(OSError):
            sock.sendall(head)
            for _ in range(400):
                sock.sendall(piece)
                idle.wait(pause)

    return answer


def endless(head: bytes, piece: bytes = b"x" * 65536) -> Answer:
    """An answer that never ends, as fast as it can."""

    def answer(sock: socket.socket, _target: str) -> None:
        with contextlib.suppress(OSError):
            sock.sendall(head)
            while True:
                sock.sendall(piece)

    return answer
