# How the proof of the first boot waits, and what it tells the console and status.json: sourced, after agents.
# Nobody may be able to log in, so whatever a person needs is said here; never a secret.

# plain: printable ASCII, without what JSON would have to escape and what looks like a key or a line of one.
plain() { tr -d '"\134' | tr -cd ' -~\n' | sed -E 's![A-Za-z0-9+/]{26,}=+|[A-Za-z0-9+/]{60,}!(hidden)!g'; }

# report STATE STEP TEXT: status.json, whole or not at all.
report() {
	printf '{"machine":"%s","state":"%s","step":"%s","message":"%s","leader":"%s","missingServers":"%s","convergedSeconds":%s,"seconds":%d}\n' \
		"$MACHINE" "$1" "$2" "$3" "$LEADER" "$MISSING" "${CONVERGED:-null}" $((NOW - BEGAN)) >"$RUN/status.new"
	chmod 0644 "$RUN/status.new"
	mv "$RUN/status.new" "$RUN/status.json"
}

# say TEXT: as it is, whatever backslashes it holds.
say() { printf '%s\n' "$1"; }

# await STEP SECONDS CONDITION EXPLANATION: until CONDITION holds. After half a minute it says what it waits for, and
# again at growing intervals; after SECONDS, or once HOPELESS is set, it says that this has failed, and waits on.
await() {
	STEP=$1 HOPELESS='' FAILED=''
	read_clock
	SINCE=$NOW next=$((NOW + 30))
	report waiting "$STEP" ''
	until $3; do
		if [ "$NOW" -ge $next ] || { [ -n "$HOPELESS" ] && [ -z "$FAILED" ]; }; then
			complain "$2" "$4"
		fi
		pause $((NOW - SINCE))
	done
	[ -z "$FAILED" ] || announce "goes on: $STEP is well after $((NOW - SINCE)) s"
}

# complain SECONDS EXPLANATION: the first line that EXPLANATION prints is what is wrong and what to do, the others are
# evidence.
complain() {
	waited=$((NOW - SINCE))
	$2 >"$RUN/explanation"
	text=$(head -n 1 "$RUN/explanation" | plain)
	outcome=waiting beginning="waiting for $STEP since $waited s"
	if [ $waited -ge "$1" ] || [ -n "$HOPELESS" ]; then
		FAILED=yes outcome=failed beginning="failed at $STEP"
	fi
	report $outcome "$STEP" "$text"
	announce "$beginning: $text"
	tail -n +2 "$RUN/explanation" | plain | cut -c 1-300 | while read -r line; do announce "  $line"; done
	next=$((NOW + (waited < 30 ? 30 : waited > 600 ? 600 : waited)))
	[ $waited -ge "$1" ] || [ $next -le $((SINCE + $1)) ] || next=$((SINCE + $1))
}

# property NAME UNIT: as systemd has it.
property() { systemctl show --value --property="$1" "$2"; }

# state_of UNIT: how it stands, with what else it waits for, a disk that is full and its last complaint; then the others.
state_of() {
	blocker=$(for other in $(property Requires "$1") $(property After "$1"); do
		case $other in nomad-*) systemctl --quiet is-active "$other" || echo "$other" ;; esac
	done | head -n 1)
	full=$(df -Pk "$STATE" /var/lib/nomad-* 2>/dev/null | awk 'NR > 1 && $4 < 1024 { print $6; exit }')
	restarts=$(property NRestarts "$1")
	stands='has not come up'
	[ "$restarts" -lt 2 ] || stands="does not stay up, started again $restarts times"
	last_words "${blocker:-$1}" >"$RUN/words"
	say "$1 $stands${blocker:+, for it waits for $blocker}: ${full:+the disk at $full is full; }$(tail -n 1 "$RUN/words"); it is tried again all the time: mend the description or the image"
	cat "$RUN/words"
}

# last_words UNIT: its last complaints of this boot, or else its last lines, without what systemd adds and what means
# nothing. Of what goes on over several lines, which may be a job's own words, only the items of a list of errors.
last_words() {
	journalctl --boot --quiet --no-pager --output=cat --lines=80 --unit="$1" 2>/dev/null |
		if [ -e "$TOKEN" ]; then grep -vFf "$TOKEN"; else cat; fi |
		sed '/^ *|/{ /^ *| *\\t\* /!d; }; s/^[ |]*//; s/^==> //; s/^[0-9TZ:.-]* *\[[A-Z]*\] *//; s/^agent: error starting agent: error=/Error starting agent: /; s/^\\t\* //; s/^[[:space:]]*\* //' |
		grep -vE '^(Start|Stop|Failed|Schedul|error=$|[0-9]+ errors? occ|.*\.service: )|plugin_dir|no servers available|Failed to re-join' >"$RUN/journal"
	{ grep -iE 'error|warn|fail|denied|no such' "$RUN/journal" || cat "$RUN/journal"; } | uniq | tail -n 3
}

# is_hopeless UNIT: sets HOPELESS where the agent was started again several times, or not at all, and does not run.
is_hopeless() {
	case $(property ActiveState "$1") in
	active) ;;
	inactive | failed) [ $((NOW - SINCE)) -lt 20 ] || HOPELESS=yes ;;
	*) [ "$(property NRestarts "$1")" -lt 3 ] || HOPELESS=yes ;;
	esac
}
