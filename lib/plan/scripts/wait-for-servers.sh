#!/bin/sh
# Holds back a client agent at its first start until the servers can register it, for half a minute at most.
# Before that it says where too little memory is left for tasks, for Nomad itself accepts that in silence.
# A client that registers between the election and the making of the keyring is turned away, and tries again
# only 15 to 30 seconds later. Later starts do not wait: a client serves its tasks without servers, too.
set -u
export ERRORS=/dev/null
# shellcheck source=lib/plan/scripts/agents.sh
. /opt/nomad-firstboot/lib/agents

# The first line of meminfo is MemTotal, in KiB.
read -r _ total _ </proc/meminfo
total=$((total / 1024))
left=$((total - RESERVED_MEMORY_MIB))
if [ "$left" -lt "$LEAST_TASK_MEMORY_MIB" ]; then
	[ "$left" -gt 0 ] || left=0
	announce "$left MiB are left for tasks: of $total MiB $RESERVED_MEMORY_MIB are reserved for system and agents"
fi

[ -e /var/lib/nomad-client/client/client-id ] && exit 0

# Whether one server knows a leader whose keyring is ready.
can_register() { holds "$(SERVER=$1 PATIENCE=5 ask client "$REGISTRATION_PROBE")" "$REGISTRATION_ANSWER"; }

read_clock
began=$NOW
while [ $((NOW - began)) -lt 30 ]; do
	round=$HUNDREDTHS
	for server in $SERVERS; do
		can_register "${server#*=}" && exit 0
		read_clock
		[ $((NOW - began)) -lt 30 ] || break
	done
	# The machine is left alone for twice as long as the whole round took, not its last question.
	HUNDREDTHS=$round
	pause 0
done
echo "no server could be asked for 30 seconds; starting the client agent all the same"
