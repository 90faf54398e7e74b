#!/usr/bin/python3
"""Takes the machine's memory in three ways, and says on the console who was still there afterwards.

Runs as root on the virtual machine, once, and talks to the server agent with its certificate and the bootstrap token.
"""

import http.client
import json
import os
import re
import signal
import ssl
import subprocess
import time
import urllib.request

SECRETS = "/var/lib/nomad-firstboot/secrets"
SERVER = "10.10.0.11:4646"
GROUP = "/sys/fs/cgroup/system.slice/nomad-server.service/cgroup.procs"
KEEPER = "sleep 86397"
LEAVE_LIMIT = "open('/sys/fs/cgroup/cgroup.procs', 'w').write('0')\n"
BALLOON = "held = []\nwhile True: held.append(bytearray(b'x' * (8 << 20)))"

with open(f"{SECRETS}/bootstrap-token", encoding="ascii") as file:
    TOKEN = file.read().strip()
TLS = ssl.create_default_context(cafile="/etc/nomad-server.d/ca.pem")
TLS.load_cert_chain("/etc/nomad-server.d/server.pem", f"{SECRETS}/server-key.pem")


def say(subject, text):
    # What the kernel says of a killed process comes first.
    time.sleep(0.5)
    with open("/dev/console", "w", encoding="ascii") as console:
        console.write(f"FACT {subject} {text}\n")


def ask(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"https://{SERVER}/v1/{path}", data, {"X-Nomad-Token": TOKEN})
    with urllib.request.urlopen(request, context=TLS, timeout=20) as answer:
        return answer.read()


def eventually(seconds, look):
    """What `look` gives once it is something; its last word, or the error, where it never is."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            seen = look()
        except (OSError, ValueError, http.client.HTTPException) as error:
            seen, last = None, error
        else:
            last = seen
        if seen or time.monotonic() >= deadline:
            return last
        time.sleep(0.5)


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def submit(job, driver, config, memory):
    task = {"Name": job, "Driver": driver, "Config": config, "Resources": {"CPU": 50, "MemoryMB": memory}}
    group = {"Name": job, "Tasks": [task], "RestartPolicy": {"Attempts": 0, "Mode": "fail"}}
    group["ReschedulePolicy"] = {"Attempts": 0, "Unlimited": False}
    ask("jobs", {"Job": {"ID": job, "Name": job, "Type": "batch", "Datacenters": ["*"], "TaskGroups": [group]}})


def allocation(job, *statuses):
    found = json.loads(ask(f"job/{job}/allocations"))
    return next((one for one in found if one["ClientStatus"] in statuses), None)


def ended(job):
    return eventually(300, lambda: allocation(job, "complete", "failed", "lost"))


def story(job):
    """How the job's task ended, in the words of its events."""
    found = ended(job)
    if not isinstance(found, dict):
        return f"no end: {found}"
    events = [event for state in (found["TaskStates"] or {}).values() for event in state["Events"]]
    return f"{found['ClientStatus']}: {'; '.join(event['DisplayMessage'] for event in events)}"


def standing():
    """The processes that nobody else's hunger may end."""
    main_pid = ("systemctl", "show", "--value", "--property=MainPID")
    pids = {role: output(*main_pid, f"nomad-{role}.service") for role in ("server", "client")}
    return {**pids, "task": output("pgrep", "--full", "--exact", KEEPER)}


def score(pid):
    """Whom the kernel ends first when memory is short: the higher, the sooner."""
    with open(f"/proc/{pid or 'none'}/oom_score_adj", encoding="ascii") as file:
        return file.read().strip()


def compare(before):
    after = standing()
    kept = [name for name in before if before[name] and before[name] == after[name]]
    return f"kept {' '.join(kept)}; leader {eventually(60, leads)}"


def leads():
    return json.loads(ask("status/leader"))


def offered():
    """The memory in MB that the scheduler would still give to a task."""
    node = json.loads(ask(f"node/{json.loads(ask('nodes'))[0]['ID']}"))
    resources, reserved = node["NodeResources"]["Memory"], node["ReservedResources"]["Memory"]
    return resources["MemoryMB"] - reserved["MemoryMB"] - 64


def verdict():
    """Whether the whole machine was out of memory, not a group alone, and whom the kernel ended, as it says itself."""
    said = output("dmesg")
    killed = " ".join(sorted(set(re.findall(r"Killed process \d+ \(([^)]*)\)", said))))
    return f"machine exhausted {'constraint=CONSTRAINT_NONE' in said}, killed {killed}"


def hungry(job, driver, memory, first=""):
    before = standing()
    output("dmesg", "--clear")
    submit(job, driver, {"command": "/usr/bin/python3", "args": ["-c", first + BALLOON]}, memory)
    told = story(job)
    say(job, f"{memory} MB {told}; {verdict()}; {compare(before)}")


def ballooning_server():
    before = standing()
    started = time.monotonic()
    balloon = os.fork()
    if balloon == 0:
        with open(GROUP, "w", encoding="ascii") as group:
            group.write(str(os.getpid()))
        exec(BALLOON)
    ended_by = eventually(60, lambda: os.waitpid(balloon, os.WNOHANG)[1])
    if not ended_by:
        os.kill(balloon, signal.SIGKILL)
    took = round(time.monotonic() - started)
    is_back = eventually(60, lambda: standing()["server"] not in ("0", before["server"]) and leads())
    state = output("systemctl", "is-active", "nomad-server.service")
    how = f"balloon ended by {signal.Signals(ended_by).name}" if ended_by else "balloon still there"
    say("balloon", f"{how} after {took} s; server {state}, new process {bool(is_back)}; {compare(before)}")


def java():
    """A TLS handshake in the JVM, by a program that every Java brings."""
    config = {"class": "sun.security.tools.keytool.Main", "args": ["-printcert", "-sslserver", SERVER]}
    config["jvm_options"] = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
    submit("java", "java", config, 256)
    told = story("java")
    run = allocation("java", "complete", "failed")["ID"]
    logs = [ask(f"client/fs/logs/{run}?task=java&type={kind}&plain=true") for kind in ("stdout", "stderr")]
    said = b" ".join(logs).decode("ascii", "replace").split()
    say("java", f"{told.split(':')[0]}: {' '.join(said)[:300]}")


def keep():
    submit("keeper", "exec", {"command": "/bin/sh", "args": ["-c", f"exec {KEEPER}"]}, 64)
    eventually(300, lambda: standing()["task"])
    say("scores", " ".join(f"{name} {score(pid)}" for name, pid in standing().items()))


def main():
    took = []
    for subject, step in (
        ("scores", keep),
        ("java", java),
        ("exec-hunger", lambda: hungry("exec-hunger", "exec", offered())),
        ("balloon", ballooning_server),
        # The last: a machine without memory may miss heartbeats, and then its tasks are placed anew.
        ("raw-hunger", lambda: hungry("raw-hunger", "raw_exec", 32, LEAVE_LIMIT)),
    ):
        began = time.monotonic()
        try:
            step()
        except Exception as error:  # the steps that follow say more
            say(subject, repr(error))
        took.append(f"{subject} {round(time.monotonic() - began)} s")
    say("pressure", ", ".join(took))


main()
