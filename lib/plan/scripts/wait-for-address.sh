#!/bin/sh
# Waits until this machine holds an address on which an agent listens, and says so once if that takes long.
# usage: wait-for-address server|client
set -u
# shellcheck source=lib/plan/scripts/agents.sh
. /opt/nomad-firstboot/lib/agents

# Without its machine's own part an agent would start on every address.
[ -s "/etc/nomad-$1.d/machine.json" ] || exit 1

# Ten times a second for as long as machines take to boot, then once in two seconds, and after ten minutes in five.
tries=0
until [ -n "$(address_of "$1")" ]; do
	tries=$((tries + 1))
	if [ "$tries" -eq 100 ]; then
		echo "still no address inside $(prefixes_of "$1") on any interface; waiting for it. What there is:" >&2
		ip -brief address show >&2
	fi
	if [ "$tries" -lt 300 ]; then sleep 0.1; elif [ "$tries" -lt 600 ]; then sleep 2; else sleep 5; fi
done
