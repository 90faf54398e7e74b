#!/bin/sh
# Brings to the machine what its image lacks, and never gives up. What needs it waits for it; nothing else does.
# usage: install install|plugins fetch                  (by URL)
#        install STEP apt|dnf PACKAGE PROGRAM [VERSION] (PROGRAM may be -: then the package itself is asked for)
set -u
# shellcheck source=lib/plan/scripts/agents.sh
. /opt/nomad-firstboot/lib/agents
# shellcheck source=lib/plan/scripts/console.sh
. /opt/nomad-firstboot/lib/console

step=$1 way=$2 package=${3-} program=${4-} version=${5-}
# The proof of the first boot waits for Nomad, but not for packages: these have a status of their own beside its.
[ "$step" = install ] || RUN=$RUN/$step
# shellcheck disable=SC2034 # read by report
LEADER='' MISSING='' CONVERGED=''
umask 022
mkdir -p "$RUN"
read_clock
[ -s "$RUN/began" ] || echo "$NOW" >"$RUN/began"
# shellcheck disable=SC2034 # read by report
read -r BEGAN <"$RUN/began"

# pause SECONDS: in place of the other one, for these are other people's servers: two seconds at first, then a fifth of
# the SECONDS that have passed, a minute at most.
pause() {
	rest=$((2 + $1 / 5))
	[ $rest -lt 60 ] || rest=60
	sleep $rest
	read_clock
}

by_fetch() {
	python3 /opt/nomad-firstboot/lib/fetch-nomad "$step" >"$RUN/complaint" 2>&1
	# shellcheck disable=SC2034 # read by await
	case $? in
	0) ;;
	2) HOPELESS=yes && return 1 ;;
	*) return 1 ;;
	esac
}

# Whether the program is there, and its package in this version if one is asked for.
is_installed() {
	[ "$program" != - ] || { has_package && return; }
	command -v "$program" >/dev/null || return
	# shellcheck disable=SC2016 # for dpkg-query
	[ -z "$version" ] || [ "$(dpkg-query -W -f '${db:Status-Status} ${Version}' "$package" 2>/dev/null)" = "installed $version" ]
}

has_package() { dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || rpm -q --quiet "$package" 2>/dev/null; }

# by_packages COMMAND: asks only where something is missing. Two of these programs do not ask at once.
by_packages() {
	is_installed && return
	{ flock 9 && $1; } 9>/run/nomad-firstboot/packages.lock >"$RUN/attempt" 2>&1 </dev/null
	is_installed && return
	grep -E '^(E|W|Error):' "$RUN/attempt" | uniq >"$RUN/errors"
	[ -s "$RUN/errors" ] || tail -n 1 "$RUN/attempt" >"$RUN/errors"
	{
		say "$program is not there${version:+ from its package in version $version}, and $package could not be installed: $(head -n 1 "$RUN/errors"); it is tried again all the time: put it into the image, or let the machine reach a repository of packages that has it"
		sed '1d' "$RUN/errors" | tail -n 3
	} >"$RUN/complaint"
	return 1
}

# dpkg may have been cut off by a boot before this one.
apt_install() {
	export DEBIAN_FRONTEND=noninteractive
	dpkg --configure -a
	apt-get -q update
	apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold --no-install-recommends --allow-downgrades install "$package${version:+=$version}"
}
dnf_install() { dnf -q -y install "$package"; }

is_there() {
	case $way in
	fetch) by_fetch ;;
	*) by_packages "${way}_install" ;;
	esac && return
	read_clock
	return 1
}
explain() { cat "$RUN/complaint"; }

await "$step" 60 is_there explain
# The proof goes on with the status from here.
[ "$step" = install ] || report ready "$step" ''
