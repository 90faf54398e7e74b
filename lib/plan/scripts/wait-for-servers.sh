#!/bin/sh
# Says where too little memory is left for tasks, for Nomad itself accepts that in silence; and then
# holds back a client agent at its first start until the servers can register it, for half a minute at most.
# A client that registers between the election and the making of the keyring is turned away, and tries again
# only 15 to 30 seconds later. Later starts do not wait: a client serves its tasks without servers, too.
set -u
# shellcheck source=/dev/null
. /etc/nomad-firstboot/parameters

# The first line of meminfo is MemTotal, in KiB.
read -r _ total _ </proc/meminfo
total=$((total / 1024))
left=$((total - RESERVED_MEMORY_MIB))
if [ "$left" -lt 256 ]; then
	[ "$left" -gt 0 ] || left=0
	warning="nomad-firstboot: $left MiB are left for tasks: of ${total} MiB ${RESERVED_MEMORY_MIB} are reserved for system and agents"
	echo "$warning" >&2
	{ echo "$warning" >/dev/console; } 2>/dev/null
fi

[ -e /var/lib/nomad-client/client/client-id ] && exit 0

export NOMAD_CACERT=/etc/nomad-client.d/ca.pem
export NOMAD_CLIENT_CERT=/etc/nomad-client.d/client.pem
export NOMAD_CLIENT_KEY=/var/lib/nomad-firstboot/secrets/client-key.pem
export NOMAD_TLS_SERVER_NAME="server.$REGION.nomad"

# Whether one server, asked over HTTPS, knows a leader whose keyring is ready.
can_register() {
	answer=$(timeout 5 "$NOMAD" operator api -X GET -address "$1" "$REGISTRATION_PROBE" </dev/null 2>/dev/null)
	case $answer in
	*"$REGISTRATION_ANSWER"*) return 0 ;;
	*) return 1 ;;
	esac
}

now() { cut -d. -f1 /proc/uptime; }

deadline=$(($(now) + 30))
while [ "$(now)" -lt "$deadline" ]; do
	for server in $SERVERS; do
		can_register "${server#*=}" && exit 0
		[ "$(now)" -lt "$deadline" ] || break
	done
	sleep 0.2
done
echo "no server could be asked for 30 seconds; starting the client agent all the same" >&2
exit 0
