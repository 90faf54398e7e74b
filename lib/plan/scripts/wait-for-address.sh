#!/bin/sh
# Waits until this machine holds an address inside one of the given prefixes, and says so once if that takes long.
# usage: wait-for-address PREFIX...        (10.10.0.11/32, or 10.20.0.0/24 where DHCP decides)
set -u

holds_address() {
	for prefix in "$@"; do
		# A tentative or failed IPv6 address cannot be bound (RFC 4862 section 5.4).
		if ip -oneline address show to "$prefix" 2>/dev/null | grep -v -e tentative -e dadfailed | grep -q .; then
			return 0
		fi
	done
	return 1
}

# Ten times a second for as long as machines take to boot, then once in two seconds.
tries=0
until holds_address "$@"; do
	tries=$((tries + 1))
	if [ "$tries" -eq 100 ]; then
		echo "still no address inside $* on any interface; waiting for it. What there is:" >&2
		ip -brief address show >&2
	fi
	if [ "$tries" -lt 300 ]; then sleep 0.1; else sleep 2; fi
done
