#!/bin/bash
# SPDX-License-Identifier: MIT
# deps.sh - install the Debian or Ubuntu packages that are missing.
#
#   tests/deps.sh GROUP...     build (compile), demo, test (all tests), deb (Debian package), booted (a
#                              Debian to try it on), lint (static checks), fuzz
#
# Says nothing when all are there; else says what it installs, with sudo when not root.
set -euo pipefail

# A package, or command=package where any package that brings the command will do.
declare -A groups=(
    [build]="gcc=gcc make=make pkg-config=pkg-config libc6-dev librdkafka-dev libjansson-dev
             libexttextcat-dev libssl-dev libxml2-dev libutf8proc-dev libsqlite3-dev
             libarchive-dev libcurl4-openssl-dev libmicrohttpd-dev"
    [demo]="kcat=kcat"
    [test]="libcmocka-dev /usr/bin/python3=python3 python3-jsonschema python3-yaml kcat=kcat
            mvn=maven javac=default-jdk-headless openssl=openssl
            promtool=prometheus docker-compose=docker-compose python3-prometheus-client
            curl=curl jq=jq
            mandoc=mandoc zsh=zsh fish=fish python3-venv node=nodejs npm=npm"
    [docs]="python3-yaml node=nodejs npm=npm"
    [lint]="clang=clang clang-format=clang-format clang-tidy=clang-tidy shellcheck=shellcheck"
    [valgrind]="valgrind=valgrind libc6-dbg"
    [deb]="dpkg-buildpackage=dpkg-dev debhelper lintian fakeroot libcmocka-dev /usr/bin/python3=python3 pkg-config"
    [booted]="debootstrap=debootstrap systemd-nspawn=systemd-container"
    [fuzz]="clang=clang libclang-rt-14-dev"
    [coverage]="gcovr=gcovr"
)

say() { echo "deps.sh: $*" >&2; }

is_there() {
    case $1 in
    *=*) command -v "${1%%=*}" >/dev/null ;;
    *) [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ] ;;
    esac
}

missing=()
for group in "$@"; do
    [ -n "${groups[$group]-}" ] || { say "no such group: $group"; exit 2; }
    for entry in ${groups[$group]}; do
        is_there "$entry" || missing+=("${entry#*=}")
    done
done
[ ${#missing[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null; then
    say "no apt-get here; install what Debian calls: ${missing[*]}"
    exit 1
fi
sudo=()
if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { say "need root or sudo to install: ${missing[*]}"; exit 1; }
    sudo=(sudo)
fi
say "installing with ${sudo[*]:+${sudo[*]} }apt-get: ${missing[*]}"
# Installed at once first: the package lists are often there and new enough.
install=("${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends)
if ! "${install[@]}" "${missing[@]}" >/dev/null 2>&1; then
    "${sudo[@]}" apt-get update -q >&2
    "${install[@]}" "${missing[@]}" >&2
fi
