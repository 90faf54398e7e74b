#!/bin/sh
# Proves that this machine's agents work: waits for them, bootstraps ACLs where the bootstrap token is,
# asks for leader, peers and the machine's own node, and reports once on the console and in status.json.
# Every step is bounded, safe to repeat, and says why it failed. No secret is ever printed.
set -u
# shellcheck source=/dev/null
. /etc/nomad-firstboot/parameters

SECRETS=/var/lib/nomad-firstboot/secrets
STATUS=/run/nomad-firstboot/status.json
ERRORS=/run/nomad-firstboot/last-error
mkdir -p "${STATUS%/*}"

now() { cut -d. -f1 /proc/uptime; }
STARTED=$(now)

has_role() { case " $ROLES " in *" $1 "*) return 0 ;; *) return 1 ;; esac; }

# The part of a server's SERVERS entry before and after the equals sign.
name_of() { echo "${1%%=*}"; }
url_of() { echo "${1#*=}"; }

# url_on PORT PREFIX...: the URL of this machine's agent that listens inside one of the prefixes.
url_on() {
	port=$1
	shift
	for prefix in "$@"; do
		address=$(ip -oneline address show to "$prefix" 2>/dev/null | awk '{ split($4, part, "/"); print part[1]; exit }')
		case $address in
		'') ;;
		*:*) echo "https://[$address]:$port" && return ;;
		*) echo "https://$address:$port" && return ;;
		esac
	done
}

# as ROLE COMMAND...: runs nomad with the certificate of one of this machine's agents, against that agent.
as() {
	role=$1
	shift
	# shellcheck disable=SC2086 # prefixes are words
	case $role in
	server) url=$(url_on "$SERVER_PORT" $SERVER_PREFIXES) ;;
	client) url=$(url_on "$CLIENT_PORT" $CLIENT_PREFIXES) ;;
	esac
	# An address that DHCP gave is in no certificate; the role's name is in each (SANs of the build).
	verified=${ASK:+server}
	NOMAD_ADDR=${ASK:-$url} \
		NOMAD_CACERT=/etc/nomad-$role.d/ca.pem \
		NOMAD_CLIENT_CERT=/etc/nomad-$role.d/$role.pem \
		NOMAD_CLIENT_KEY=$SECRETS/$role-key.pem \
		NOMAD_TLS_SERVER_NAME=${verified:-$role}.$REGION.nomad \
		timeout 10 "$NOMAD" "$@" </dev/null 2>"$ERRORS"
}

# ask ROLE PATH: the answer of that agent's HTTP API.
ask() { as "$1" operator api -X GET "$2"; }

# The agent that is asked about the cluster: the server agent where there is one.
if has_role server; then ASKED=server; else ASKED=client; fi

# report STATE STEP TEXT: status.json, whole or not at all. The texts are ours: no quotes, no backslashes.
report() {
	printf '{"machine":"%s","state":"%s","step":"%s","message":"%s","leader":"%s","missingServers":"%s","seconds":%d}\n' \
		"$MACHINE" "$1" "$2" "$3" "${LEADER:-}" "${MISSING:-}" $(($(now) - STARTED)) >"$STATUS.new"
	mv "$STATUS.new" "$STATUS"
}

# One line for whoever watches: the journal always, the console where there is one.
announce() {
	echo "nomad-firstboot: $1"
	{ echo "nomad-firstboot: $1" >/dev/console; } 2>/dev/null || true
}

fail() {
	report failed "$1" "$2"
	announce "failed at $1: $2"
	exit 1
}

# within SECONDS COMMAND...: repeats the command until it succeeds, for that long at most.
within() {
	deadline=$(($(now) + $1))
	shift
	until "$@"; do
		[ "$(now)" -lt "$deadline" ] || return 1
		sleep 0.3
	done
}

# reason UNIT: how the unit stands, and the last thing that the nomad command complained about, in one plain line.
reason() {
	state=$(systemctl show --property=ActiveState,SubState,Result,NRestarts "$1" | tr '\n' ' ')
	# shellcheck disable=SC1003 # a backslash
	complaint=$(grep . "$ERRORS" 2>/dev/null | tail -n 1 | tr -d '"\\' | tr -cd ' -~' | cut -c 1-200)
	echo "$1: ${state% }${complaint:+; $complaint}; see journalctl -u $1"
}

