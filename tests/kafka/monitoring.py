# SPDX-License-Identifier: MIT
"""Metrics, alerts and dashboard: a real Prometheus watches the programs while articles flow."""
import contextlib
import json
import pathlib
import random
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import urllib.error
import urllib.parse
import urllib.request

import yaml

from cluster import (ROOT, TERM, Failed, Program, Skipped, Topics, article, equal, expect, read, test,
                     wait_for)

MONITORING = ROOT / "consumer/monitoring"
PACE = 0.1  # seconds between two requests of the load, of 4 articles each
SHARE = 30  # percent of the last 100 records: more dead letters than that stop a lane


# --- what is asked over HTTP ------------------------------------------------------------------------

def get(port, path, **headers):
    """Status and text."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def port_of(program, words):
    program.wait_log(words)
    return int(re.search(words + r".* port=(\d+)", program.text()).group(1))


def check_formats(port):
    """Both formats by readers that are not ours."""
    _, text = get(port, "/metrics")
    done = subprocess.run(["promtool", "check", "metrics"], input=text.encode(),
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    equal((done.returncode, done.stdout.decode()), (0, ""), "promtool check metrics")
    try:
        from prometheus_client.openmetrics import parser  # pylint: disable=import-outside-toplevel
    except ImportError:
        raise Skipped("python3-prometheus-client is not installed") from None
    _, text = get(port, "/metrics", Accept="application/openmetrics-text;version=1.0.0")
    families = list(parser.text_string_to_metric_families(text))
    expect(len(families) > 20, f"{len(families)} metrics")
    return {s.name: s.value for f in families for s in f.samples if not s.labels}


# --- Prometheus -------------------------------------------------------------------------------------

def hurry(text):
    """The shipped rules with seconds for minutes."""
    text = re.sub(r"\[(\d+)m:\]", r"[\1s:1s]", text)
    text = re.sub(r"\[(\d+)m\]", r"[\1s]", text)
    text = re.sub(r"for: (\d+)m", r"for: \1s", text)
    return text.replace("* 60", "* 1")


class Prometheus:
    """Debian's, on a free port, with the shipped rules in a hurry."""

    def __init__(self, folder, targets):
        self.folder = pathlib.Path(folder)
        (self.folder / "rules.yml").write_text(hurry((MONITORING / "rules.yml").read_text()))
        (self.folder / "prometheus.yml").write_text(yaml.safe_dump({
            "global": {"scrape_interval": "500ms", "scrape_timeout": "500ms",
                       "evaluation_interval": "500ms"},
            "rule_files": ["rules.yml"],
            "scrape_configs": [{"job_name": job, "static_configs":
                                [{"targets": [f"127.0.0.1:{port}"]}]}
                               for job, port in targets.items()]}))
        self.port = free_port()
        with open(self.folder / "log", "wb") as log:
            self.process = subprocess.Popen(
                ["prometheus", f"--config.file={folder}/prometheus.yml",
                 f"--storage.tsdb.path={folder}/data", f"--web.listen-address=127.0.0.1:{self.port}"],
                stdout=log, stderr=log)
        wait_for(self.is_ready, "answer of Prometheus")

    def is_ready(self):
        expect(self.process.poll() is None, (self.folder / "log").read_text())
        try:
            return get(self.port, "/-/ready")[0] == 200
        except OSError:
            return False

    def query(self, expression):
        """Labels and value of each sample that is a number."""
        status, text = get(self.port, "/api/v1/query?" + urllib.parse.urlencode({"query": expression}))
        equal(status, 200, f"{expression}: {text}")
        result = json.loads(text)["data"]["result"]
        return [(r["metric"], float(r["value"][1])) for r in result if r["value"][1] != "NaN"]

    def value(self, expression):
        found = self.query(expression)
        return found[0][1] if found else None

    def firing(self):
        return {labels["alertname"] for labels, _ in self.query('ALERTS{alertstate="firing"}')}

    def wait_firing(self, *names):
        """Each of them, be it one after the other."""
        missing = {f"Disputewire{n}" for n in names}

        def all_came():
            missing.difference_update(self.firing())
            return not missing
        try:
            wait_for(all_came, "alerts", timeout=30)
        except Failed:
            raise Failed(f"alerts that did not fire: {missing}; that do: {self.firing()}") from None

    def wait_clear(self):
        wait_for(lambda: not self.firing(), "end of the alerts")

    def stop(self):
        self.process.terminate()
        self.process.wait()


