#!/bin/bash
# SPDX-License-Identifier: MIT
# broker.sh - Apache Kafka for the tests: one or three KRaft nodes on loopback.
#
#   broker.sh fetch                        get the jars into the cache; nothing when they are there
#   broker.sh start [-n 1|3] [-d DIR]      format, start, wait until ready, print the bootstrap address
#   broker.sh address [-d DIR]             print it again
#   broker.sh topic [-d DIR] NAME[:PARTITIONS[:REPLICAS]] [key=value...]
#   broker.sh delete [-d DIR] NAME...      delete topics
#   broker.sh offsets [-d DIR] GROUP TOPIC...
#   broker.sh watch [-d DIR] GROUP TOPIC   what the group commits, as it does, until killed
#   broker.sh coordinator [-d DIR] GROUP   the node that coordinates the group
#   broker.sh write [-d DIR] TOPIC         records as lines on standard input, see records.c
#   broker.sh abort [-d DIR] TOPIC         the same, in a transaction that is given up
#   broker.sh read [-d DIR] TOPIC...       records as lines on standard output, up to the end
#   broker.sh kill9 [-d DIR] [NODE...]     kill nodes hard (default: all); their storage stays
#   broker.sh up [-d DIR] [NODE...]        start them again on the same ports and storage
#   broker.sh stop [-d DIR]                stop all nodes by their pids and remove DIR
#
# DIR (default: build/kafka/run) holds storage, logs and pids of one cluster; several may run.
# For clients behind a proxy each node listens on a second port and tells them a third, on which the
# proxy is to be: $DIR/N/proxy holds "third second".
# KAFKA_HEAP (default 512m) bounds each node's heap. Extra broker properties: KAFKA_PROPERTIES,
# one key=value a line. KAFKA_LISTENERS names more listeners, each by its protocol, such as "SSL
# SASL_SSL"; their addresses, at localhost, go to DIR/bootstrap.SSL and so on. KAFKA_FORMAT: options
# for the formatting of the storage, one a line. The jars come through Maven, once; Maven and a Java
# runtime are installed by apt when they are missing.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
cache=${KAFKA_CACHE:-$here/../../build/kafka}
mkdir -p "$cache"
cache=$(cd "$cache" && pwd)
cluster_id=ZGlzcHV0ZXdpcmUtdGVzdA
nodes=1
dir=$cache/run

say() { echo "broker.sh: $*" >&2; }
die() { say "$*"; exit 1; }

# --- the jars -----------------------------------------------------------------------------------

install_packages() {
    local sudo=()
    [ "$(id -u)" = 0 ] || sudo=(sudo)
    say "installing packages: $*"
    "${sudo[@]}" apt-get update -q >&2
    DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -q -y --no-install-recommends "$@" >&2
}