clock_is_plausible() {
	second=$(date +%s)
	[ "$second" -ge "$CERTIFICATES_BEGIN" ] && [ "$second" -le "$CERTIFICATES_END" ]
}
# Any answer will do, be it that there is no leader yet.
server_answers() { [ -n "$(ask server /v1/status/leader)" ]; }
client_answers() { [ -n "$(ask client /v1/status/leader)" ]; }

leader_is_known() {
	LEADER=$(ask "$ASKED" /v1/status/leader)
	case $LEADER in
	\"*:*\") LEADER=${LEADER#\"} LEADER=${LEADER%\"} ;;
	*) LEADER='' && return 1 ;;
	esac
}

# Sets MISSING to the names of the servers that are no Raft peers.
peers_are_complete() {
	peers=$(ask "$ASKED" /v1/status/peers)
	MISSING=''
	for entry in $RAFT_PEERS; do
		case $peers in
		*"\"$(url_of "$entry")\""*) ;;
		*) MISSING="$MISSING $(name_of "$entry")" ;;
		esac
	done
	MISSING=${MISSING# }
	[ -z "$MISSING" ]
}

# The names of the servers whose HTTPS API gives no answer, for a cluster that has no leader.
silent_servers() {
	silent=''
	for entry in $SERVERS; do
		answer=$(ASK=$(url_of "$entry") ask "$ASKED" /v1/status/leader)
		[ -n "$answer" ] || silent="$silent $(name_of "$entry")"
	done
	echo "${silent# }"
}

token_is_accepted() {
	NOMAD_TOKEN=$(cat $SECRETS/bootstrap-token)
	export NOMAD_TOKEN
	as server acl token self >/dev/null
	accepted=$?
	unset NOMAD_TOKEN
	return $accepted
}

# Bootstrapping twice is refused by Nomad, so only the token's own acceptance counts.
acl_is_bootstrapped() {
	token_is_accepted && return 0
	as server acl bootstrap $SECRETS/bootstrap-token >/dev/null
	token_is_accepted
}

# A node may read itself with its own secret-id, without any ACL token.
node_is_ready() {
	state=/var/lib/nomad-client/client
	[ -s $state/client-id ] && [ -s $state/secret-id ] || return 1
	NOMAD_TOKEN=$(cat $state/secret-id)
	export NOMAD_TOKEN
	node=$(ask client "/v1/node/$(cat $state/client-id)")
	unset NOMAD_TOKEN
	case $node in *'"Status":"ready"'*) return 0 ;; *) return 1 ;; esac
}

report waiting clock ''
within 120 clock_is_plausible ||
	fail clock "this machine believes that it is $(date -u +%Y-%m-%dT%H:%M:%SZ), and its certificates are not valid then; set its clock or renew them"

if has_role server; then
	report waiting server ''
	within 180 server_answers || fail server "the server agent does not answer; $(reason nomad-server.service)"
fi

# A client agent starts without servers only after half a minute, and nobody else could ask for a leader.
if ! has_role server; then
	report waiting client ''
	within 180 client_answers || fail client "the client agent does not answer; $(reason nomad-client.service)"
fi

report waiting leader ''
if ! within 300 leader_is_known; then
	MISSING=$(silent_servers)
	fail leader "no leader was elected; these servers do not answer: ${MISSING:-none, all answer}"
fi

report waiting peers ''
within 60 peers_are_complete || true

if [ -e $SECRETS/bootstrap-token ]; then
	report waiting acl ''
	within 120 acl_is_bootstrapped || fail acl "the cluster does not accept this build's bootstrap token; was it bootstrapped with another one?"
fi

if has_role client; then
	report waiting client ''
	within 180 node_is_ready || fail client "the client agent is not ready; $(reason nomad-client.service)"
fi

report ready '' ''
announce "ready after $(($(now) - STARTED)) s: $MACHINE ($ROLES), leader $LEADER${MISSING:+, but these servers do not answer: $MISSING}"
