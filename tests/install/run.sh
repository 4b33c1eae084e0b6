#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh - what `make install` brings, that it works where it lies, and that it goes again. Prints TAP.
#
# BUILD (default: build) has the programs.
# shellcheck disable=SC2317 # check calls it
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/tap.sh
build=${BUILD:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
prefix=$work/usr

make_quietly() { make -s --no-print-directory BUILD="$build" "$@"; }

# check_with TOOL NAME COMMAND...: the same, if the tool is there.
check_with() {
    if command -v "$1" >/dev/null; then
        check "${@:2}"
    else
        n=$((n + 1))
        echo "ok $n - $2 # SKIP $1 is not installed"
    fi
}

installed() { (cd "${1:-$prefix}" && find . -type f -o -type l | sort); }

install_all() { make_quietly install PREFIX="$prefix" >/dev/null; }

# All programs, with a page of the manual and completions in three shells each.
is_complete() {
    local name missing=0
    for name in disputewire-{tag,producer,consumer,broker}; do
        for file in "bin/$name" "share/man/man1/$name.1" "share/bash-completion/completions/$name" \
            "share/zsh/site-functions/_$name" "share/fish/vendor_completions.d/$name.fish"; do
            [ -s "$prefix/$file" ] || { echo "missing: $file"; missing=1; }
        done
    done
    for name in article tagged-article dispute-event headers; do
        [ -s "$prefix/share/man/man5/disputewire-$name.5" ] || { echo "no page on $name"; missing=1; }
    done
    return "$missing"
}

# Away from the sources, with no help from the environment.
tags_alike() {
    local article=$PWD/examples/articles/dam-water.json
    (cd / && env -i "$prefix/bin/disputewire-tag" "$article") >"$work/there" || return 1
    "$build/disputewire-tag" "$article" >"$work/here" || return 1
    diff <(sed 's/"duration_us":[0-9]*//' "$work/here") <(sed 's/"duration_us":[0-9]*//' "$work/there")
}

# The pages on records tell every member and every code of the schemas.
pages_tell_all() {
    local name
    for name in article tagged-article dispute-event; do
        mandoc -T ascii "$prefix/share/man/man5/disputewire-$name.5" | col -b >"$work/page" || return 1
        python3 - "schemas/$name.schema.json" "$work/page" <<'END' || return 1
import json, re, sys
schema = json.load(open(sys.argv[1], encoding="utf-8"))
page = set(re.findall(r"[\w/-]+", open(sys.argv[2], encoding="utf-8").read()))
def words(node):
    if isinstance(node, dict):
        yield from node.get("properties", {})
        yield from (word for word in node.get("enum", []) if isinstance(word, str))
        for value in node.values():
            yield from words(value)
    elif isinstance(node, list):
        for value in node:
            yield from words(value)
missing = sorted(set(words(schema)) - page)
sys.exit(f"{sys.argv[1]}: not told: {missing}" if missing else 0)
END
    done
}

# mandoc tells of what it does not like by its exit status.
pages_are_clean() { mandoc -T lint -W warning "$prefix"/share/man/man[0-9]/*; }

units_hold() {
    systemd-analyze verify --man=no "$prefix"/lib/systemd/system/*.service
}

# 0 is a unit that can do nothing, 100 one that can do everything.
units_are_hardened() {
    systemd-analyze security --offline=yes --threshold=20 --no-pager \
        "$prefix"/lib/systemd/system/*.service | grep -v '✓'
    return "${PIPESTATUS[0]}"
}

user_is_made() {
    mkdir -p "$work/root/etc"
    systemd-sysusers --root="$work/root" "$prefix/lib/sysusers.d/disputewire.conf" &&
        grep -q '^disputewire:' "$work/root/etc/passwd"
}

folder_is_made() {
    systemd-tmpfiles --create --root="$work/root" "$prefix/lib/tmpfiles.d/disputewire.conf" &&
        [ "$(stat -c %a "$work/root/var/spool/disputewire")" = 2770 ]
}

# What was not put there by us stays; nothing else does.
uninstalls() {
    echo mine >"$prefix/share/doc/disputewire/mine"
    make_quietly uninstall PREFIX="$prefix" >/dev/null || return 1
    [ "$(installed)" = ./share/doc/disputewire/mine ] || { installed; return 1; }
    rm "$prefix/share/doc/disputewire/mine"
    make_quietly uninstall PREFIX="$prefix" >/dev/null
    ! find "$prefix" -name 'disputewire*' | grep .
}

# With DESTDIR the same files lie elsewhere, and name the place where they are to be.
stages() {
    make_quietly install DESTDIR="$work/stage" PREFIX=/usr >/dev/null || return 1
    diff "$work/installed" <(installed "$work/stage/usr") || return 1
    grep -qx 'ExecStart=/usr/bin/disputewire-consumer' \
        "$work/stage/usr/lib/systemd/system/disputewire-consumer.service"
}

archive() { make_quietly dist >/dev/null && sha256sum <"$build"/disputewire-*.tar.gz; }

# The same bytes from the same commit, by whoever and whenever they are asked for.
archives_alike() {
    local first second
    first=$(archive) && second=$(umask 077 && SOURCE_DATE_EPOCH=$(git log -1 --format=%ct) archive) || return 1
    [ "$first" = "$second" ] || { echo "$first, then $second"; return 1; }
    tar -tvzf "$build"/disputewire-*.tar.gz --full-time --utc | awk '{ print $4, $5 }' | sort -u |
        diff - <(TZ=UTC git log -1 --format=%cd --date=format-local:'%Y-%m-%d %H:%M:%S')
}

archive_is_complete() {
    diff <(git ls-tree -r --name-only HEAD | sort) \
        <(tar -tzf "$build"/disputewire-*.tar.gz | grep -v '/$' | cut -d/ -f2- | sort)
}

check "make install" install_all
installed >"$work/installed"
check "programs, pages and completions are there" is_complete
check "it works where it lies" tags_alike
check_with mandoc "pages of the manual are clean" pages_are_clean
check_with mandoc "those on records tell all members and codes" pages_tell_all
check_with systemd-analyze "systemd takes the units" units_hold
check_with systemd-analyze "and finds little that they could do" units_are_hardened
check_with systemd-sysusers "systemd makes the user" user_is_made
check_with systemd-tmpfiles "and the folder" folder_is_made
check "make uninstall leaves what is not ours" uninstalls
check "DESTDIR" stages
if [ -e .git ] && command -v git >/dev/null; then
    check "make dist gives the same bytes again" archives_alike
    check "and all that is committed" archive_is_complete
else
    echo "ok $((n + 1)) - make dist # SKIP no repository"
    n=$((n + 1))
fi
plan
