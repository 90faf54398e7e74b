"""Asks each address for its metadata, DNS and time, and prints who asks and a line for each answer: address, port, answer.
With --setuid it becomes root first, as every task can that has Nomad's default capabilities."""

import os
import socket
import sys


def ask(address, port, kind, question):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, kind) as caller:
        caller.settimeout(5)
        try:
            caller.connect((address, port))
            caller.sendall(question)
            return caller.recv(4096).decode("ascii").split("\n")[-1]
        except ConnectionError:
            return "refused"
        except OSError as error:
            return f"nothing: {error}"


addresses = sys.argv[1:]
if addresses[0] == "--setuid":
    addresses.pop(0)
    print("before", os.getuid())
    os.setuid(0)
print("user", os.getuid())
for address in addresses:
    print(address, "tcp/80", ask(address, 80, socket.SOCK_STREAM, b"GET / HTTP/1.0\r\n\r\n"))
    print(address, "tcp/53", ask(address, 53, socket.SOCK_STREAM, b"?"))
    print(address, "udp/53", ask(address, 53, socket.SOCK_DGRAM, b"?"))
    print(address, "udp/123", ask(address, 123, socket.SOCK_DGRAM, b"?"))
print("end")
