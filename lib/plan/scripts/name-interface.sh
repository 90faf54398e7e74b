#!/bin/sh
# Tells a client agent by name on which interface its network is: before 1.1.0 Nomad takes no template for it.
set -u
# shellcheck source=lib/plan/scripts/agents.sh
. /opt/nomad-firstboot/lib/agents

# wait-for-address has seen an address there.
name=$(for prefix in $(prefixes_of client); do ip -oneline address show to "$prefix"; done |
	sed -n '/tentative\|dadfailed/d; s/^[0-9]*: \([^ @]*\).*/\1/p; q')
mkdir -p "$RUN"
printf '{"client":{"network_interface":"%s"}}\n' "$name" >"$RUN/client-interface.json"
