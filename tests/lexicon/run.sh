#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh - the table compiler: what it takes, what it refuses and at which line, what it writes.
# Prints TAP. BUILD: where table-compiler is (default: build).
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/tap.sh
compiler=$PWD/${BUILD:-build}/table-compiler
[ -x "$compiler" ] || compiler=${BUILD:-build}/table-compiler
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

head=$'# Title.\n# Origin: these tests\n# Licence: MIT\n'

# A table `other` to refer to.
printf '%s#columns\tcode:code+\nAAA\nBBB\n' "$head" >"$dir/other.tsv"

# The table with columns $2 (separated by blanks) and rows $3 (printf escapes) must compile.
good() { # LABEL COLUMNS ROWS
    local said
    printf '%s#columns\t%s\n%b' "$head" "${2// /$'\t'}" "$3" >"$dir/t.tsv"
    said=$("$compiler" "$dir/t.tsv" 2>&1)
    report $? "takes $1" "$said"
}

# The same must fail and say "t.tsv:LINE: MESSAGE".
bad() { # LABEL COLUMNS ROWS LINE MESSAGE
    local said status
    printf '%s#columns\t%s\n%b' "$head" "${2// /$'\t'}" "$3" >"$dir/t.tsv"
    rm -f "$dir/t.inc"
    said=$("$compiler" "$dir/t.tsv" "$dir/t.inc" 2>&1)
    status=$?
    [ $status = 1 ] && [ ! -e "$dir/t.inc" ] && grep -qF "t.tsv:$4: $5" <<<"$said"
    report $? "refuses $1" "exit $status: $said"
}

# --- rows ---------------------------------------------------------------------------------------

good 'sorted rows' 'name:key' 'a\nb\nc\n'
good 'an empty optional cell' 'name:key note:text?' 'a\t\nb\tx\n'
good 'a second key column' 'name:key code:in(other)+' 'a\tAAA\na\tBBB\n'
good 'words of an enum' 'name:key kind:enum(x|y)' 'a\ty\n'
good 'flags, one, many and none' 'name:key f:flags(x|y)?' 'a\tx\nb\tx|y\nc\t\n'
good 'numbers and dates' 'name:key lat:number n:int d:date' 'a\t-1.5\t-3\t2019\nb\t0\t0\t2019-07-01\n'
good 'a last line without its end' 'name:key' 'a\nb'
good 'comments between rows' 'name:key' 'a\n# and now\nb\n'
good 'homonyms' 'name:key other:homonyms?' 'a\tx\nb\tx?\n'

bad 'too few cells' 'name:key note:text?' 'a\t\nb\n' 6 '1 cells, want 2'
bad 'too many cells' 'name:key' 'a\tb\n' 5 '2 cells, want 1'
bad 'an unsorted row' 'name:key' 'b\na\n' 6 'a: not sorted, belongs before b'
bad 'the same key twice' 'name:key' 'a\na\n' 6 'a: same key as line 5'
bad 'the same two-column key twice' 'name:key code:in(other)+' 'a\tAAA\na\tAAA\n' 6 'a: same key'
bad 'an unknown code' 'name:key code:in(other)' 'a\tCCC\n' 5 'code: not a known in: CCC'
bad 'a word that the enum lacks' 'name:key kind:enum(x|y)' 'a\tz\n' 5 'kind: not a known enum: z'
bad 'an unknown flag' 'name:key f:flags(x|y)' 'a\tx|z\n' 5 'f: unknown word: z'
bad 'a code in small letters' 'c:code+' 'abc\n' 5 'c: not a known code: abc'
bad 'no number' 'name:key lat:number' 'a\t1.5x\n' 5 'lat: not a known number'
bad 'a fraction as a whole number' 'name:key n:int' 'a\t1.5\n' 5 'n: not a known int'
bad 'a thirteenth month' 'name:key d:date' 'a\t2019-13\n' 5 'd: not a known date'
bad 'a date with a blank' 'name:key d:date' 'a\t2019- 1\n' 5 'd: not a known date'
bad 'capitals in a word' 'name:key w:word' 'a\tX\n' 5 'w: not a known word: X'
bad 'an empty cell' 'name:key note:text' 'a\t\n' 5 'note: empty'
bad 'a trailing blank' 'name:key' 'a \n' 5 'name: stray blank'
bad 'a leading blank' 'name:key' ' a\n' 5 'name: stray blank'
bad 'two blanks' 'name:key' 'a  b\n' 5 'name: stray blank'
bad 'a blank in a list' 'name:key l:list' 'a\tx| y\n' 5 'l: stray blank'
bad 'an empty item' 'name:key l:list' 'a\tx||y\n' 5 'l: empty item'
bad 'an item twice' 'name:key l:list' 'a\tx|x\n' 5 'l: x is named twice'
bad 'a name in two rows' 'name:key l:names' 'a\tx\nb\tx?\n' 6 'x: already at line 5'
bad 'a name that is a key' 'name:key l:names' 'a\tx\nx\ty\n' 6 'x: already at line 5'
bad 'a carriage return' 'name:key' 'a\r\n' 5 'name: control character'
bad 'Latin-1' 'name:key' 'caf\xe9\n' 5 'name: not UTF-8 at byte 3'
bad 'an overlong form' 'name:key' 'a\xc0\xaf\n' 5 'name: not UTF-8 at byte 1'
bad 'an empty line' 'name:key' 'a\n\nb\n' 6 'empty line'
bad 'no rows' 'name:key' '' 4 'no rows'

