#!/bin/sh
# Runs at each boot as cloud-init's bootcmd. usage: begin-boot UNIT...        (those that shall never run)
set -u

# cloud-init marks a module as run before it runs it. Until all of the first boot is done and on the disk, whatever was
# cut off runs again.
cd /var/lib/cloud/instance/sem && { [ -e nomad_firstboot ] || rm -f config_*; }

# The boot that is under way has read these units, and will start them. What waits for its turn has to be called off first:
# once a unit is masked and all are read again, nothing holds its start back any longer, and it fails in red.
# Where a unit is not there, `systemctl stop` fails.
for unit in "$@"; do
	[ "$(readlink "/etc/systemd/system/$unit")" = /dev/null ] || missing=1
done
[ -n "${missing-}" ] || exit 0
systemctl stop --no-block "$@" 2>/dev/null
for unit in "$@"; do
	ln -sfnT /dev/null "/etc/systemd/system/$unit"
done
systemctl daemon-reload
