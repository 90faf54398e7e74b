#!/usr/bin/python3
"""Says on the console how the machine stands once it is ready; with --restart it restarts it once.

Its other arguments are the addresses of the metadata service. One process that sleeps, because each start of a program is slow
where no hardware helps.
"""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

NOBODY = 65534
RESTARTED = Path("/var/lib/facts-restarted")
CLOUD_INIT = Path("/run/cloud-init")


def say(subject, said):
    with open("/dev/console", "w", encoding="utf-8") as console:
        console.write(f"FACT {subject} {said}\n")


def output(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False).stdout


def is_ready():
    try:
        return '"state":"ready"' in Path("/run/nomad-firstboot/status.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False


def knock(address):
    """Asks the metadata service; a link-local address is one of the first card's wire."""
    (_, first), *_ = [card for card in socket.if_nameindex() if card[1] != "lo"]
    zone = f"%{first}" if address.startswith("fe80:") else ""
    try:
        with socket.create_connection((address + zone, 80), timeout=5):
            return "connected"
    except OSError as error:
        return str(error)


def knock_as_nobody(address):
    os.seteuid(NOBODY)
    said = knock(address)
    os.seteuid(0)
    return said


def say_network(services):
    for address in services:
        say(f"root {address}", knock(address))
        say(f"nobody {address}", knock_as_nobody(address))
    for card in json.loads(output("ip", "-json", "address")):
        said = [f"{one['local']}/{one['prefixlen']}" for one in card["addr_info"] if one["family"] == "inet"]
        say(f"link {card['address']}", " ".join(said))


def cloud_init(name):
    return json.loads((CLOUD_INIT / name).read_text(encoding="utf-8"))["v1"]


def say_cloud_init():
    """Reads the files from which `cloud-init status` makes its answer, which takes a quarter of a minute here."""
    while not (CLOUD_INIT / "result.json").exists():
        time.sleep(1)
    known = cloud_init("instance-data.json")
    say("datasource", known["subplatform"])
    say("instance", known["instance_id"])
    stages = {name: stage for name, stage in cloud_init("status.json").items() if isinstance(stage, dict)}
    status = {
        "unfinished": [name for name, stage in stages.items() if not stage["finished"]],
        "errors": [error for stage in stages.values() for error in stage["errors"]],
        "recoverable_errors": {},
    }
    for stage in stages.values():
        status["recoverable_errors"].update(stage["recoverable_errors"])
    say("status", json.dumps(status))


def report(services):
    while not is_ready():
        time.sleep(1)
    say_network(services)
    say_cloud_init()
    say("failed", output("systemctl", "--failed", "--no-legend", "--plain").replace("\n", ";"))


restart = "--restart" in sys.argv
try:
    report([word for word in sys.argv[1:] if word != "--restart"])
except Exception as error:  # whatever it is, nobody has to wait for more
    say("end", f"of a failed report: {error!r}")
    raise
if RESTARTED.exists():
    say("end", "second")
else:
    RESTARTED.touch()
    say("end", "first")
    if restart:
        output("systemctl", "reboot")
