# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2034
# Test Anything Protocol for shell tests: source it, call ok, is, contains, skip, end with done_testing.
# The environment has srcdir, builddir, CC, PYTHON3, VALGRIND.
set -u
LC_ALL=C.UTF-8
unset LANGUAGE CHISO_PLUGIN_PATH NO_COLOR
export LC_ALL
tests=0

# program PATH: the program that was built at PATH, and not the script that libtool puts before it: the
# script costs ten times what a run of the driver does.
program () {
	if [ -x "$builddir/$(dirname "$1")/.libs/$(basename "$1")" ]; then
		echo "$builddir/$(dirname "$1")/.libs/$(basename "$1")"
	else
		echo "$builddir/$1"
	fi
}

LD_LIBRARY_PATH=$builddir/.libs${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
export LD_LIBRARY_PATH
chiso=$(program chiso)
scratch=$(mktemp -d "${TMPDIR:-/tmp}/chiso-test.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' EXIT
trap 'exit 99' HUP INT TERM

# ok STATUS NAME: passes when STATUS is 0.
ok () {
	tests=$((tests + 1))
	if [ "$1" -eq 0 ]; then echo "ok $tests - $2"; else echo "not ok $tests - $2"; fi
}

# is GOT EXPECTED NAME
is () {
	if [ "$1" = "$2" ]; then
		ok 0 "$3"
	else
		ok 1 "$3"
		printf '%s\n' "got:" "$1" "expected:" "$2" | sed 's/^/#   /'
	fi
}

# contains TEXT PART NAME
contains () {
	case $1 in
	*"$2"*) ok 0 "$3" ;;
	*)
		ok 1 "$3"
		printf '%s\n' "text:" "$1" "lacks:" "$2" | sed 's/^/#   /'
		;;
	esac
}

# said N: passes on the statuses and names that a script has printed into the file "said", N of them.
said () {
	n=0
	while read -r status name; do
		case $status in
		'#') echo "# $name" ;;
		*) ok "$status" "$name"
			n=$((n + 1)) ;;
		esac
	done <said
	is "$n" "$1" "all of them ran"
}

# skip NAME REASON
skip () {
	tests=$((tests + 1))
	echo "ok $tests - $1 # SKIP $2"
}

# skip_all REASON: nothing here can run.
skip_all () {
	echo "1..0 # SKIP $1"
	exit 0
}

done_testing () {
	echo "1..$tests"
	exit 0
}
