#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh - what is shipped for Prometheus, Grafana and Docker is valid, and its alerts fire and clear as
# told in rules_test.yml. Prints TAP.
# shellcheck disable=SC2317 # check calls it
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
monitoring=consumer/monitoring

# The metrics that the programs can tell, by the sources: name and type a line.
metrics() {
    tr -d '\n' <consumer/gauges.c | cat - <(tr -d '\n' <producer/gauges.c) <(tr -d '\n' <producer/clientstats.c) |
        grep -oE '\{ *"disputewire_[a-z_]+", *DW_METRIC_[A-Z]+' |
        sed -E 's/.*"(.*)", *DW_METRIC_(.*)/\1 \2/; s/ COUNTER/_total/; s/ INFO/_info/; s/ (GAUGE|HISTOGRAM)//' |
        sort -u
}

named() { # in the files, histograms by the name of all their series
    grep -ohE 'disputewire_[a-z_]*[a-z]' "$@" | sed -E 's/_(bucket|sum|count)$//' | sort -u
}

documented() { diff <(metrics) <(named docs/monitoring.md); }

# Those that are known by the process alone or are no trouble need no panel.
shown() { diff <(metrics | grep -vE '_build_info$|_ready$') <(named "$monitoring/dashboard.json" | grep -vE '_build_info$|_ready$'); }

alerts_are_known() { [ -z "$(comm -13 <(metrics) <(named "$monitoring/rules.yml"))" ]; }

# shellcheck disable=SC2016 # the quotes are those of the page
alerts_are_documented() {
    diff <(grep -oE 'alert: .*' "$monitoring/rules.yml" | sed 's/alert: //' | sort) \
        <(grep -oE '`Disputewire[A-Za-z]+`' docs/monitoring.md | tr -d '`' | sort)
}

alerts_are_tested() {
    diff <(grep -oE 'alert: .*' "$monitoring/rules.yml" | sed 's/alert: //' | sort) \
        <(grep -oE 'alertname="[A-Za-z]+' tests/monitoring/rules_test.yml | sed 's/.*"//' | sort -u)
}

check 'the alerts are valid' promtool check rules --lint-fatal "$monitoring/rules.yml"
check 'the configuration of Prometheus is valid' promtool check config "$monitoring/prometheus.yml"
check 'the alerts fire when they should, and only then' promtool test rules tests/monitoring/rules_test.yml
check 'every alert is tested' alerts_are_tested
check 'every alert is documented' alerts_are_documented
check 'alerts ask for metrics that there are' alerts_are_known
check 'every metric is documented, and no other' documented
check 'every metric is on the dashboard, and no other' shown
check 'docker-compose takes docker-compose.yml' docker-compose -f docker-compose.yml config -q
plan
