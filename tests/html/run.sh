#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh - the pages of `disputewire-tag --html` and --report: their structure, for readers of every
# kind, and that no text gets out of its place. Prints TAP. TAG: the program (default: build/disputewire-tag).
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/tap.sh
tag=${TAG:-build/disputewire-tag}
page=$(mktemp) tags=$(mktemp) articles=$(mktemp)
trap 'rm -f "$page" "$tags" "$articles"' EXIT

# What is wrong with the nesting of the page's tags, a line each.
unbalanced() {
    awk 'BEGIN { RS = "<" }
        NR > 1 {
            tag = $0
            if (tag ~ /^!/) next
            if (index(tag, ">") == 0) { print "no end: <" substr(tag, 1, 40); next }
            name = tag
            if (tag ~ /^[^>]*\/>/) next
            sub(/[ >\n].*/, "", name)
            if (name !~ /^\//) { stack[++depth] = name; next }
            name = substr(name, 2)
            if (depth == 0 || stack[depth] != name) print "</" name "> closes " stack[depth]
            if (depth) depth--
        }
        END { for (; depth; depth--) print "<" stack[depth] "> is never closed" }' "$1"
}

count() { # PATTERN: how often it occurs
    grep -o "$1" "$page" | wc -l
}

same() { # LABEL COUNT COUNT
    [ "$2" = "$3" ]
    report $? "$1" "$2 and $3"
}

# What holds for each page of all samples.
check_page() { # OPTION
    local said
    "$tag" "$1" examples/articles >"$page" 2>/dev/null
    report $? "$1: makes a page of all samples"
    said=$(unbalanced "$page" | head -n 5)
    [ -z "$said" ]
    report $? "$1: every tag is closed in its place" "$said"
    same "$1: one title of the page" "$(count '<h1>')" 1
    same "$1: a part for each article" "$(count '<article')" "$(wc -l <"$articles")"
    same "$1: a caption for each table" "$(count '<caption>')" "$(count '<table>')"
    same "$1: what scrolls can be reached by key" "$(count 'tabindex="0"')" "$(count 'class="scroll"')"
    ! grep -q '<th[^>]*></th>' "$page"
    report $? "$1: no head is empty"
    grep -q '<html lang="en"' "$page" && grep -q '<main>' "$page"
    report $? "$1: language and main part are told"
    grep -q 'prefers-color-scheme: dark' "$page"
    report $? "$1: has dark colours"
    ! grep -qE '<(script|link|img|iframe)|(href|src)="[^#]|url\(|@import' "$page"
    report $? "$1: nothing is fetched and nothing runs"
    said=$(grep -o ' id="[^"]*"' "$page" | sort | uniq -d)
    [ -z "$said" ]
    report $? "$1: ids are unique" "$said"
    grep -o 'href="#[^"]*"' "$page" | sed 's/href="#//; s/"//' | sort -u >"$tags"
    said=$(grep -o ' id="[^"]*"' "$page" | sed 's/ id="//; s/"//' | sort | comm -13 - "$tags")
    [ -z "$said" ] && [ -s "$tags" ]
    report $? "$1: every link leads somewhere: words to events, and back" "$said"
}

"$tag" examples/articles >"$articles" 2>/dev/null
events=$(grep -o '"trigger":' "$articles" | wc -l)
disputes=$(grep -o '"parties":' "$articles" | wc -l)
check_page --html
same '--html: a row for each event' "$(count '<tr id="a[0-9]*-v')" "$events"
check_page --report
same '--report: a row of a timeline for each event' "$(count '<a class="row"')" "$events"
[ "$(count '<figure>')" -ge "$disputes" ]
report $? '--report: no dispute without a timeline'

# Text that looks like marks stays text.
for option in --html --report; do
    printf '%s' '<script>alert("x")</script> Chile & Peru <b>signed</b> a "pact" on Monday, said A. Ruiz.' |
        "$tag" $option --format text - >"$page" 2>/dev/null
    ! grep -q '<script\|<b>signed' "$page" && grep -q '&lt;.*script.*&gt;' "$page"
    report $? "$option: text is escaped"
    said=$(unbalanced "$page" | head -n 5)
    [ -z "$said" ]
    report $? "$option: escaped text leaves the tags in order" "$said"
done

# The letters of the text, marks and reference signs taken away, are all there in their order.
text='Chile and Peruvian officials, U.S. and Chinese envoys met Kenya in Lima on May 3, 2019.'
got=$(printf '%s' "$text" | "$tag" --depth full --html - 2>/dev/null | tr -d '\n' |
    sed 's/.*<div class="text">//; s/<\/div>.*//; s/<sup>[^/]*<\/a><\/sup>//g; s/<[^>]*>//g')
same 'the text is whole' "$got" "$text"
plan
