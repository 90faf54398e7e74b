#!/bin/sh
# Closes the metadata service. Tries for ever, for the client agent waits for it, and says what is wrong.
set -u
# shellcheck source=lib/plan/scripts/agents.sh
. /opt/nomad-firstboot/lib/agents

said=''
until complaint=$(nft -f /etc/nomad-firstboot/metadata-guard.nft 2>&1); do
	[ "$said" = "$complaint" ] || announce "failed at metadata-guard: $(echo "$complaint" | head -n 1); the client agent stays down, and this is tried again every 5 s: put nftables into the image"
	said=$complaint
	sleep 5
done
[ -z "$said" ] || announce 'the metadata guard is up'
