#!/bin/sh
# Opens the agents' ports in the image's own firewall for the networks of the description, and for nobody else.
set -u
# shellcheck source=lib/plan/scripts/agents.sh
. /opt/nomad-firstboot/lib/agents

# Rules go to the head of INPUT, before whatever refuses the rest: ufw's chains, or a REJECT of the image. Those that are
# there already stay.
open_port() {
	program=$1
	set -- INPUT --protocol "$2" --destination-port "$3" --source "$4" --match comment --comment nomad-firstboot --jump ACCEPT
	"$program" --wait --check "$@" 2>/dev/null || "$program" --wait --insert "$@"
}

while read -r program protocol port subnet; do
	if ! complaint=$(open_port "$program" "$protocol" "$port" "$subnet" 2>&1); then
		announce "failed at host-firewall: $protocol port $port stays closed to $subnet: $(echo "$complaint" | tail -n 1); this is tried again every 10 s"
		exit 1
	fi
done </etc/nomad-firstboot/open-ports
