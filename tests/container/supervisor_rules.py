"""The rules that Home Assistant's Supervisor and the app linter put on an app's config.yaml and translations.

The Supervisor drops unknown keys without a word and refuses an app for a wrong value; the linter fails on a key that only repeats its default.
Each function returns sentences; none means that all is well.
"""
import re

REQUIRED = {"name", "version", "slug", "description", "arch"}

# Every key an app may have, with its default where it has one.
DEFAULTS = {
    "machine": None, "url": None, "startup": "application", "boot": "auto", "init": True, "stage": "stable", "ports": None, "ports_description": None,
    "ingress": False, "ingress_port": 8099, "ingress_entry": "/", "ingress_stream": False, "panel_icon": "mdi:puzzle", "panel_title": None,
    "panel_admin": True, "homeassistant": None, "host_network": False, "host_pid": False, "host_ipc": False, "host_uts": False, "host_dbus": False,
    "devices": None, "udev": False, "tmpfs": False, "map": None, "environment": None, "privileged": None, "apparmor": True, "full_access": False,
    "audio": False, "video": False, "gpio": False, "usb": False, "uart": False, "devicetree": False, "kernel_modules": False, "realtime": False,
    "hassio_api": False, "hassio_role": "default", "homeassistant_api": False, "stdin": False, "docker_api": False, "auth_api": False,
    "services": None, "discovery": None, "backup": "hot", "backup_exclude": None, "backup_pre": None, "backup_post": None, "options": None,
    "schema": None, "image": None, "ulimits": None, "timeout": 10, "journald": False, "breaking_versions": None,
}

# Still accepted, and told to the user as a warning; or refused by the linter.
RETIRED = {"advanced", "codenotary", "squash", "auto_uart", "legacy", "webui", "watchdog", "snapshot", "snapshot_exclude", "snapshot_pre", "snapshot_post"}

MAPS = {"data", "ssl", "share", "media", "backup", "homeassistant_config"}

ELEMENT = re.compile(
    r"^(?:bool|email|url|port|device(?:\(subsystem=[a-z]+\))?|str|password"
    r"|int(?:\((?P<int_least>-?\d+)?,(?P<int_most>-?\d+)?\))?"
    r"|float(?:\((?P<float_least>-?\d*\.?\d+)?,(?P<float_most>-?\d*\.?\d+)?\))?"
    r"|match\((?P<match>.*)\)|list\((?P<choices>.+)\))(?P<optional>\?)?$")


def config_faults(config):
    """What is wrong with a config.yaml, as a list of sentences."""
    faults = [f"the required key {key} is missing" for key in sorted(REQUIRED - config.keys())]
    for key, value in config.items():
        if key in RETIRED:
            faults.append(f"{key} is retired")
        elif key not in REQUIRED and key not in DEFAULTS:
            faults.append(f"{key} is no key of an app; the Supervisor would drop it")
        elif DEFAULTS.get(key) is not None and DEFAULTS[key] == value:
            faults.append(f"{key} repeats its default")
    if not re.fullmatch(r"[-_.A-Za-z0-9]+", str(config.get("slug", ""))):
        faults.append("slug has other characters than letters, digits, - _ .")
    if not isinstance(config.get("version"), str):
        faults.append("version must be in quotes: YAML reads 1.10 as a number")
    if not set(config.get("arch", [])) <= {"aarch64", "amd64"}:
        faults.append("arch names an architecture that Home Assistant no longer supports")
    if "image" in config and not re.fullmatch(r"[a-z0-9.-]+(?:/[a-z0-9._{}-]+)+", config["image"]):
        faults.append("image must be a lower-case name without a tag")
    for service in config.get("services", []):
        if not re.fullmatch(r"(mqtt|mysql):(provide|want|need)", service):
            faults.append(f"{service} is no service")
    for entry in config.get("map", []):
        if not isinstance(entry, dict) or entry.get("type") not in MAPS or entry.get("read_only") is True or not entry.keys() <= {"type", "read_only", "path"}:
            faults.append(f"map {entry} is not a folder in the form {{type: ...}}, or repeats the default")
    faults += schema_faults(config.get("schema", {}), config.get("options", {}), "")
    return faults


