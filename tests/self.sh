#!/bin/bash
# SPDX-License-Identifier: MIT
# self.sh - test the test runner: what must fail does fail; and that scripts can be read. Prints TAP.
set -u
run=$(cd "$(dirname "$0")" && pwd)/run
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
n=0 bad=0

# check NAME EXIT LAST-LINE SUITE-BODY: the runner's exit status and last line for such a suite.
check() {
    local out rc
    n=$((n + 1))
    printf '#!/bin/sh\n%s\n' "$4" >"$dir/suite"
    chmod +x "$dir/suite"
    out=$("$run" "$dir/suite" 2>&1)
    rc=$?
    if [ $rc = "$2" ] && [ "$(tail -n 1 <<<"$out")" = "$3" ]; then
        echo "ok $n - $1"
    else
        echo "not ok $n - $1"
        printf 'exit %s\n%s\n' $rc "$out" | sed 's/^/# /'
        bad=1
    fi
}

# Several suites at a time: counted as one by one, reported in order, none twice.
check_parallel() {
    local out names
    n=$((n + 1))
    for i in 1 2 3 4 5 6; do
        printf '#!/bin/sh\nsleep 0.%02d\necho 1..1\necho ok 1\n' $((4 * (7 - i))) >"$dir/par$i"
        chmod +x "$dir/par$i"
    done
    out=$("$run" -j 3 "$dir"/par[1-4] "then" "$dir"/par[56])
    names=$(grep -o 'par[0-9]' <<<"$out" | tr -d '\n')
    if [ "$names" = par1par2par3par4par5par6 ] &&
        [ "$(tail -n 1 <<<"$out")" = '6 passed, 0 failed' ]; then
        echo "ok $n - several at a time"
    else
        echo "not ok $n - several at a time"
        printf '%s\n' "$out" | sed 's/^/# /'
        bad=1
    fi
}

# A script that only `make test` runs must not break unseen.
check_scripts() {
    local root=${run%/tests/run} out
    n=$((n + 1))
    out=$(cd "$root" && find consumer docs examples packaging processors producer tests -name '*.py' |
        python3 -c 'import ast, sys
for name in sys.stdin.read().split():
    ast.parse(open(name, encoding="utf-8").read(), name)' 2>&1
        cd "$root" && find examples packaging tests -name '*.sh' -exec bash -n {} \; 2>&1)
    if [ -z "$out" ]; then
        echo "ok $n - all scripts can be read"
    else
        echo "not ok $n - all scripts can be read"
        printf '%s\n' "$out" | sed 's/^/# /'
        bad=1
    fi
}

echo 1..13
check 'all pass' 0 '2 passed, 0 failed' 'echo 1..2; echo ok 1 - a; echo ok 2 - b'
check 'plan at the end' 0 '1 passed, 0 failed' 'echo ok 1 - a; echo 1..1'
check 'skipped ones are counted apart' 0 '1 passed, 0 failed, 1 skipped' \
    'echo 1..2; echo ok 1 - a; echo "ok 2 - b # SKIP no network"'
check 'one fails' 1 '1 passed, 1 failed' 'echo 1..2; echo ok 1; echo not ok 2; exit 1'
check 'fails with exit 0' 1 '0 passed, 1 failed' 'echo 1..1; echo not ok 1 - a'
check 'killed half way' 1 '1 passed, 1 failed' 'echo 1..2; echo ok 1; kill -9 $$'
check 'stops half way' 1 '1 passed, 1 failed' 'echo 1..3; echo ok 1; exit 0'
check 'prints no test' 1 '0 passed, 1 failed' 'exit 0'
check 'prints no plan' 1 '1 passed, 1 failed' 'echo ok 1'
check 'exit status without a failed test' 1 '1 passed, 1 failed' 'echo 1..1; echo ok 1; exit 3'
check 'gives up' 1 '0 passed, 1 failed' 'echo "Bail out! no broker"; exit 1'
check_parallel
check_scripts
exit $bad