# --- offices ------------------------------------------------------------------------------------

office='name:key c:in(other)+ r:text+ f:date? t:date?'
alone='#alone\tc\tr\tf\tt\tking|queen\n'

good 'one king after the other' "$office" \
    "${alone}A\tAAA\tking\t1990\t1995\nB\tAAA\tking\t1995-07\t1999-12\nC\tAAA\tking\t2000\t\n"
good 'two kings of two countries' "$office" "${alone}A\tAAA\tking\t1990\t\nB\tBBB\tking\t1990\t\n"
good 'king and queen' "$office" "${alone}A\tAAA\tking\t1990\t\nB\tAAA\tqueen\t1990\t\n"
good 'envoys side by side' "$office" "${alone}A\tAAA\tenvoy\t1990\t\nB\tAAA\tenvoy\t1990\t\n"
good 'a king who comes back' "$office" \
    "${alone}A\tAAA\tking\t1990\t1995\nB\tAAA\tking\t1995\t1997\n"
bad 'two kings at a time' "$office" "${alone}A\tAAA\tking\t1990\t1995\nB\tAAA\tking\t1994\t1996\n" \
    7 'B: king of AAA while A was, line 6'
bad 'a king within a year of another' "$office" \
    "${alone}A\tAAA\tking\t1990\t1995-07\nB\tAAA\tking\t1995-03\t1996\n" 7 'B: king of AAA while A was'
bad 'a king whose reign has no end' "$office" "${alone}A\tAAA\tking\t1990\t\nB\tAAA\tking\t2001\t\n" \
    7 'B: king of AAA while A was'
bad 'a reign that ends before it begins' "$office" "${alone}A\tAAA\tking\t1995\t1990\n" 6 \
    'A: ends before it begins'
bad 'an office of no such column' 'name:key c:in(other)+ r:text+ f:date? t:date?' \
    '#alone\tc\tx\tf\tt\tking\nA\tAAA\tking\t1990\t\n' 5 '#alone: no column of that kind: x'
bad 'an office without words' "$office" '#alone\tc\tr\tf\tt\nA\tAAA\tking\t1990\t\n' 5 \
    'want one line #alone'

# --- breadth ------------------------------------------------------------------------------------

rows='A\tAAA\tking\nB\tBBB\tqueen\nC\tAAA\tqueen\n'
named='name:key c:in(other)+ r:text'