def schema_faults(schema, options, path):
    """Wrong elements of a schema, and options whose defaults would keep the app from starting."""
    faults = [f"{path}{name} has a default and no schema" for name in options if name not in schema]
    for name, form in schema.items():
        where = path + name
        if isinstance(form, list):
            element = form[0] if len(form) == 1 else None
            if isinstance(element, dict):
                faults += schema_faults(element, {}, where + "[].") if not path else [f"{where} is nested too deep"]
                faults = [fault for fault in faults if not (fault.startswith(where + "[].") and fault.endswith("needs a default or a ?"))]
            elif element is None or not ELEMENT.match(str(element)):
                faults.append(f"{where} has no form the Supervisor knows")
            if not isinstance(options.get(name), list) and not str(element).endswith("?"):
                faults.append(f"{where} needs a default or a ?")
        elif isinstance(form, dict):
            if not isinstance(options.get(name), dict):
                faults.append(f"{where} needs a default: the Supervisor refuses to start without the group")
            faults += schema_faults(form, options.get(name) or {}, where + ".")
        else:
            match = ELEMENT.match(str(form))
            if not match:
                faults.append(f"{where} has no form the Supervisor knows: {form}")
            elif name in options:
                faults += [f"{where}'s default {fault}" for fault in value_faults(match, str(form), options[name])]
            elif not match["optional"]:
                faults.append(f"{where} needs a default or a ?")
    return faults


def value_faults(match, form, value):
    """What is wrong with one value, by its form."""
    kind = re.match(r"[a-z]+", form)[0]
    if kind in ("int", "port") and not (isinstance(value, int) and not isinstance(value, bool)):
        return ["is no whole number"]
    if kind == "float" and not isinstance(value, (int, float)):
        return ["is no number"]
    if kind == "bool" and not isinstance(value, bool):
        return ["is not true or false"]
    if kind == "list" and value not in match["choices"].split("|"):
        return ["is none of the choices"]
    if kind == "match" and not re.match(match["match"], str(value)):
        return ["does not match"]
    if kind in ("int", "float"):
        least, most = match[kind + "_least"], match[kind + "_most"]
        if (least and value < float(least)) or (most and value > float(most)):
            return ["is out of range"]
    if kind in ("str", "password", "url", "email", "device") and not isinstance(value, str):
        return ["is no text"]
    return []


def translation_faults(config, translation):
    """Options without a name or description in one language, and names without an option."""
    return (
        _named(config.get("schema", {}), translation.get("configuration", {}), "")
        + [f"{key} is no part of a translation" for key in translation.keys() - {"configuration", "network"}]
        + [f"the port {port} has no description" for port in config.get("ports", {}).keys() - translation.get("network", {}).keys()]
        + [f"there is no port {port}" for port in translation.get("network", {}).keys() - config.get("ports", {}).keys()])


def _named(schema, names, path):
    faults = [f"there is no option {path}{name}" for name in names if name not in schema]
    for option, form in schema.items():
        entry = names.get(option)
        if not isinstance(entry, dict) or not str(entry.get("name") or "").strip():
            faults.append(f"{path}{option} has no name")
            continue
        if not entry.keys() <= {"name", "description", "fields"}:
            faults.append(f"{path}{option} has more than name, description and fields")
        inner = form[0] if isinstance(form, list) else form
        faults += _named(inner if isinstance(inner, dict) else {}, entry.get("fields", {}), f"{path}{option}.")
    return faults


def security_rating(config, own_profile):
    """The rating Home Assistant shows, 1 to 8."""
    rating = 5
    if own_profile and config.get("apparmor", True):
        rating += 1
    if not config.get("apparmor", True):
        rating -= 1
    if config.get("ingress"):
        rating += 2
    elif config.get("auth_api"):
        rating += 1
    if set(config.get("privileged", [])) & {"BPF", "CHECKPOINT_RESTORE", "DAC_READ_SEARCH", "NET_ADMIN", "NET_RAW", "PERFMON", "SYS_ADMIN", "SYS_MODULE", "SYS_PTRACE", "SYS_RAWIO"}:
        rating -= 1
    rating -= {"manager": 1, "admin": 2}.get(config.get("hassio_role"), 0)
    rating -= 1 if config.get("host_network") else 0
    rating -= 2 if config.get("host_pid") else 0
    if config.get("docker_api") or config.get("full_access"):
        rating = 1
    return max(1, min(8, rating))
