#!/usr/bin/python3
"""Prints what a mail program would show of a message, as JSON.

usage: read-mail.py FILE
"""
import email
import email.policy
import json
import sys

with open(sys.argv[1], "rb") as file:
    raw = file.read()
message = email.message_from_bytes(raw, policy=email.policy.default)


def body(kind):
    part = message.get_body((kind,))
    return part.get_content().replace("\r\n", "\n") if part else None


defects = [str(defect) for part in message.walk() for defect in part.defects]
defects += [f"{name}: {defect}" for name, value in message.items() for defect in value.defects]
json.dump({
    "subject": message["Subject"],
    "from": [address.addr_spec for address in message["From"].addresses],
    "to": [address.addr_spec for address in message["To"].addresses],
    "names": sorted(name.lower() for name in message.keys()),
    "auto": message["Auto-Submitted"],
    "date": message["Date"].datetime.isoformat(),
    "type": message.get_content_type(),
    "text": body("plain"),
    "html": body("html"),
    "attachments": len(list(message.iter_attachments())) if message.is_multipart() else 0,
    "defects": defects,
    "longest_line": max(len(line) for line in raw.split(b"\r\n")),
    "bare_line_ends": raw.replace(b"\r\n", b"").count(b"\n") + raw.replace(b"\r\n", b"").count(b"\r"),
    "encoded_words": [word for word in raw.split(b"\r\n\r\n")[0].decode("ascii").split()
                      if word.startswith("=?")],
}, sys.stdout)
