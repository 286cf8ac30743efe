"""Serves Pinto on a port of loopback, as its own process: python serve.py PORT"""

import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing is printed for a request."""


if __name__ == "__main__":
    from pinto.config.wsgi import application

    with make_server("127.0.0.1", int(sys.argv[1]), application, _Server, _Quiet) as server:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        server.serve_forever()