need_packages() {
    local missing=()
    command -v java >/dev/null || missing+=(default-jre-headless)
    command -v mvn >/dev/null || missing+=(maven)
    [ ${#missing[@]} = 0 ] || install_packages "${missing[@]}"
}

# The stamp holds the pom's checksum: a new version in the pom is fetched anew.
fetch_jars() {
    local want
    want=$(cksum <"$here/pom.xml")
    [ "$(cat "$cache/libs/.stamp" 2>/dev/null)" != "$want" ] || return 0
    need_packages
    say "fetching Apache Kafka through Maven into $cache/libs"
    rm -rf "$cache/libs"
    mvn -B -q -f "$here/pom.xml" dependency:copy-dependencies -DincludeScope=runtime \
        -DoutputDirectory="$cache/libs" >"$cache/maven.log" 2>&1 || {
        tail -n 20 "$cache/maven.log" >&2
        die "Maven could not fetch Kafka"
    }
    echo "$want" >"$cache/libs/.stamp"
}

# Only one of several callers fetches.
fetch() {
    exec 9>"$cache/.lock"
    flock 9
    command -v java >/dev/null || need_packages
    fetch_jars
    exec 9>&-
}

# --- one node -----------------------------------------------------------------------------------

# A port that nothing listens on, below the range that the kernel hands out to clients. Each process
# begins elsewhere, for those that start at the same time.
free_port() {
    : "${port:=$((20000 + $$ % 750 * 16))}"
    while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
        port=$((port + 1))
    done
    free=$port
    port=$((port + 1))
}

write_config() { # node client_port controller_port voters inner_port proxy_port
    local replicas=$nodes min_isr=1 listen='' advertise='' map='' name
    for name in ${KAFKA_LISTENERS:-}; do
        free_port
        listen+=,$name://127.0.0.1:$free advertise+=,$name://localhost:$free map+=,$name:$name
        echo "localhost:$free" >>"$dir/bootstrap.$name"
    done
    [ "$nodes" = 1 ] || min_isr=2
    mkdir -p "$dir/$1"
    echo "$6 $5" >"$dir/$1/proxy"
    cat >"$dir/$1/server.properties" <<END
process.roles=broker,controller
node.id=$1
listeners=PLAINTEXT://127.0.0.1:$2,CONTROLLER://127.0.0.1:$3,PROXIED://127.0.0.1:$5$listen
advertised.listeners=PLAINTEXT://127.0.0.1:$2,PROXIED://127.0.0.1:$6$advertise
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,PROXIED:PLAINTEXT$map
inter.broker.listener.name=PLAINTEXT
controller.quorum.voters=$4
log.dirs=$dir/$1/data
num.partitions=1
default.replication.factor=$replicas
min.insync.replicas=$min_isr
offsets.topic.replication.factor=$replicas
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=$replicas
transaction.state.log.min.isr=$min_isr
transaction.state.log.num.partitions=4
transaction.abort.timed.out.transaction.cleanup.interval.ms=1000
group.initial.rebalance.delay.ms=0
group.consumer.min.session.timeout.ms=6000
group.consumer.session.timeout.ms=6000
group.consumer.min.heartbeat.interval.ms=1000
group.consumer.heartbeat.interval.ms=1000
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
auto.create.topics.enable=false
${KAFKA_PROPERTIES:-}
END
}

write_log_config() {
    cat >"$dir/log4j2.properties" <<'END'
rootLogger.level=WARN
rootLogger.appenderRef.console.ref=console
logger.server.name=kafka.server.KafkaRaftServer
logger.server.level=INFO
appender.console.type=Console
appender.console.name=console
appender.console.layout.type=PatternLayout
appender.console.layout.pattern=%d %p %c{1} %m%n
END
}

run_java() { # node class arguments...
    local node=$1
    shift
    java "-Xmx${KAFKA_HEAP:-512m}" -Xshare:auto -Djava.awt.headless=true \
        "-Dlog4j2.configurationFile=$dir/log4j2.properties" "-Dkafka.logs.dir=$dir/$node" \
        -cp "$cache/libs/*" "$@"
}

format_node() {
    local more=()
    [ -z "${KAFKA_FORMAT:-}" ] || mapfile -t more <<<"$KAFKA_FORMAT"
    run_java "$1" kafka.tools.StorageTool format -t "$cluster_id" \
        -c "$dir/$1/server.properties" "${more[@]}" >"$dir/$1/format.log" 2>&1 ||
        die "node $1: storage not formatted, see $dir/$1/format.log"
}

# running, dying or gone. A pid that another process has taken over since is not ours. One that has no
# command line any more is letting go of its port and its lock, until it is a zombie without threads.
state_of() {
    local pid line threads
    pid=$(cat "$dir/$1/pid" 2>/dev/null) || true
    line=$(tr '\0' ' ' 2>/dev/null <"/proc/${pid:-none}/cmdline") || true
    threads=$(ls "/proc/${pid:-none}/task" 2>/dev/null) || true
    if [[ $line == *"$dir/$1/server.properties"* ]]; then
        echo running
    elif [ -n "$line" ] || [ -z "$threads" ] ||
        { [ "$threads" = "$pid" ] && grep -q '^State:[[:space:]]*[ZX]' "/proc/$pid/status" 2>/dev/null; }; then
        echo gone
    else
        echo dying
    fi
}

is_running() { [ "$(state_of "$1")" != gone ]; }

# The node gets a session of its own: a test's Ctrl-C must not take the broker away first.
start_node() {
    [ ! -f "$dir/$1/log" ] || cat "$dir/$1/log" >>"$dir/$1/log.old"
    : >"$dir/$1/log"
    setsid java "-Xmx${KAFKA_HEAP:-512m}" -Djava.awt.headless=true \
        "-Dlog4j2.configurationFile=$dir/log4j2.properties" "-Dkafka.logs.dir=$dir/$1" \
        -cp "$cache/libs/*" kafka.Kafka "$dir/$1/server.properties" \
        >>"$dir/$1/log" 2>&1 </dev/null &
    echo $! >"$dir/$1/pid"
}

wait_ready() {
    local deadline=$((SECONDS + 180))
    until grep -q 'Kafka Server started' "$dir/$1/log"; do
        is_running "$1" || { tail -n 20 "$dir/$1/log" >&2; die "node $1 ended"; }
        [ $SECONDS -lt $deadline ] || die "node $1 not ready after 180 s, see $dir/$1/log"
        sleep 0.1
    done
}

all_nodes() { (cd "$dir" 2>/dev/null && ls -d [1-9] 2>/dev/null) || true; }

# --- commands -----------------------------------------------------------------------------------

start() {
    local voters='' bootstrap='' node client=() control=() formatting=() process inner proxy
    [ -z "$(all_nodes)" ] || stop
    mkdir -p "$dir"
    dir=$(cd "$dir" && pwd)
    write_log_config
    for ((node = 1; node <= nodes; node++)); do
        free_port; client[node]=$free
        free_port; control[node]=$free
        voters+=${voters:+,}$node@127.0.0.1:${control[node]}
        bootstrap+=${bootstrap:+,}127.0.0.1:${client[node]}
    done
    for ((node = 1; node <= nodes; node++)); do
        free_port; inner=$free
        free_port; proxy=$free
        write_config "$node" "${client[node]}" "${control[node]}" "$voters" "$inner" "$proxy"
        format_node "$node" &
        formatting+=("$!")
    done
    for process in "${formatting[@]}"; do wait "$process"; done
    for ((node = 1; node <= nodes; node++)); do start_node "$node"; done
    for ((node = 1; node <= nodes; node++)); do wait_ready "$node"; done
    echo "$bootstrap" | tee "$dir/bootstrap"
}

up() {
    local node
    for node in "$@"; do
        while [ "$(state_of "$node")" = dying ]; do sleep 0.1; done
        is_running "$node" || start_node "$node"
    done
    for node in "$@"; do wait_ready "$node"; done
}

kill_nodes() { # signal nodes...
    local signal=$1 node
    shift
    for node in "$@"; do
        is_running "$node" && kill "-$signal" "$(cat "$dir/$node/pid")"
    done
    for node in "$@"; do
        for ((i = 0; i < 100; i++)); do is_running "$node" || break; sleep 0.1; done
        is_running "$node" && kill -9 "$(cat "$dir/$node/pid")"
        rm -f "$dir/$node/pid"
    done
}

stop() {
    # shellcheck disable=SC2046 # node numbers are words
    kill_nodes TERM $(all_nodes)
    rm -rf "${dir:?}"/[1-9] "$dir"/bootstrap* "$dir/log4j2.properties"
    rmdir "$dir" 2>/dev/null || true
}

# The small clients are compiled into the cache when their source is newer.
tool() { # name
    local tool=$cache/kafka-$1
    if [ ! "$tool" -nt "$here/$1.c" ]; then
        # shellcheck disable=SC2046 # flags are words
        "${CC:-cc}" -D_GNU_SOURCE -O1 -o "$tool.$$" "$here/$1.c" \
            $(pkg-config --cflags --libs rdkafka) >&2
        mv "$tool.$$" "$tool"
    fi
    echo "$tool"
}

client() { # name arguments...
    local name=$1
    shift
    exec "$(tool "$name")" "$(cat "$dir/bootstrap")" "$@"
}

command=${1:-}
[ $# = 0 ] || shift
while getopts n:d: option; do
    case $option in
    n) nodes=$OPTARG ;;
    d) dir=$OPTARG ;;
    *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
[ ! -d "$dir" ] || dir=$(cd "$dir" && pwd)

# shellcheck disable=SC2046 # node numbers are words
[ $# != 0 ] || case $command in kill9 | up) set -- $(all_nodes) ;; esac
case $command in
fetch) fetch ;;
start) fetch; start ;;
address) cat "$dir/bootstrap" ;;
topic) client admin create "$@" ;;
delete) client admin delete "$@" ;;
offsets | watch | coordinator) client admin "$command" "$@" ;;
write | abort) client records "$command" "$@" ;;
read) client records read "$@" ;;
kill9) kill_nodes KILL "$@" ;;
up) up "$@" ;;
stop) stop ;;
*) sed -n '3,23s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