good 'as many as promised' "$named" "#least\t2\tc\n#least\t2\tname\tr\tqueen\n$rows"
good 'one of several words' "$named" "#least\t2\tc\tr\tking|queen\n$rows"
bad 'fewer than promised' "$named" "#least\t3\tc\n$rows" 5 '#least: 2 of column c, want 3'
bad 'fewer with the word' "$named" "#least\t2\tc\tr\tking\n$rows" 5 '#least: 1 of column c, want 2'
bad 'a promise of no number' "$named" "#least\tmany\tc\n$rows" 5 '#least: no number'
bad 'a promise of no such column' "$named" "#least\t2\tx\n$rows" 5 '#least: no number, no such'
bad 'a promise without a column' "$named" "#least\t2\n$rows" 5 'want #least with a number'

# --- the head -----------------------------------------------------------------------------------

bad 'an unknown check' 'name:key x:colour' 'a\tb\n' 4 'column x: unknown check: colour'
bad 'a column without a check' 'name:key x' 'a\tb\n' 4 'column x: no check'
bad 'a first column outside the key' 'name:text' 'a\n' 4 'the first column must be part of the key'
bad 'a reference to no table' 'name:key c:in(nothing)' 'a\tb\n' 4 'column c: cannot read'
bad 'an enum without words' 'name:key c:enum' 'a\tb\n' 4 'column c: check enum and its argument'
bad 'an optional enum' 'name:key c:enum(x|y)?' 'a\t\n' 4 'column c: an enum cannot be empty'

printf '# Title.\n#columns\tname:key\na\n' >"$dir/t.tsv"
said=$("$compiler" "$dir/t.tsv" 2>&1)
[ $? = 1 ] && grep -qF 't.tsv:1: the head must name' <<<"$said"
report $? 'refuses a table without origin and licence' "$said"

printf '%sa\n' "$head" >"$dir/t.tsv"
said=$("$compiler" "$dir/t.tsv" 2>&1)
[ $? = 1 ] && grep -qF 't.tsv:4: no #columns line' <<<"$said"
report $? 'refuses rows before the columns' "$said"

printf 'a\0b' >"$dir/t.tsv"
said=$("$compiler" "$dir/t.tsv" 2>&1)
[ $? = 1 ] && grep -qF 'cannot be read as text' <<<"$said"
report $? 'refuses a NUL byte' "$said"

said=$("$compiler" "$dir/none.tsv" 2>&1)
[ $? = 1 ] && grep -qF 'none.tsv:0: cannot be read' <<<"$said"
report $? 'refuses a file that is not there' "$said"

"$compiler" >/dev/null 2>&1
[ $? = 2 ]
report $? 'wants an argument'

# --- what it writes -----------------------------------------------------------------------------

printf '%s#columns\t%s\n%b' "$head" $'name:key\tkind:enum(first|second)\tf:flags(x|y-z)?\tlat:number?\td:date?\tn:int?' \
    'Ångström\tsecond\ty-z\t-1.25\t2019-07\t7\nÅre\tfirst\t\t\t\t\n' >"$dir/t.tsv"
cat >"$dir/main.c" <<'C'
#include <stdint.h>
#include <string.h>
#include "t.inc"
int main(void)
{
    const struct table_t_row *a = &table_t[0], *b = &table_t[1];
    const char *pool = (const char *)table_t_pool;

    return sizeof table_t / sizeof *table_t != 2 || strcmp(pool + a->name, "Ångström") ||
           a->kind != TABLE_T_KIND_SECOND || a->f != TABLE_T_F_Y_Z || a->lat != -1.25F ||
           a->d != 20190700 || a->n != 7 || strcmp(pool + b->name, "Åre") ||
           b->kind != TABLE_T_KIND_FIRST || b->f || b->lat != 0 || b->d || b->n ||
           strcmp(table_t_kind_words[b->kind], "first") || *pool;
}
C
said=$("$compiler" "$dir/t.tsv" "$dir/t.inc" 2>&1 &&
    "${CC:-cc}" -std=c17 -Wall -Wextra -Wpedantic -Werror -I"$dir" -o "$dir/main" "$dir/main.c" 2>&1 &&
    "$dir/main" 2>&1)
report $? 'writes C that holds the rows' "$said"

for table in processors/lexicon/*.tsv; do
    said=$("$compiler" "$table" 2>&1)
    report $? "takes $(basename "$table")" "$said"
done
plan
