# Fetches Nomad's binary, its plugins and those of CNI, each by the first URL that gives it, and puts each in place whole
# or not at all: one try.
# It prints what is wrong, the worst first, and exits with 2 where waiting alone does not help.
# Python, for cloud-init brings it to every image: with it come HTTP, TLS, zip and gzip.
import base64
import errno
import gzip
import hashlib
import http.client
import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
import zlib

# usage: fetch-nomad install|plugins
STEP = sys.argv[1] if len(sys.argv) > 1 else ""
PARAMETERS = f"/etc/nomad-firstboot/{STEP}.json"
# What was installed last, a line for each file, so that a later boot needs no network.
INSTALLED = f"/var/lib/nomad-firstboot/{STEP}-done"
# Octets, of the file and of what comes out of it; and seconds without an octet, and of one try.
LARGEST = 1 << 30
SILENCE = 30
PATIENCE = 1800
evidence = []
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


class Trouble(Exception):
    def __init__(self, what, mend, waiting_helps=False):
        super().__init__(f"{what}; it is tried again all the time: {mend}")
        self.waiting_helps = waiting_helps


# Without what may be a secret.
def shown(url):
    parts = urllib.parse.urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


# Copies a stream into a file, or nowhere, and gives its hash.
def copy(source, path, algorithm):
    digest, size, end = hashlib.new(algorithm), 0, time.monotonic() + PATIENCE
    with open(path or os.devnull, "wb") as target:
        while chunk := source.read(1 << 16):
            digest.update(chunk)
            size += len(chunk)
            if size > LARGEST:
                raise ValueError("it is larger than any program")
            if time.monotonic() > end:
                raise TimeoutError(f"it takes longer than {PATIENCE} s")
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    return digest.hexdigest()


# Name and password of a URL are for its own server, and not for those to which it redirects.
def request_for(url):
    parts = urllib.parse.urlsplit(url)
    person, _, host = parts.netloc.rpartition("@")
    request = urllib.request.Request(parts._replace(netloc=host).geturl(), headers={"User-Agent": "nomad-firstboot"})
    if person:
        basic = base64.b64encode(urllib.parse.unquote(person).encode()).decode()
        request.add_unredirected_header("Authorization", f"Basic {basic}")
    return request


def download(url, path, algorithm):
    with urllib.request.urlopen(request_for(url), timeout=SILENCE) as answer:
        digest = copy(answer, path, algorithm)
        length = answer.headers.get("Content-Length")
    size = os.path.getsize(path)
    if length is not None and size != int(length):
        raise ConnectionError(f"the connection was cut after {size} of {length} bytes")
    return digest


def begins_with(path, mark):
    with open(path, "rb") as file:
        return file.read(len(mark)) == mark


# Makes the program of the fetched file, and gives the hash that the description means: of a zip and of what is not
# compressed the file's own, else that of what comes out.
def unpack(fetched, program, algorithm, digest, kind):
    if kind != "folder" and begins_with(fetched, b"\x1f\x8b"):
        with gzip.open(fetched) as source:
            return copy(source, program, algorithm)
    os.rename(fetched, program)
    return digest


def unzip(fetched, program, member):
    with zipfile.ZipFile(fetched) as archive:
        names = [name for name in archive.namelist() if name.rpartition("/")[2] == member]
        if not names:
            raise ValueError(f"no file of it is called {member}")
        with archive.open(names[0]) as source:
            copy(source, program, "sha256")


# Makes a folder of programs, whatever folders the archive has.
def untar(fetched, folder):
    os.mkdir(folder)
    with tarfile.open(fetched) as archive:
        for member in archive:
            if member.isfile():
                program = os.path.join(folder, os.path.basename(member.name))
                copy(archive.extractfile(member), program, "sha256")
                os.chmod(program, 0o755)


def fetch(url, wanted, program, fetched, kind, member):
    algorithm, _, right = wanted.partition("-")
    digest = unpack(fetched, program, algorithm, download(url, fetched, algorithm), kind)
    if digest != right:
        evidence.append(f"{shown(url)} has {algorithm} {digest[:16]}..., expected is {right[:16]}...")
        raise ValueError(f"it has another {algorithm.upper().replace('SHA', 'SHA-')} than the description says")
    if kind == "folder":
        os.rename(program, fetched)
        untar(fetched, program)
    elif begins_with(program, b"PK\x03\x04"):
        os.rename(program, fetched)
        unzip(fetched, program, member)


