#!/bin/sh
# Says on the console what the platform has to do with it, if an agent's address does not come.
set -u
# shellcheck source=lib/plan/scripts/agents.sh
. /opt/nomad-firstboot/lib/agents
# shellcheck source=lib/plan/scripts/console.sh
. /opt/nomad-firstboot/lib/console

an_address_is_missing() {
	for role in $ROLES; do [ -n "$(address_of "$role")" ] || return 0; done
	return 1
}

# A little later than converge, which says first what it waits for.
read_clock
began=$NOW
while an_address_is_missing; do
	if [ $((NOW - began)) -ge 35 ]; then
		version=$(cloud-init --version 2>&1 | sed 's/.* //; s/-.*//')
		say "$ADDRESS_CAUSE" | sed "s/VERSION/${version:-unknown}/" >"$RUN/cause"
		announce "$(plain <"$RUN/cause")"
		exit 0
	fi
	sleep 1
	read_clock
done
