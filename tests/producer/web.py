#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""web.py - disputewire-producer against servers and clients of HTTP as they are met: on loopback
alone, with the broker in memory. Prints TAP. BUILD: the folder of the programs (default: build)."""
import gzip
import http.client
import http.server
import json
import os
import pathlib
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import warnings

BUILD = pathlib.Path(os.environ.get("BUILD", "build"))
PRODUCER = str(BUILD / "disputewire-producer")
DEADLINE = 10


def feed(*numbers, encoding="utf-8"):
    """An RSS feed of articles of our own."""
    items = "".join(f"<item><guid>item-{n}</guid><title>Fisheries row, day {n}</title><description>"
                    f"Arvania on Monday accused Belmora of breaking accord {n}. Café talks."
                    f"</description></item>" for n in numbers)
    text = (f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel>'
            f"<title>Test Wire</title>{items}</channel></rss>")
    return text.encode(encoding)


# --- the server: a path is a way to behave ----------------------------------------------------------

class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked = {}  # path: headers of each request
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self, path):
        return f"http://127.0.0.1:{self.server_port}{path}"

    def times(self, path):
        return len(self.asked.get(path, []))


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):  # pylint: disable=arguments-differ
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        asked = self.server.asked.setdefault(self.path, [])
        asked.append(dict(self.headers))
        getattr(self, self.path.strip("/").replace("-", "_"))(len(asked))

    def plain(self, _):
        self.answer(200, feed(1, 2), Content_Type="application/rss+xml")

    def tagged(self, _):
        if self.headers.get("If-None-Match") == '"one"':
            self.answer(304)
        else:
            self.answer(200, feed(1, 2), ETag='"one"', Last_Modified="Mon, 01 Jul 2019 09:00:00 GMT")

    def growing(self, times):
        self.answer(200, feed(*range(times)))

    def moved(self, _):
        self.answer(301, Location="/plain")

    def elsewhere(self, _):
        self.answer(302, Location="/plain")

    def loop(self, _):
        self.answer(302, Location="/loop")

    def leaves_http(self, _):
        self.answer(302, Location="file:///etc/passwd")

    def zipped(self, _):
        self.answer(200, gzip.compress(feed(3)), Content_Encoding="gzip")

    def bomb(self, _):
        self.answer(200, gzip.compress(b"<rss>" + b" " * 4_000_000), Content_Encoding="gzip")

    def koi8(self, _):
        text = feed(4).decode().replace(' encoding="utf-8"', "").replace("Café", "Чай")
        self.answer(200, text.encode("koi8-r"), Content_Type="text/xml; charset=KOI8-R")

    def wrong_charset(self, _):
        self.answer(200, feed(5), Content_Type="text/xml; charset=iso-8859-1")

    def busy(self, times):
        if times == 1:
            self.answer(429, Retry_After="1")
        else:
            self.answer(200, feed(6))

    def broken(self, _):
        self.answer(500)

    def gone(self, _):
        self.answer(410)

    def slow(self, _):
        self.send_response(200)
        self.end_headers()
        try:
            for byte in feed(7):
                self.wfile.write(bytes([byte]))
                time.sleep(0.2)
        except OSError:
            pass


# --- the producer -----------------------------------------------------------------------------------

class Failed(Exception):
    pass


def expect(truth, text):
    if not truth:
        raise Failed(text)


def fetch(url, *arguments, want=0):
    """The records that a dry run prints, and the log."""
    done = subprocess.run([PRODUCER, "-n", "--private-addresses", *arguments, url],
                          capture_output=True, timeout=DEADLINE, check=False)
    log = done.stderr.decode()
    expect(done.returncode == want, f"exit {done.returncode}, want {want}: {log}")
    return [json.loads(line) for line in done.stdout.splitlines()], log


class Producer:
    """One that goes on, with a ledger of its own or another's."""

    running = []

    def __init__(self, broker, ledger, *arguments):
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [PRODUCER, "-b", broker, "--ledger", ledger, "--private-addresses", "-v", *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self.log)
        Producer.running.append(self.process)

    @classmethod
    def end_all(cls):
        """What a test that failed has left."""
        for process in cls.running:
            process.kill()
            process.wait()
        cls.running.clear()

    def text(self):
        # Not by seek(): the program writes at the same offset.
        return os.pread(self.log.fileno(), os.fstat(self.log.fileno()).st_size, 0).decode()

    def wait_for(self, what, truth):
        end = time.monotonic() + DEADLINE
        while not truth():
            expect(self.process.poll() is None and time.monotonic() < end,
                   f"no {what}:\n{self.text()}")
            time.sleep(0.02)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(DEADLINE)
        return self.text()


