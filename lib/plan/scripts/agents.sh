# How the programs of the first boot ask Nomad: sourced.
# What is the cluster's, and what is this machine's own.
# shellcheck source=/dev/null
. /etc/nomad-firstboot/cluster
# shellcheck source=/dev/null
. /etc/nomad-firstboot/machine

STATE=/var/lib/nomad-firstboot
RUN=/run/nomad-firstboot
# What the last question complained about.
ERRORS=${ERRORS:-$RUN/last-error}

# read_clock: sets NOW to the seconds since the kernel started, and HUNDREDTHS to the hundredths.
read_clock() { read -r NOW _ </proc/uptime && HUNDREDTHS=${NOW%.*}${NOW#*.} NOW=${NOW%.*}; }

# holds TEXT PART: whether PART stands somewhere in TEXT.
holds() { case $1 in *"$2"*) return 0 ;; *) return 1 ;; esac; }
has_role() { holds "$ROLES" "$1"; }

# announce TEXT: a line for whoever watches, in the journal always, on the console where there is one.
announce() { echo "nomad-firstboot: $1" | tee /dev/console 2>/dev/null || true; }

# prefixes_of ROLE, port_of ROLE: where that agent of this machine listens.
prefixes_of() { if [ "$1" = server ]; then echo "$SERVER_PREFIXES"; else echo "$CLIENT_PREFIXES"; fi; }
port_of() { if [ "$1" = server ]; then echo "$SERVER_PORT"; else echo "$CLIENT_PORT"; fi; }

# address_of ROLE: the first address of this machine inside the prefixes of that agent, once it can be bound: neither
# tentative nor refused as somebody else's (RFC 4862 section 5.4).
address_of() {
	for prefix in $(prefixes_of "$1"); do
		ip -oneline address show to "$prefix" 2>/dev/null
	done | sed -n '/tentative\|dadfailed/d; / inet6* /{ s,.* inet6* \([^/ ]*\).*,\1,p; q; }'
}

# url_of ROLE: the URL of that agent's HTTP API.
url_of() {
	address=$(address_of "$1")
	case $address in *:*) address="[$address]" ;; esac
	echo "https://$address:$(port_of "$1")"
}

# as ROLE COMMAND...: runs nomad with the certificate of one of this machine's agents, against that agent or, where
# SERVER is set, against the server of that URL; for PATIENCE seconds at most.
as() {
	role=$1
	shift
	# An address that DHCP gave is in no certificate; the role's name is in each (SANs of the build).
	verified=${SERVER:+server}
	NOMAD_ADDR=${SERVER:-$(url_of "$role")} \
		NOMAD_CACERT=/etc/nomad-$role.d/ca.pem \
		NOMAD_CLIENT_CERT=/etc/nomad-$role.d/$role.pem \
		NOMAD_CLIENT_KEY=$STATE/secrets/$role-key.pem \
		NOMAD_TLS_SERVER_NAME=${verified:-$role}.$REGION.nomad \
		timeout "${PATIENCE:-10}" "$NOMAD" "$@" </dev/null 2>"$ERRORS"
}

# ask ROLE PATH: the body of the answer of that agent's HTTP API, whatever its status.
ask() { as "$1" operator api -X GET "$2"; }

# ask_with FILE ROLE PATH: the same, with the token that the file holds.
ask_with() (
	NOMAD_TOKEN=$(cat "$1")
	export NOMAD_TOKEN
	shift
	ask "$@"
)

# pause SECONDS: leaves the machine alone for twice as long as has passed since the last read_clock, for a question is
# dear on a slow machine, and for longer the longer it has waited: a fiftieth of SECONDS more, ten seconds at most.
pause() {
	asked=$HUNDREDTHS
	read_clock
	rest=$((30 + 2 * (HUNDREDTHS - asked) + 2 * $1))
	[ $rest -lt 1000 ] || rest=1000
	sleep "$((rest / 100)).$((rest / 10 % 10))"
	read_clock
}
