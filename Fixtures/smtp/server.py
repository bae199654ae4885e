#!/usr/bin/python3
"""A mail server for tests, on a port of loopback that it prints as its first line.

usage: server.py MODE FOLDER [CERTIFICATE KEY]

It stores each mail it takes as FOLDER/N.eml and its envelope as FOLDER/N.json, counts its connections in
FOLDER/connections, and ends when its standard input does. Modes served by aiosmtpd: plain, auth (without TLS),
starttls, starttls-auth, tls, tls-auth, login-only, 535, rcpt-4xx, rcpt-5xx, one-rcpt-5xx, one-rcpt-4xx, data-4xx, data-5xx,
4xx-once. Modes that lie, by hand: silent, drip, greet-then-silent, data-disconnect, data-silent, quit-silent,
echo-password, long-reply, no-tls-after-220, all-logins (GSSAPI and NTLM first), cram-md5, slow-greeting (SECONDS),
qualified (wants a name with a dot).
"""
import json
import os
import socket
import ssl
import sys
import threading
import time

MODE, FOLDER = sys.argv[1], sys.argv[2]
CERTIFICATE = sys.argv[3:5]
USER, PASSWORD = b"backup", os.environ.get("SMTP_TEST_PASSWORD", "").encode()

lock = threading.Lock()
connections = 0


def count_connection():
    global connections
    with lock:
        connections += 1
        with open(os.path.join(FOLDER, "connections"), "w") as file:
            file.write(str(connections))
        return connections


def store(content, sender, recipients, tls, login):
    with lock:
        number = len([name for name in os.listdir(FOLDER) if name.endswith(".eml")]) + 1
        with open(os.path.join(FOLDER, f"{number}.json"), "w") as file:
            json.dump({"from": sender, "to": recipients, "tls": tls, "login": login}, file)
        with open(os.path.join(FOLDER, f"{number}.eml"), "wb") as file:
            file.write(content)


def tls_context():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*CERTIFICATE)
    return context


class Handler:
    def __init__(self, attempt):
        self.attempt = attempt

    async def handle_RCPT(self, server, session, envelope, address, options):
        if MODE == "rcpt-4xx" or (MODE == "4xx-once" and self.attempt == 1):
            return "450 4.2.0 greylisted, come again"
        if MODE == "one-rcpt-4xx" and self.attempt < 3 and address.startswith("slow@"):
            return "451 4.7.1 greylisted, come again"
        if MODE == "rcpt-5xx" or (MODE == "one-rcpt-5xx" and address.startswith("gone@")):
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if MODE == "data-4xx":
            return "451 4.3.0 try again later"
        if MODE == "data-5xx":
            return "554 5.7.1 this looks like spam"
        store(envelope.original_content, envelope.mail_from, envelope.rcpt_tos,
              session.ssl is not None or MODE.startswith("tls"), bool(session.authenticated))
        return "250 taken"


def serve_aiosmtpd(listener):
    import asyncio
    from aiosmtpd.smtp import SMTP, AuthResult

    def authenticate(server, session, envelope, mechanism, data):
        good = MODE != "535" and (data.login, data.password) == (USER, PASSWORD)
        return AuthResult(success=good, handled=False)

    def make():
        options = {"hostname": "mail.test", "timeout": 60}
        if MODE.startswith("starttls"):
            options.update(tls_context=tls_context(), require_starttls=True)
        if MODE in ("auth", "535", "login-only", "starttls-auth", "tls-auth"):
            options.update(auth_required=True, auth_require_tls=MODE == "starttls-auth",
                           authenticator=authenticate)
        if MODE == "login-only":
            options.update(auth_exclude_mechanism=["PLAIN"])
        return SMTP(Handler(count_connection()), **options)

    async def main():
        context = tls_context() if MODE in ("tls", "tls-auth") else None
        server = await asyncio.get_running_loop().create_server(make, sock=listener, ssl=context)
        await server.serve_forever()

    asyncio.run(main())