def start_broker(folder):
    address = pathlib.Path(folder, "address")
    with open(address, "wb") as out:
        process = subprocess.Popen([str(BUILD / "disputewire-broker")], stdout=out,
                                   stderr=subprocess.DEVNULL)
    end = time.monotonic() + DEADLINE
    while not address.read_text().strip():
        expect(time.monotonic() < end, "the broker does not start")
        time.sleep(0.02)
    return process, address.read_text().strip()


# --- tests ------------------------------------------------------------------------------------------

def ids(records):
    return [r["id"] for r in records]


def fetched_once(server, **_):
    records, _ = fetch(server.url("/plain"))
    expect(ids(records) == ["item-1", "item-2"], f"records: {records}")
    expect("disputewire-producer/" in server.asked["/plain"][0]["User-Agent"], "no User-Agent")


def redirects(server, **_):
    expect(len(fetch(server.url("/elsewhere"))[0]) == 2, "a redirect is not followed")
    for path, reason in (("/loop", "too many redirects"), ("/leaves-http", "not HTTP")):
        _, log = fetch(server.url(path), want=1)
        expect(reason in log, log)
    expect(server.times("/loop") == 6, f"asked {server.times('/loop')} times")


def bodies(server, **_):
    expect(ids(fetch(server.url("/zipped"))[0]) == ["item-3"], "gzip is not unpacked")
    expect("Чай" in fetch(server.url("/koi8"))[0][0]["text"], "the header's character set does not count")
    expect("Café" in fetch(server.url("/wrong-charset"))[0][0]["text"], "a wrong header spoils UTF-8")
    _, log = fetch(server.url("/bomb"), "--body-limit", "1M", want=1)
    expect("longer than --body-limit" in log, log)
    _, log = fetch(server.url("/slow"), "--fetch-timeout", "300ms", want=1)
    expect("Timeout" in log, log)


def failures(server, **_):
    for path, reason in (("/broken", "HTTP status 500"), ("/gone", "HTTP status 410: gone for good")):
        _, log = fetch(server.url(path), want=1)
        expect(reason in log, log)
    _, log = fetch("http://127.0.0.1:9/none", want=1)
    expect("Couldn't connect" in log, log)


def private_addresses(server, **_):
    for url in (server.url("/plain"), server.url("/plain").replace("127.0.0.1", "localhost"),
                "http://[::1]:80/", "http://169.254.169.254/latest"):
        done = subprocess.run([PRODUCER, "-n", url], capture_output=True, timeout=DEADLINE, check=False)
        expect(done.returncode == 1 and b"not of the open internet" in done.stderr,
               f"{url}: {done.stderr.decode()}")


def polled(server, broker, ledger):
    """A feed is asked with its ETag, and over a restart too; new items alone are published."""
    run = Producer(broker, ledger, "--poll", "100ms", server.url("/tagged"))
    run.wait_for("third request", lambda: server.times("/tagged") >= 3)
    expect("records=2 failed=0" in run.stop(), run.text())
    expect("If-None-Match" not in server.asked["/tagged"][0], "the first request is conditional")
    last = server.asked["/tagged"][-1]
    expect(last.get("If-None-Match") == '"one"', f"not conditional: {last}")
    expect(last.get("If-Modified-Since", "").endswith("GMT"), f"not conditional: {last}")
    times = server.times("/tagged")
    run = Producer(broker, ledger, "--poll", "100ms", server.url("/tagged"), server.url("/growing"))
    run.wait_for("requests", lambda: server.times("/tagged") > times and server.times("/growing") >= 3)
    text = run.stop()
    expect(server.asked["/tagged"][times].get("If-None-Match") == '"one"', "forgotten over a restart")
    expect("failed=0" in text and "records=0" not in text, text)


