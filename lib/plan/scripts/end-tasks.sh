#!/bin/sh
# Ends what tasks are left when the machine goes down.
# A client agent leaves its tasks running when it stops, so that they survive its restart; but at a shutdown Nomad's
# executors ignore SIGTERM and would hold it up for 90 s.
set -u

[ "$(systemctl is-system-running)" = stopping ] || exit 0

# Prints the process ids of all tasks and executors, with either version of cgroups.
left_over() {
	for hierarchy in /sys/fs/cgroup /sys/fs/cgroup/*; do
		find "$hierarchy/nomad.slice" "$hierarchy/nomad" "$hierarchy/system.slice/nomad-client.service" -name cgroup.procs -exec cat {} +
	done 2>/dev/null | sort -un
}

# signal NAME: to every one of them that still runs.
signal() { left_over | while read -r pid; do kill -s "$1" "$pid" 2>/dev/null; done; }

signal TERM
tenths=0
while [ -n "$(left_over)" ] && [ "$tenths" -lt 50 ]; do
	tenths=$((tenths + 1))
	sleep 0.1
done
signal KILL
exit 0
