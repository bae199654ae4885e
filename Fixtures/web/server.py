#!/usr/bin/python3
"""A service on the web for tests, on a port of loopback that it prints as its first line.

usage: server.py MODE FOLDER [CERTIFICATE KEY] [TARGET]

It stores each request as FOLDER/N.json, with its body as FOLDER/N.body, and ends when its standard input does. Modes: ok; a
status such as 500; once-503 (503 to the first request, then 200); redirect (308 to TARGET); silent (reads, never answers);
drip (a byte of the reply's head every half second); endless (200 and a body without end: how many bytes were taken is
written to FOLDER/taken); headers (a head without end); echo (400, repeating path and token in the body); uptimekuma (what its
push monitor of the token S3CR3T-T0K3N takes, with all that a proxy before it would refuse; its page for any other address).
"""
import json
import os
import socket
import ssl
import sys
import threading
import urllib.parse

MODE, FOLDER = sys.argv[1], sys.argv[2]
REST = sys.argv[3:]
CERTIFICATE = REST[:2] if len(REST) >= 2 else None
TARGET = REST[-1] if len(REST) in (1, 3) else ""

lock = threading.Lock()
count = 0


def write(name, content):
    path = os.path.join(FOLDER, name)
    with open(path + ".new", "wb") as file:
        file.write(content)
    os.rename(path + ".new", path)


def store(method, path, headers, body):
    global count
    with lock:
        count += 1
        number = count
        write(f"{number:03}.body", body)
        write(f"{number:03}.json", json.dumps({"method": method, "path": path, "headers": headers}).encode())
    return number


def push(method, path):
    """The status and text with which Uptime Kuma answers, and more strictly so where it would take something else for up."""
    address = urllib.parse.urlsplit(path)
    if not address.path.startswith("/api/push/"):
        return 200, "<!DOCTYPE html>\n<title>Uptime Kuma</title>"
    if len(path) > 8000 or method != "GET":
        return 414, "too long, or no GET"
    if address.path != "/api/push/S3CR3T-T0K3N":
        return 500, '{"ok":false,"msg":"Monitor not found or not active: %s"}' % path
    query = urllib.parse.parse_qs(address.query, keep_blank_values=True, strict_parsing=True, errors="strict")
    if any(len(values) > 1 for values in query.values()) or not {"status", "msg", "ping"} <= query.keys():
        return 400, '{"ok":false,"msg":"given twice, or not at all"}'
    ping = query["ping"][0]
    if query["status"][0] not in ("up", "down") or not query["msg"][0] or ping and not 0 <= float(ping) <= 86400000:
        return 400, '{"ok":false,"msg":"Invalid value"}'
    return 200, '{"ok":true}'


def pour(connection, piece, name):
    taken = 0
    try:
        while taken < 1 << 30:
            taken += connection.send(piece)
    except OSError:
        pass
    write(name, str(taken).encode())


def serve(connection):
    if CERTIFICATE:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*CERTIFICATE)
        connection = context.wrap_socket(connection, server_side=True)
    reader = connection.makefile("rb")
    line = reader.readline().decode("latin-1").split()
    if len(line) < 2:
        return
    headers = {}
    while True:
        field = reader.readline().decode("latin-1").rstrip("\r\n")
        if not field:
            break
        name, _, value = field.partition(":")
        headers[name.lower()] = value.strip()
    body = reader.read(int(headers.get("content-length", "0")))
    number = store(line[0], line[1], headers, body)

    def answer(status, text="", more=""):
        content = text.encode()
        connection.sendall(
            f"HTTP/1.1 {status} X\r\nContent-Length: {len(content)}\r\n{more}Connection: close\r\n\r\n".encode() + content)

    if MODE == "ok":
        answer(200, "OK")
    elif MODE == "uptimekuma":
        answer(*push(line[0], line[1]))
    elif MODE.isdigit():
        answer(int(MODE), "something is wrong")
    elif MODE == "once-503":
        answer(503 if number == 1 else 200)
    elif MODE == "redirect":
        answer(308, "", f"Location: {TARGET}\r\n")
    elif MODE == "silent":
        threading.Event().wait()
    elif MODE == "drip":
        for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" + b"X-Slow: yes\r\n" * 1000:
            connection.sendall(bytes([byte]))
            threading.Event().wait(0.5)
    elif MODE == "endless":
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1099511627776\r\n\r\n")
        pour(connection, b"x" * 65536, "taken")
    elif MODE == "headers":
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        pour(connection, b"X-More: " + b"y" * 1000 + b"\r\n", "taken")
    elif MODE == "echo":
        answer(400, f"no such thing: {line[1]} {headers.get('authorization', '')}")


def attend(connection):
    try:
        serve(connection)
    except (OSError, ValueError):
        pass
    finally:
        connection.close()


listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)


def accept():
    while True:
        threading.Thread(target=attend, args=(listener.accept()[0],), daemon=True).start()


threading.Thread(target=accept, daemon=True).start()
sys.stdin.read()
os._exit(0)