def lie(connection):
    """One conversation by hand; each mode goes wrong at a place of its own."""
    reader = connection.makefile("rb")
    forever = threading.Event()

    def say(text):
        connection.sendall(text.encode() + b"\r\n")

    if MODE == "silent":
        forever.wait()
    if MODE == "drip":
        for byte in b"220 " + b"x" * 1000:
            connection.sendall(bytes([byte]))
            time.sleep(10 if len(sys.argv) < 4 else float(sys.argv[3]))
    if MODE == "slow-greeting":
        time.sleep(float(sys.argv[3]))
    say("220 mail.test ESMTP")
    greeting = None
    if MODE == "greet-then-silent":
        forever.wait()
    content, recipients = None, []
    for line in reader:
        verb = line.split(b" ")[0].strip().upper()
        if verb == b"EHLO":
            greeting = line.split()[-1].decode()
            say("250-mail.test")
            if MODE in ("all-logins", "cram-md5"):
                say("250 AUTH GSSAPI NTLM DIGEST-MD5 LOGIN PLAIN" if MODE == "all-logins" else "250 AUTH CRAM-MD5")
                continue
            if MODE == "no-tls-after-220":
                say("250-STARTTLS")
            say("250 AUTH PLAIN LOGIN")
        elif verb == b"STARTTLS":
            say("220 go ahead")
            say("this is not TLS")
        elif verb == b"AUTH":
            if MODE == "all-logins" and line.split()[1].upper() not in (b"PLAIN", b"LOGIN"):
                say("535 5.7.8 no such ticket")
            elif MODE == "all-logins":
                import base64
                if len(line.split()) < 3:
                    say("334 ")
                    line += reader.readline()
                good = base64.b64decode(line.split()[-1]).split(b"\0")[1:] == [USER, PASSWORD]
                say("235 welcome" if good else "535 no")
            elif MODE == "cram-md5":
                import base64, hmac
                say("334 " + base64.b64encode(b"<1@mail.test>").decode())
                answer = base64.b64decode(reader.readline()).split(b" ")
                good = answer == [USER, hmac.new(PASSWORD, b"<1@mail.test>", "md5").hexdigest().encode()]
                say("235 welcome" if good else "535 no")
            elif MODE == "echo-password":
                import base64
                if len(line.split()) < 3:
                    say("334 ")
                    line += reader.readline()
                token = line.split()[-1]
                plain = base64.b64decode(token).split(b"\0")[-1].decode()
                say(f"535-unknown account {token.decode()}")
                say(f"535 its password was {plain}, in base64 {base64.b64encode(plain.encode()).decode()}")
            else:
                say("235 welcome")
        elif verb == b"RCPT":
            recipients.append(line.decode())
            # As Postfix does with reject_non_fqdn_helo_hostname.
            if MODE == "qualified" and "." not in greeting:
                say(f"504 5.5.2 <{greeting}>: Helo command rejected: need fully-qualified hostname")
            elif MODE == "long-reply":
                for _ in range(20000):
                    say("550-" + "x" * 500)
                say("550 no")
            else:
                say("250 OK")
        elif verb == b"DATA":
            say("354 go on")
            if MODE == "data-disconnect":
                reader.readline()
                connection.shutdown(socket.SHUT_RDWR)
                return
            content = b""
            for part in reader:
                if part == b".\r\n":
                    break
                content += part
            if MODE == "data-silent":
                forever.wait()
            store(content, greeting, recipients, False, False)
            say("250 taken")
        elif verb == b"QUIT":
            if MODE == "quit-silent":
                forever.wait()
            say("221 bye")
            return
        else:
            say("250 OK")


def serve_lies(listener):
    def talk(connection):
        try:
            lie(connection)
        except OSError:
            pass
        finally:
            connection.close()

    while True:
        connection, _ = listener.accept()
        count_connection()
        threading.Thread(target=talk, args=(connection,), daemon=True).start()


def end_with_standard_input():
    sys.stdin.buffer.read()
    os._exit(0)


LIES = ("silent", "drip", "greet-then-silent", "data-disconnect", "data-silent", "quit-silent", "echo-password",
        "long-reply", "no-tls-after-220", "all-logins", "cram-md5", "slow-greeting", "qualified")

if __name__ == "__main__":
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=end_with_standard_input, daemon=True).start()
    print(listener.getsockname()[1], flush=True)
    (serve_lies if MODE in LIES else serve_aiosmtpd)(listener)
