#!/bin/sh
# Proves that this machine's agents are part of their cluster, so that the next machine may be touched.
# It waits for each thing that has to be true, bootstraps ACLs where nobody has, and says what it waits for, what has
# failed, and at last that the machine is ready. It never gives up.
set -u
# shellcheck source=lib/plan/scripts/agents.sh
. /opt/nomad-firstboot/lib/agents
TOKEN=$STATE/secrets/bootstrap-token
# shellcheck source=lib/plan/scripts/console.sh
. /opt/nomad-firstboot/lib/console

# Holds the SHA-256 of a token that the cluster has accepted: from then on a refusal means that an operator revoked it.
ACCEPTED=$STATE/token-was-accepted
LEADER='' MISSING='' PROOF='' REVOKED='' CONVERGED=''
mkdir -p "$RUN"

umask 077
# Started again, it counts from its first start of this boot.
read_clock
[ -s "$RUN/began" ] || echo "$NOW" >"$RUN/began"
read -r BEGAN <"$RUN/began"

# The agent that is asked about the cluster: the server agent where there is one.
if has_role server; then ASKED=server; else ASKED=client; fi

# entry_of NAME LIST: what stands behind NAME= in a list of servers.
entry_of() { for entry in $2; do [ "${entry%%=*}" != "$1" ] || echo "${entry#*=}"; done; }

clock_is_plausible() {
	HOPELESS=''
	second=$(date +%s)
	[ "$second" -le "$CERTIFICATES_END" ] || HOPELESS=yes
	[ "$second" -ge "$CERTIFICATES_BEGIN" ] && [ -z "$HOPELESS" ]
}
moment() { date -u -d "@$1" +%FT%TZ; }
explain_clock() {
	if [ -n "$HOPELESS" ]; then
		say "this machine's certificates ended at $(moment "$CERTIFICATES_END"), and its clock says $(moment "$second"): if the clock is right, raise the generation of its certificates and replace the machine"
	else
		say "this machine's clock says $(moment "$second"), and its certificates begin at $(moment "$CERTIFICATES_BEGIN"); nobody accepts them before: set the host's clock, or let the machine reach a time server"
	fi
}

# Whether it is for this machine is read and not tried (elf(5): e_machine), for what the kernel refuses a shell takes for
# a script.
program_is_there() {
	HOPELESS=yes
	[ -x "$NOMAD" ] || return
	case $(uname -m)$(od -An -tu2 -j18 -N2 "$NOMAD") in x86_64*183 | aarch64*62) return 1 ;; esac
}
explain_program() { say "there is no program $NOMAD for $(uname -m); the agents are tried again all the time: put Nomad $VERSION there, into the image"; }

addresses_are_there() { for LACKING in $ROLES; do [ -n "$(address_of "$LACKING")" ] || return 1; done; }
explain_addresses() {
	say "no interface has an address in $(prefixes_of "$LACKING"), where the $LACKING agent listens; it waits for one: give it to the machine's card. There are $(ip -brief address show | awk '$1 != "lo" { sub(/@.*/, "", $1); print $1, $3 }' | paste -sd, -)"
}

agent_answers() { [ -n "$(ask $ASKED '/v1/status/leader?stale')" ] || { is_hopeless nomad-$ASKED.service && return 1; }; }
explain_agent() {
	if [ -n "$HOPELESS" ] || has_role server; then
		state_of nomad-$ASKED.service
	else
		say "the client agent reaches no server: $(silent_servers); it goes on trying: look at these, and at the network between"
		last_words nomad-client.service
	fi
}

leader_is_known() {
	LEADER=$(ask $ASKED '/v1/status/leader?stale' | sed -n 's/^"\(.*:.*\)"$/\1/p')
	[ -n "$LEADER" ]
}
explain_leader() {
	last_words nomad-$ASKED.service >"$RUN/words"
	if holds "$(cat "$RUN/words")" 'installed keys'; then
		say "this machine's gossip key is not that of the other servers; it goes on trying: build its bundle from the cluster's own secrets file"
	else
		say "no leader is elected, which the first time takes all servers; $(silent_servers)"
	fi
	cat "$RUN/words"
}

# silent_servers: each server whose HTTPS API does not answer, and how that showed.
silent_servers() {
	for entry in $SERVERS; do
		[ -n "$(SERVER=${entry#*=} PATIENCE=3 ask $ASKED '/v1/status/leader?stale')" ] || echo "${entry%%=*} $(symptom)"
	done | paste -sd, - | sed 's/^$/all servers answer/; s/,/, /g'
}
symptom() {
	case $(cat "$ERRORS") in
	*'unknown authority'* | *'bad certificate'*) echo 'has certificates of another authority than this machine' ;;
	*refused*) echo 'runs no server agent' ;;
	*unreachable* | *'no route'*) echo 'cannot be reached from here' ;;
	*) echo 'does not answer' ;;
	esac
}

# Sets MISSING to the names of the servers that are no Raft peers, and waits half a minute for them.
peers_are_complete() {
	peers=$(ask $ASKED '/v1/status/peers?stale')
	MISSING=''
	for entry in $RAFT_PEERS; do
		holds "$peers" "\"${entry#*=}\"" || MISSING="$MISSING${MISSING:+ }${entry%%=*}"
	done
	[ -z "$MISSING" ] || [ $((NOW - SINCE)) -ge 30 ]
}

# The URL of the server that leads, for others may not have heard yet of what it knows. It need not be one that this
# machine's bundle knows.
leader_url() { say "https://${LEADER%:*}:$SERVER_PORT"; }