def polled_with_troubles(server, broker, ledger):
    paths = ["/moved", "/busy", "/gone", "/broken"]
    before = {p: server.times(p) for p in paths}
    run = Producer(broker, ledger, "--poll", "50ms", *map(server.url, paths))
    run.wait_for("troubles", lambda: server.times("/busy") >= before["/busy"] + 2 and
                 server.times("/broken") > before["/broken"] and "given up" in run.text())
    text = run.stop()
    expect("feed has moved for good" in text, text)
    expect(server.times("/moved") == 1, "asked again where it has moved from")
    expect(server.times("/gone") == before["/gone"] + 1, "asked again though it is gone")
    expect(server.times("/broken") == before["/broken"] + 1, "no pause after a failure")
    expect("again_in_s=1" in text or "again_in_s=0" in text, "Retry-After does not count")


def pushed(broker, ledger, **_):
    run = Producer(broker, ledger, "--listen", "127.0.0.1:0", "--listen-token", "let-me-in",
                   "--listen-rate", "1000", "--body-limit", "64k")
    run.wait_for("port", lambda: " port=" in run.text())
    port = int(run.text().split(" port=")[1].split()[0])

    def send(body, path="/articles", method="POST", token="let-me-in", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE)
        given = {k.replace("_", "-"): v for k, v in headers.items()}
        if token:
            given["Authorization"] = f"Bearer {token}"
        connection.request(method, path, body, given)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read()), dict(answer.headers)

    text = "Arvania accused Belmora of piracy."
    expect(send(text, Content_Type="text/plain")[:2] == (202, {"published": 1, "refused": []}), "text")
    expect(send(text, Content_Type="text/plain")[0] == 202, "the same again")
    expect(send(feed(11, 12))[1]["published"] == 2, "a feed")
    status, body, _ = send('{"id": "a", "text": "One."}\n{"text": 7}\n', Content_Type="application/x-ndjson")
    expect(status == 202 and body["published"] == 1 and "line" not in body["refused"][0]["reason"] and
           ":2" in body["refused"][0]["place"], f"{status} {body}")
    status, body, _ = send('{"text": 7}')
    expect(status == 400 and "field text" in body["refused"][0]["reason"], f"{status} {body}")
    expect(send(text, token=None)[0] == 401, "without a token")
    expect(send(text, token="let-me-im")[0] == 401, "with another token")
    expect(send(text, path="/other")[0] == 404, "another path")
    status, _, headers = send(None, method="GET")
    expect(status == 405 and headers["Allow"] == "POST", "another method")
    expect(send("x" * 100_000)[0] == 413, "too long")
    expect(send("")[0] == 400, "empty")
    log = run.stop()
    expect("records=4 failed=" in log and "known=1" in log, log)
    expect("let-me-in" not in log, "the token is in the log")


def make_certificate(folder, name):
    """A certificate of its own for 127.0.0.1, and its key."""
    paths = f"{folder}/{name}.pem", f"{folder}/{name}.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2",
                    "-out", paths[0], "-keyout", paths[1]], check=True, capture_output=True)
    return paths