def free_port():
    """One below the range from which clients get theirs, so that it stays free until it is used."""
    while True:
        port = random.randrange(12000, 20000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def queries():
    """All of the dashboard's, with its variables filled in: panel and expression."""
    dashboard = json.loads((MONITORING / "dashboard.json").read_text())
    for panel in dashboard["panels"]:
        for target in panel.get("targets", []):
            yield panel["title"], (target["expr"].replace("$instance", ".*")
                                   .replace("$__rate_interval", "10s"))


def check_dashboard(prometheus):
    wanted = dict.fromkeys(queries())
    expect(len(wanted) > 40, f"{len(wanted)} queries")

    def is_complete():
        for one in [w for w in wanted if prometheus.query(w[1])]:
            del wanted[one]
        return not wanted
    try:
        wait_for(is_complete, "data", timeout=20)
    except Failed:
        raise Failed(f"no data for {list(wanted)}") from None


# --- the programs under load ------------------------------------------------------------------------

class Load:
    """Articles pushed to the producer, one after the other, until stopped."""

    def __init__(self, port):
        self.url = f"http://127.0.0.1:{port}/articles"
        self.pushed = 0
        self.stopped = threading.Event()
        self.error = None
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        try:
            while not self.stopped.wait(PACE):
                rows = "".join(article(self.pushed + i)[1] + "\n" for i in range(4))
                request = urllib.request.Request(self.url, rows.encode(), {
                    "Authorization": "Bearer secret", "Content-Type": "application/x-ndjson"})
                with urllib.request.urlopen(request, timeout=30):
                    self.pushed += 4
        except OSError as error:
            self.error = error

    def stop(self):
        self.stopped.set()
        self.thread.join()
        expect(not self.error, f"push: {self.error}")
        expect(self.pushed > 100, f"only {self.pushed} articles pushed")


def start_consumer(topics, port):
    return Program("disputewire-consumer", *topics.options(), "--instance", "test", "--lanes", 1,
                   "--metrics-listen", f"127.0.0.1:{port}", "-X", "statistics.interval.ms=500",
                   "--flood-share", SHARE, "--flood-window", 100, "--flood-pause", "18s",
                   "--batch-time", "50ms")


def container_is_healthy(port):
    """What docker-compose.yml asks of a container."""
    check = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["consumer"]["healthcheck"]
    command = [word.replace("9464", str(port)) for word in check["test"][1:]]
    return subprocess.run(command, check=False).returncode == 0


def check_counts(topics, prometheus):
    """What was counted is what is there, and the lag is 0 though marks of transactions are behind."""
    given, results, dead, told = (len(read(t)) for t in (topics.articles, topics.disputes, topics.dead,
                                                         topics.events))
    wait_for(lambda: prometheus.value("sum(disputewire_lag_records)") == 0
             and prometheus.value("max(disputewire_lag_seconds)") == 0, "lag of 0")
    for metric, want in (("disputewire_consumed_records_total", given),
                         (f'disputewire_produced_records_total{{topic="{topics.disputes}"}}', results),
                         ("sum(disputewire_events_total)", told),
                         ("sum(disputewire_dead_letters_total)", dead)):
        wait_for(lambda m=metric, w=want: prometheus.value(m) == w,
                 f"{want} of {metric}, but {prometheus.value(metric)}")


@test("metrics: the dashboard has data, alerts fire and clear, counts are right")
def watched():
    for tool in ("prometheus", "promtool"):
        if not shutil.which(tool):
            raise Skipped(f"{tool} is not installed")
    topics = Topics("watched", partitions=2)
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()  # for the consumer that is started again as well
        consumer = start_consumer(topics, port)
        consumer.wait_log("metrics are served")
        producer = Program("disputewire-producer", "--topic", topics.articles, "--ledger",
                           f"{folder}/ledger", "--listen", "127.0.0.1:0", "--listen-token", "secret",
                           "--metrics-listen", "127.0.0.1:0", "-X", "statistics.interval.ms=500")
        push_port = port_of(producer, "listening")
        producer_port = port_of(producer, "metrics are served")
        prometheus = Prometheus(folder, {"disputewire-consumer": port,
                                         "disputewire-producer": producer_port})
        load = Load(push_port)
        try:
            watch(topics, prometheus, port, producer_port)
            load.stop()
            check_counts(topics, prometheus)
            # A consumer that is stopped, and started again.
            consumer.send(TERM)
            consumer.wait()
            prometheus.wait_firing("NoConsumer", "ConsumerDown")
            start_consumer(topics, port)
            prometheus.wait_clear()
        finally:
            load.stopped.set()
            prometheus.stop()


def write_bad(topics, count):
    topics.write([(f"bad-{i}", b'{"text": 5}') for i in range(count)])


def watch(topics, prometheus, port, producer_port):
    wait_for(lambda: get(port, "/readyz")[0] == 200, "readiness")
    expect(container_is_healthy(port), "not healthy by docker-compose.yml")
    equal(get(port, "/healthz"), (200, "ok\n"), "/healthz")
    equal(get(producer_port, "/readyz"), (200, "ready\n"), "/readyz of the producer")
    prometheus.wait_clear()
    write_bad(topics, 3)
    check_dashboard(prometheus)
    check_formats(port)
    check_formats(producer_port)
    # A flood of dead letters stops the lane, behind which articles pile up.
    write_bad(topics, SHARE + 1)
    prometheus.wait_firing("DeadLetters", "Flooded")
    status, why = get(port, "/readyz")
    equal((status, why), (503, "lane 0 waits for a flood of dead letters to be over\n"), "/readyz")
    expect(not container_is_healthy(port), "healthy by docker-compose.yml in a flood")
    equal(get(port, "/healthz")[0], 200, "/healthz in a flood")
    prometheus.wait_firing("LagHigh", "LagGrows")
    # The pause is over, the backlog is worked off.
    prometheus.wait_clear()
