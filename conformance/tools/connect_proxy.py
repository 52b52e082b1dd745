"""A proxy as stores have one: it asks for a user and password, and tunnels CONNECT to wherever it is asked for.

Usage: connect_proxy.py USER:PASSWORD; prints its URL, and runs until it is killed.
"""

import base64
import os
import socket
import socketserver
import sys
import threading


class Proxy(socketserver.StreamRequestHandler):
    def handle(self):
        method, target, *_ = self.rfile.readline().decode().split(" ")
        given = ""
        while (line := self.rfile.readline().decode().strip()) != "":
            name, _, value = line.partition(":")
            if name.lower() == "proxy-authorization":
                given = value.strip()
        if method != "CONNECT" or given != "Basic " + base64.b64encode(os.fsencode(sys.argv[1])).decode():
            self.wfile.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nConnection: close\r\n\r\n")
            return
        host, _, port = target.rpartition(":")
        with socket.create_connection((host, int(port))) as there:
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=pass_on, args=(there, self.connection))
            back.start()
            pass_on(self.connection, there)
            back.join()


def pass_on(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
    except OSError:
        pass
    for end in source, sink:
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


with Server(("127.0.0.1", 0), Proxy) as server:
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()