def pushed_over_tls(broker, ledger, **_):
    folder = pathlib.Path(ledger).parent
    (ours, key), (_, other_key) = make_certificate(folder, "ours"), make_certificate(folder, "other")
    listen = ["--listen", "127.0.0.1:0", "--listen-token", "t"]
    run = Producer(broker, ledger, *listen, "--listen-cert", ours, "--listen-key", key)
    run.wait_for("port", lambda: " port=" in run.text())
    expect("tls=yes" in run.text(), run.text())
    port = int(run.text().split(" port=")[1].split()[0])

    def send(connection):
        connection.request("POST", "/articles", feed(21, 22), {"Authorization": "Bearer t"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())

    def secure(context):
        return http.client.HTTPSConnection("127.0.0.1", port, timeout=DEADLINE, context=context)

    expect(send(secure(ssl.create_default_context(cafile=ours))) == (202, {"published": 2, "refused": []}),
           "not taken over TLS")
    refused = [(http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE), "plain HTTP"),
               (secure(ssl.create_default_context()), "an authority that nobody knows")]
    old = ssl.create_default_context(cafile=ours)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that these are outdated is the point
        old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")
    for connection, what in refused + [(secure(old), "TLS 1.1")]:
        try:
            raise Failed(f"taken: {what}: {send(connection)}")
        except (OSError, http.client.HTTPException):
            pass
    expect(send(secure(ssl.create_default_context(cafile=ours)))[0] == 202, "not taken after failures")
    expect("records=2 failed=0" in run.stop(), run.text())
    cases = [(["--listen-cert", ours], "needs --listen-key"), (["--listen-key", key], "needs --listen-cert"),
             (["--listen-cert", ours, "--listen-key", other_key], "not the key of"),
             (["--listen-cert", key, "--listen-key", key], "no certificate (PEM)"),
             (["--listen-cert", ours, "--listen-key", ours], "no key without a passphrase"),
             (["--listen-cert", "/absent", "--listen-key", key], "/absent: No such file")]
    for arguments, reason in cases:
        done = subprocess.run([PRODUCER, "--check-config", "--ledger", ledger, *listen, *arguments],
                              capture_output=True, timeout=DEADLINE, check=False)
        expect(done.returncode == 2 and reason in done.stderr.decode(),
               f"{arguments}: {done.returncode} {done.stderr.decode()}")


def pushed_too_often(broker, ledger, **_):
    run = Producer(broker, ledger, "--listen", "127.0.0.1:0", "--listen-token", "t", "--listen-rate", "1")
    run.wait_for("port", lambda: " port=" in run.text())
    connection = http.client.HTTPConnection("127.0.0.1", int(run.text().split(" port=")[1].split()[0]))
    seen = []
    for number in range(6):
        connection.request("POST", "/articles", f"Talks, day {number}.", {"Authorization": "Bearer t"})
        answer = connection.getresponse()
        answer.read()
        seen.append(answer.status)
    expect(429 in seen and 202 in seen and answer.headers["Retry-After"] == "1", f"statuses {seen}")
    run.stop()


def wrong_usage(**_):
    cases = [(["--poll", "1m", "http://a.example/"], "needs --ledger"),
             (["--poll", "1m", "--ledger", "x"], "no feed to poll is named"),
             (["--watch", "--ledger", "x", "http://a.example/"], "needs --poll TIME"),
             (["--listen", ":0", "--ledger", "x"], "needs --listen-token"),
             (["--listen", ":0", "--ledger", "x", "--listen-token", "t", "-n"], "--dry-run ends")]
    for arguments, reason in cases:
        done = subprocess.run([PRODUCER, *arguments], capture_output=True, timeout=DEADLINE, check=False,
                              stdin=subprocess.DEVNULL)
        expect(done.returncode == 2 and reason in done.stderr.decode(),
               f"{arguments}: {done.returncode} {done.stderr.decode()}")


TESTS = [("an address is fetched once", fetched_once),
         ("redirects: followed, limited, of HTTP alone", redirects),
         ("bodies: packed, in other character sets, too long, too slow", bodies),
         ("failures are named", failures),
         ("addresses that are not of the open internet are not asked", private_addresses),
         ("polling: conditional requests, over a restart, new items alone", polled),
         ("polling: moved, busy, gone, broken", polled_with_troubles),
         ("pushing: 202 and what is refused", pushed),
         ("pushing over TLS", pushed_over_tls),
         ("pushing too often", pushed_too_often),
         ("wrong usage", wrong_usage)]


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        process, broker = start_broker(folder)
        server = Server()
        for number, (name, function) in enumerate(TESTS, 1):
            try:
                function(server=server, broker=broker, ledger=f"{folder}/ledger-{number}")
                print(f"ok {number} - {name}", flush=True)
            except Exception as error:  # pylint: disable=broad-except
                failed += 1
                print(f"not ok {number} - {name}")
                for row in f"{type(error).__name__}: {error}".splitlines():
                    print(f"# {row}", flush=True)
            Producer.end_all()
        process.terminate()
        process.wait()
    print(f"1..{len(TESTS)}")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
