# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# tap.sh - what the suites in shell say, as TAP. Sourced; $n is the number of the last test, $bad whether one failed.
n=0 bad=0

# report STATUS LABEL [DETAILS]: a line by the status; the details if it is not 0.
report() {
    n=$((n + 1))
    if [ "$1" = 0 ]; then
        echo "ok $n - $2"
    else
        echo "not ok $n - $2"
        [ -z "${3-}" ] || head -n 60 <<<"$3" | sed 's/^/# /'
        bad=1
    fi
}

# check LABEL COMMAND...: the command must succeed; what it says is shown if it does not.
check() {
    local label=$1 said
    shift
    said=$("$@" 2>&1 </dev/null)
    report $? "$label" "$said"
}

# plan: how many there were, and the end.
plan() {
    echo "1..$n"
    exit $bad
}