# Sets PROOF once the token is accepted, and REVOKED where Nomad does not know this very token any more.
token_is_accepted() {
	leader_is_known || return
	sum=$(sha256sum <"$TOKEN")
	case $(SERVER=$(leader_url) ask_with "$TOKEN" server /v1/acl/token/self) in
	*'"AccessorID"'*)
		PROOF=token
		{ say "$sum" >"$ACCEPTED"; } 2>/dev/null
		return 0
		;;
	*'not found'* | *denied*) [ "$sum" != "$(cat "$ACCEPTED" 2>/dev/null)" ] || REVOKED=yes ;;
	esac
	return 1
}

# Where this server leads, or nobody has bootstrapped for so long that it does not matter who does. Bootstrapping twice
# is refused by Nomad, so only the token's own acceptance counts. Once accepted and now refused, it was revoked.
acl_is_bootstrapped() {
	[ -e "$TOKEN" ] || return 0
	token_is_accepted && return
	[ -z "$REVOKED" ] || return 0
	[ "$LEADER" = "$(entry_of "$MACHINE" "$RAFT_PEERS")" ] || [ $((NOW - SINCE)) -ge 30 ] || return 1
	# In a subshell, for not every shell forgets an assignment in front of a function.
	refused=$(SERVER=$(leader_url) as server acl bootstrap "$TOKEN" >/dev/null; grep -c 'already done' "$ERRORS")
	token_is_accepted && return
	REFUSED=$((REFUSED + refused))
	[ $REFUSED -lt 5 ] || HOPELESS=yes
	return 1
}
REFUSED=0
explain_acl() {
	if [ $REFUSED -gt 0 ]; then
		say "the cluster does not accept this build's bootstrap token: bootstrapped by somebody else, or revoked since; the agents go on: build this machine from the cluster's own secrets file, with the token marked as revoked there if you revoked it, and replace it"
	else
		say "ACLs are not bootstrapped yet: $(tail -n 1 "$ERRORS"); $(silent_servers)"
	fi
}

# ask_autopilot: sets TOLERANCE to how many servers the cluster can lose, and OWN to what is said of this machine's
# server: by the id in its data folder where the token was accepted, else what the leader measures of all servers.
ask_autopilot() {
	OWN=''
	if [ -n "$PROOF" ]; then
		id="\"ID\":\"$(cat /var/lib/nomad-server/server/node-id)\""
		told=$(ask_with "$TOKEN" server /v1/operator/autopilot/health)
		case $told in *"$id"*) OWN=${told#*"$id"} OWN=${OWN%%\}*} ;; esac
		told=${told##*'"FailureTolerance":'}
	else
		told=$(SERVER=$(leader_url) ask server /v1/metrics | sed 's/[{}]/\n/g' | grep '[.]autopilot[.]')
		# What is measured may be two intervals old, and then of this server's earlier self.
		: "${MEASURING:=$NOW}"
		[ $((NOW - MEASURING)) -gt "$MEASURED_SECONDS" ] || told=''
		say "$told" | grep -qw 'healthy","Value":1' && OWN='"Healthy":true,"Voter":true'
		told=${told##*'autopilot.failure_tolerance","Value":'}
	fi
	TOLERANCE=${told%%[!0-9]*}
}

is_voter() {
	leader_is_known && ask_autopilot
	holds "$OWN" '"Voter":true'
}
explain_voter() {
	say "the cluster does not count this machine's server as a voter yet; $(silent_servers)"
	last_words nomad-server.service
}

# A node may read itself with its own secret-id, without any ACL token.
node_is_ready() {
	node=/var/lib/nomad-client/client
	is_hopeless nomad-client.service
	[ -s $node/client-id ] && [ -s $node/secret-id ] || return 1
	holds "$(ask_with $node/secret-id client "/v1/node/$(cat $node/client-id)")" '"Status":"ready"' && HOPELESS=''
}

# From three servers on, the cluster has to bear the loss of one.
loss_is_borne() {
	is_voter && is_healthy || return 1
	case $RAFT_PEERS in *' '*' '*) [ "${TOLERANCE:-0}" -ge 1 ] ;; esac
}
is_healthy() { holds "$OWN" '"Healthy":true'; }
explain_loss() {
	if is_healthy; then
		say "the cluster cannot lose a server (failure tolerance ${TOLERANCE:-0}); $(silent_servers)"
	else
		say "autopilot does not call this machine's server healthy yet; $(silent_servers)"
	fi
}

version_is_right() {
	FOUND=$("$NOMAD" version 2>"$ERRORS" | sed -n 's/^Nomad v\([^ ]*\).*/\1/p')
	[ "$FOUND" = "$VERSION" ]
}
explain_version() { say "$NOMAD is Nomad $FOUND, and the description says $VERSION; the agents go on with it: put that version into the image, or correct the description"; }

await clock 60 clock_is_plausible explain_clock
await program 30 program_is_there explain_program
await address 60 addresses_are_there explain_addresses
# A client agent starts without servers only after half a minute, and nobody else could ask for a leader.
await $ASKED 180 agent_answers explain_agent
await leader 300 leader_is_known explain_leader
await peers 60 peers_are_complete explain_leader
if has_role server; then
	await acl 120 acl_is_bootstrapped explain_acl
	await voter 180 is_voter explain_voter
fi
if has_role client; then await client 180 node_is_ready 'state_of nomad-client.service'; fi
CONVERGED=$((NOW - BEGAN))
if has_role server; then await health 180 loss_is_borne explain_loss; fi
await version 0 version_is_right explain_version

report ready '' ''
announce "ready after $((NOW - BEGAN)) s, converged after $CONVERGED s: $MACHINE ($ROLES), leader $LEADER${MISSING:+, but these servers do not answer: $MISSING}"