# The same with all that can go wrong, in words.
def try_url(url, wanted, path, kind):
    program, fetched = f"{path}.new", f"{path}.fetched"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        fetch(url, wanted, program, fetched, kind, os.path.basename(path) if kind == "plugin" else "nomad")
        place(program, path, kind)
    except urllib.error.HTTPError as error:
        what = f"{shown(url)} answers {error.code} {error.reason}"
        raise Trouble(what, "put the file there, or correct the URL", error.code >= 500 or error.code in (408, 429))
    except (ValueError, EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, tarfile.TarError, RuntimeError) as error:
        what = f"{shown(url)} is not what is expected: {error}"
        raise Trouble(what, "put the right file there, or correct URL and hash")
    except (OSError, http.client.HTTPException) as error:
        raise trouble_of(error, url, path)
    finally:
        for left in (program, fetched):
            remove(left)


def remove(path):
    if os.path.isdir(path):
        shutil.rmtree(path)
    elif os.path.exists(path):
        os.remove(path)


def trouble_of(error, url, path):
    number = getattr(error, "errno", None)
    if number in (errno.ENOSPC, errno.EDQUOT):
        return Trouble(f"the disk at {os.path.dirname(path)} is full", "make room, or give the machine a larger disk")
    if number in (errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR):
        return Trouble(f"{error.strerror}: {error.filename}", "choose another path for Nomad in the description")
    reason = getattr(error, "reason", error)
    what = f"{shown(url)} could not be fetched: {getattr(reason, 'strerror', None) or reason}"
    return Trouble(what, "look at that server, and at the network between", waiting_helps=True)


# By a rename, so that nobody meets half a program.
def place(program, path, kind):
    os.chmod(program, 0o755)
    if kind == "folder":
        remove(path)
    else:
        try_program(program, kind)
    os.rename(program, path)
    if shutil.which("restorecon"):
        subprocess.run(["restorecon", "-FR", os.path.dirname(path), path])


# A plugin that nobody speaks to says so and fails: it is enough that it runs.
def try_program(program, kind):
    quiet = {name: subprocess.DEVNULL for name in ("stdin", "stdout", "stderr")}
    try:
        subprocess.run([program, "version"], check=kind == "nomad", timeout=SILENCE, **quiet)
    except (OSError, subprocess.SubprocessError) as error:
        if getattr(error, "errno", None) == errno.ENOEXEC:
            raise ValueError(f"it is no program for {platform.machine()}")
        raise ValueError(f"it does not run here: {error}")


def main():
    with open(PARAMETERS) as file:
        parameters = json.load(file)
    installed = []
    if os.path.exists(INSTALLED):
        with open(INSTALLED) as file:
            installed = file.read().splitlines()
    marks = {file["path"]: f"{file['hash']} {file['path']}" for file in parameters["files"]}
    missing = [
        file
        for file in parameters["files"]
        if marks[file["path"]] not in installed or not os.access(file["path"], os.X_OK)
    ]
    if not missing:
        return
    machine = ARCHITECTURES.get(platform.machine(), platform.machine())
    if machine != parameters["arch"]:
        what = f"the description says {parameters['arch']}, and this machine is {machine}"
        raise Trouble(what, "correct the machine's arch in the description, or choose another kind of machine")
    for file in missing:
        install(file)
        installed.append(marks[file["path"]])
        os.sync()
        with open(INSTALLED, "w") as list:
            list.write("".join(f"{mark}\n" for mark in marks.values() if mark in installed))


def install(file):
    troubles = []
    for url in file["urls"]:
        try:
            try_url(url, file["hash"], file["path"], file["kind"])
            break
        except Trouble as trouble:
            troubles.append(trouble)
    else:
        evidence.extend(str(trouble) for trouble in troubles[1:])
        troubles[0].waiting_helps = any(trouble.waiting_helps for trouble in troubles)
        raise troubles[0]


if __name__ == "__main__":
    try:
        main()
    except Trouble as trouble:
        print(trouble, *evidence, sep="\n")
        sys.exit(1 if trouble.waiting_helps else 2)
