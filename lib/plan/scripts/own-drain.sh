#!/bin/sh
# Lets a node take work again that drained itself because its agent was stopped, which Nomad leaves to an operator.
# usage: own-drain remember|end
# A node that an operator has drained, or keeps work from, stays so: it took none when it was stopped.
set -u
export ERRORS=/dev/null
# shellcheck source=lib/plan/scripts/agents.sh
. /opt/nomad-firstboot/lib/agents
NODE=/var/lib/nomad-client/client
TOOK_WORK=$STATE/took-work

read_node() { TOLD=$(ask_with $NODE/secret-id client "/v1/node/$(cat $NODE/client-id)"); }

# Nomad notes this message with a drain of a node's own.
drained_itself() { holds "$TOLD" '"message":"shutting down"'; }

# A node may end a drain of its own with its secret-id. `nomad operator api` reads what it sends from standard input.
take_work() (
	NOMAD_TOKEN=$(cat $NODE/secret-id) program=$NOMAD NOMAD=sh
	export NOMAD_TOKEN program
	# shellcheck disable=SC2016 # for the inner shell
	as client -c 'echo "{\"MarkEligible\":true}" | "$program" operator api -X PUT "$0"' "/v1/node/$(cat $NODE/client-id)/drain"
)

if [ "$1" = remember ]; then
	PATIENCE=5 read_node
	! holds "$TOLD" '"SchedulingEligibility":"eligible"' || : >"$TOOK_WORK"
	exit 0
fi

read_clock
began=$NOW
while [ -e "$TOOK_WORK" ]; do
	read_node
	case $TOLD in
	*'"SchedulingEligibility":"eligible"'*) rm "$TOOK_WORK" ;;
	*'"SchedulingEligibility":"ineligible"'*) ! drained_itself || holds "$(take_work)" NodeModifyIndex && rm "$TOOK_WORK" ;;
	esac
	[ ! -e "$TOOK_WORK" ] || pause $((NOW - began))
done
