#!/bin/sh
# Closes the metadata service. Tries for ever, for the client agent waits for it, and says what is wrong.
set -u

said=''
until complaint=$(nft -f /etc/nomad-firstboot/metadata-guard.nft 2>&1); do
	[ "$said" = "$complaint" ] ||
		echo "nomad-firstboot: failed at metadata-guard: $(echo "$complaint" | head -n 1); the client agent stays down, and this is tried again every 5 s: put nftables into the image" | tee /dev/console
	said=$complaint
	sleep 5
done
[ -z "$said" ] || echo 'nomad-firstboot: the metadata guard is up' | tee /dev/console
