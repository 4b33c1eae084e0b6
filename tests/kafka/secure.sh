#!/bin/bash
# SPDX-License-Identifier: MIT
# secure.sh - the Kafka tests on a broker that lets nobody in who may not; prints TAP.
#
#   secure.sh [WORD]     all tests of secure.py, or those whose name holds WORD
#
# The broker has three more doors than that of run.sh: SSL wants a client's certificate, SASL_SSL a
# name and a password, and neither shows anybody more than access control lists allow. Through the
# plain one, as nobody in particular, the tests may do everything.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
# The certificate is for a name, and so that a wrong one can be met there must be one.
if ! getent hosts localhost >/dev/null; then
    echo "ok 1 - a broker that lets nobody in who may not # SKIP localhost is no name here"
    echo 1..1
    exit
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# name subject extensions: a certificate by the authority $1, as $work/NAME.pem and NAME.key
certify() {
    local authority=$1 name=$2
    openssl req -new -newkey rsa:2048 -nodes -keyout "$work/$name.key" -subj "/CN=$name" \
        -out "$work/$name.csr" 2>/dev/null
    openssl x509 -req -in "$work/$name.csr" -CA "$work/$authority.pem" -CAkey "$work/$authority.key" \
        -CAcreateserial -days 2 -out "$work/$name.pem" \
        -extfile <(printf 'subjectAltName=DNS:%s' "$3") 2>/dev/null
}

authority() {
    openssl req -x509 -newkey rsa:2048 -nodes -keyout "$work/$1.key" -subj "/CN=$1" -days 2 \
        -out "$work/$1.pem" 2>/dev/null
}

authority ca
authority stranger
certify ca broker localhost
certify ca client client
certify stranger impostor client
cat "$work/broker.key" "$work/broker.pem" >"$work/broker.keystore"

# Passwords are made anew for each run; the suite looks for them in all that is printed.
password() { openssl rand -hex 12 | tee "$work/$1.password"; }
jaas() { echo "org.apache.kafka.common.security.$1 required${2:+ $2};"; }

plain=$(password plain) scram=$(password scram)
openssl pkcs8 -topk8 -in "$work/client.key" -passout "pass:$(password key)" \
    -out "$work/client.locked.key"

export KAFKA_LISTENERS="SSL SASL_SSL"
export KAFKA_FORMAT="--add-scram
SCRAM-SHA-256=[name=scram,password=$scram]
--add-scram
SCRAM-SHA-512=[name=scram,password=$scram]"
KAFKA_PROPERTIES="authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
ssl.keystore.type=PEM
ssl.keystore.location=$work/broker.keystore
ssl.truststore.type=PEM
ssl.truststore.location=$work/ca.pem
listener.name.ssl.ssl.client.auth=required
listener.name.ssl.ssl.principal.mapping.rules=RULE:^CN=(.*)\$/\$1/
listener.name.sasl_ssl.ssl.client.auth=none
listener.name.sasl_ssl.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512
listener.name.sasl_ssl.plain.sasl.jaas.config=$(jaas plain.PlainLoginModule "user_plain=\"$plain\"")
listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config=$(jaas scram.ScramLoginModule)
listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=$(jaas scram.ScramLoginModule)"
export KAFKA_PROPERTIES SECURE_DIR=$work SUITE=secure.py
"$here/run.sh" "$@"
