#!/bin/sh
# SPDX-License-Identifier: MIT
# inbox.sh - publish what is dropped into a folder.
#
#   inbox.sh DIR [producer options...]
#
# A file goes to DIR/done when all of it was published and to DIR/failed when some of it was bad. When
# the broker cannot be reached the file stays where it is and is tried again, so a file may be
# published twice; its articles keep their ids. Hidden files and *.part are left alone, and so is a
# file that was written to within the last SETTLE seconds (2): write elsewhere and move it in.
# Each round touches DIR/.alive for whoever watches. Ends on SIGTERM and SIGINT, after the file at
# hand.
set -u

settle=${SETTLE:-2} pause=${PAUSE:-1}
producer=${PRODUCER:-disputewire-producer}

dir=${1:?usage: inbox.sh DIR [producer options...]}
shift
stop=
trap 'stop=1' TERM INT

say() { echo "inbox.sh: $*" >&2; }

# Publish one file. 0: all went; 1: some of it is bad; 2: try again.
publish() {
    log=$dir/.log
    "$producer" "$@" 2>"$log"
    status=$?
    cat "$log" >&2
    [ $status -ne 0 ] || return 0
    [ $status -ne 2 ] || { say "wrong options: $*"; exit 2; }
    ! grep -Eq 'cannot start|stopped by a (failure|signal)' "$log" || return 2
    return 1
}

# Never write over what is there already.
put_away() {
    target=$dir/$2/$(basename "$1")
    [ ! -e "$target" ] || target=$target.$(date +%s)
    mv "$1" "$target"
}

take_file() {
    file=$1
    shift
    publish "$@" -- "$file"
    case $? in
    0) put_away "$file" "done" ;;
    1) put_away "$file" failed ;;
    2) return 1 ;;
    esac
}

mkdir -p "$dir/done" "$dir/failed" || { say "$dir: cannot be written to"; exit 1; }
say "watching $dir"
while [ -z "$stop" ]; do
    touch "$dir/.alive"
    now=$(date +%s)
    for file in "$dir"/*; do
        [ -z "$stop" ] || break
        [ -f "$file" ] || continue
        [ "${file%.part}" = "$file" ] || continue
        [ $((now - $(stat -c %Y "$file"))) -ge "$settle" ] || continue
        take_file "$file" "$@" || break
    done
    [ -n "$stop" ] || sleep "$pause"
done
