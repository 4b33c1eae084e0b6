#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The manifests of packaging/kubernetes: valid, at one with themselves, and taken by the programs.

Prints TAP. BUILD (default: build) has the programs; the validators, with Kubernetes' and KEDA's
schemas in them, are installed below it from PyPI and npm.
"""
import copy
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "packaging/kubernetes"
BUILD = pathlib.Path(os.environ.get("BUILD", "build")).absolute()
VALIDATOR = "kubernetes-validate==1.37.0"
VERSIONS = ["1.29", "1.37"]  # of Kubernetes: an old one and a new one
KEDA = "@kubernetes-models/keda@0.4.2"


class Skipped(Exception):
    """What a test needs is not there."""


def documents(name):
    return list(yaml.safe_load_all((FOLDER / name).read_text(encoding="utf-8")))


def run(*command, env=None):
    return subprocess.run(list(map(str, command)), stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False, env=env)


def install(what, *command):
    done = run(*command)
    if done.returncode:
        raise Skipped(f"{what} cannot be had: {done.stdout.strip().splitlines()[-1:]}")


def validator():
    """The command that checks files, installed when missing."""
    folder = BUILD / "python"
    command = folder / "bin/kubernetes-validate"
    if not command.exists():
        install("a place for Python packages", "/usr/bin/python3", "-m", "venv", folder)
        install(VALIDATOR, folder / "bin/pip", "install", "--quiet", "--no-compile",
                "--disable-pip-version-check", "--retries", "1", VALIDATOR)
    return command


# --- checks: each yields what is wrong ------------------------------------------------------------

def is_valid():
    for version in VERSIONS:
        done = run(validator(), "-k", version, "--strict", *(FOLDER / name for name in RESOURCES))
        if done.returncode:
            yield f"{version}: {done.stdout}"


def is_refused():
    """The validator does find faults: each of these is one."""
    faults = [("replicas", "two"), ("replica", 2), ("podManagementPolicy", ["Parallel"])]
    for key, value in faults:
        broken = copy.deepcopy(one("StatefulSet", "disputewire-consumer"))
        broken["spec"][key] = value
        with tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as file:
            yaml.safe_dump(broken, file)
            file.flush()
            if run(validator(), "-k", VERSIONS[0], "--strict", file.name).returncode == 0:
                yield f"{key}: {value} is taken"


def keda_is_valid():
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        raise Skipped("npm is not installed")
    folder = BUILD / "node"
    if not (folder / "node_modules/@kubernetes-models/keda").exists():
        install(KEDA, npm, "install", "--silent", "--no-audit", "--no-fund", "--no-save",
                "--prefix", folder, KEDA)
    script = """const { ScaledObject } = require('@kubernetes-models/keda/keda.sh/v1alpha1');
        new ScaledObject(JSON.parse(process.argv[1])).validate();"""
    scaled = documents("keda.yaml")[0]
    broken = copy.deepcopy(scaled)
    del broken["spec"]["triggers"]
    env = dict(os.environ, NODE_PATH=str(folder / "node_modules"))
    done = run(node, "-e", script, json.dumps(scaled), env=env)
    if done.returncode:
        yield done.stdout
    if run(node, "-e", script, json.dumps(broken), env=env).returncode == 0:
        yield "one without triggers is taken"


def keda_fits():
    spec = documents("keda.yaml")[0]["spec"]
    one(spec["scaleTargetRef"]["kind"], spec["scaleTargetRef"]["name"])
    defaults = run(BUILD / "disputewire-consumer", "--print-config").stdout.splitlines()
    trigger = spec["triggers"][0]["metadata"]
    for key, value in (("group", trigger["consumerGroup"]), ("topic", trigger["topic"])):
        if f"{key}={value}" not in defaults:
            yield f"{key} of the consumer is not {value}"


def is_complete():
    for name in documents("kustomization.yaml")[0]["resources"]:
        if not (FOLDER / name).exists():
            yield f"{name} does not exist"


def fits_together():
    """Names that point at other names: selectors, ports, volumes, what is mounted."""
    named = {(r["kind"], r["metadata"]["name"]) for r in resources()}
    for resource in resources():
        if resource["kind"] != "StatefulSet":
            continue
        spec, pod = resource["spec"], resource["spec"]["template"]
        labels = pod["metadata"]["labels"].items()
        name = resource["metadata"]["name"]
        container = pod["spec"]["containers"][0]
        ports = {port["name"]: port["containerPort"] for port in container["ports"]}
        service = one("Service", spec["serviceName"])["spec"]
        for selector in (spec["selector"]["matchLabels"], service["selector"]):
            if not selector.items() <= labels:
                yield f"{name}: {selector} selects no pod"
        asked = [port["targetPort"] for port in service["ports"]]
        asked += [container[f"{probe}Probe"]["httpGet"]["port"]
                  for probe in ("startup", "liveness", "readiness")]
        yield from (f"{name}: no port {port}" for port in asked if port not in ports)
        for port in ports.values():
            if not any(arg.endswith(f"-listen=:{port}") for arg in container["args"]):
                yield f"{name}: does not listen at {port}"
        volumes = {volume["name"]: volume for volume in pod["spec"]["volumes"]}
        claims = {claim["metadata"]["name"] for claim in spec.get("volumeClaimTemplates", [])}
        for mount in container["volumeMounts"]:
            if mount["name"] not in volumes and mount["name"] not in claims:
                yield f"{name}: no volume {mount['name']}"
        for volume in volumes.values():
            if "configMap" in volume and ("ConfigMap", volume["configMap"]["name"]) not in named:
                yield f"{name}: no ConfigMap {volume['configMap']['name']}"


def is_confined():
    for resource in resources():
        if resource["kind"] != "StatefulSet":
            continue
        pod = resource["spec"]["template"]["spec"]
        container = pod["containers"][0]
        want = {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]}}
        if container["securityContext"] != want:
            yield f"{resource['metadata']['name']}: {container['securityContext']}"
        if not pod["securityContext"]["runAsNonRoot"] or pod["automountServiceAccountToken"]:
            yield f"{resource['metadata']['name']}: more rights than it needs"
        if "memory" not in container["resources"]["limits"]:
            yield f"{resource['metadata']['name']}: no limit of memory"


def is_taken(name):
    """The program, told what the manifests tell it, finds nothing wrong with it."""
    container = one("StatefulSet", name)["spec"]["template"]["spec"]["containers"][0]
    settings = one("ConfigMap", "disputewire")["data"]["disputewire.properties"]
    with tempfile.TemporaryDirectory() as folder:
        for path in ("/run/secrets/disputewire", "/var/lib/disputewire"):
            os.makedirs(folder + path)
        pathlib.Path(folder, "run/secrets/disputewire/password").write_text("x", encoding="utf-8")
        file = pathlib.Path(folder, "disputewire.properties")
        file.write_text(settings.replace("/run/secrets", f"{folder}/run/secrets"), encoding="utf-8")
        values = {"DISPUTEWIRE_CONFIG": str(file), "DISPUTEWIRE_INSTANCE": f"{name}-0",
                  "DISPUTEWIRE_LISTEN_TOKEN": "secret"}
        env = {"PATH": os.environ["PATH"]}
        env.update((variable["name"], values[variable["name"]]) for variable in container["env"])
        arguments = [arg.replace("/var/lib", f"{folder}/var/lib") for arg in container["args"]]
        done = run(BUILD / container["command"][0], "--check-config", *arguments, env=env)
        if done.returncode:
            yield done.stdout


# --- all ------------------------------------------------------------------------------------------

RESOURCES = documents("kustomization.yaml")[0]["resources"]


def resources():
    return [document for name in RESOURCES for document in documents(name)]


def one(kind, name):
    found = [r for r in resources() if r["kind"] == kind and r["metadata"]["name"] == name]
    if len(found) != 1:
        raise LookupError(f"{len(found)} of {kind} {name}")
    return found[0]


TESTS = [
    ("all that is named is there", is_complete),
    ("names fit together", fits_together),
    ("pods may do what they need", is_confined),
    ("the consumer takes its settings", lambda: is_taken("disputewire-consumer")),
    ("the producer takes its settings", lambda: is_taken("disputewire-producer")),
    ("what KEDA scales and looks at is there", keda_fits),
    (f"valid for Kubernetes {' and '.join(VERSIONS)}", is_valid),
    ("faults are found", is_refused),
    ("valid for KEDA", keda_is_valid),
]


def main():
    bad = False
    print(f"1..{len(TESTS)}")
    for number, (label, check) in enumerate(TESTS, 1):
        try:
            errors = list(check())
        except Skipped as reason:
            print(f"ok {number} - {label} # SKIP {reason}")
            continue
        except (LookupError, OSError) as error:
            errors = [repr(error)]
        print(f"{'not ok' if errors else 'ok'} {number} - {label}")
        for error in errors:
            print("#", str(error).strip().replace("\n", "\n# "))
        bad = bad or bool(errors)
    sys.exit(bad)


main()
