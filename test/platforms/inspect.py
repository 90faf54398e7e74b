"""Tells, by cloud-init's own reading, what a first boot left: the parts of the user-data and the merged configuration."""

import email
import json
import sys

from cloudinit.stages import Init

INSTANCE = "/var/lib/cloud/instance"


def parts(path):
    with open(path, "rb") as file:
        message = email.message_from_binary_file(file)
    return [
        {"type": part.get_content_type(), "text": part.get_payload(decode=True).decode("latin-1")}
        for part in message.walk()
        if not part.is_multipart()
    ]


def main():
    init = Init(ds_deps=[])
    init.read_cfg()
    init.fetch(existing="trust")
    config = init.cfg
    told = {
        "parts": parts(INSTANCE + "/user-data.txt.i"),
        "passwordLogins": config.get("ssh_pwauth"),
        "datasource": type(init.datasource).__name__,
        "instanceId": init.datasource.get_instance_id(),
    }
    json.dump(told, sys.stdout)


main()
