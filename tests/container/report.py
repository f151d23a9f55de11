"""Counts what was checked, in the words of scripts/console.sh."""
import sys

_counts = {"passed": 0, "failed": 0, "skipped": 0}


def passed(name):
    _counts["passed"] += 1
    print(f"pass  {name}", flush=True)


def failed(name, reason):
    _counts["failed"] += 1
    print(f"FAIL  {name}", flush=True)
    for line in str(reason).splitlines()[:40]:
        print(f"      {line}", flush=True)


def skipped(name, reason):
    _counts["skipped"] += 1
    print(f"SKIP  {name}: {reason}", flush=True)


def holds(name, condition, reason=""):
    """Passes where the condition holds; tells the reason where it does not."""
    if condition:
        passed(name)
    else:
        failed(name, reason)
    return bool(condition)


def without_faults(name, faults):
    """Passes where there are no faults."""
    return holds(name, not faults, "\n".join(faults))


def close():
    """The closing line; ends the program."""
    print(f"{_counts['passed']} passed, {_counts['failed']} failed, {_counts['skipped']} skipped", flush=True)
    sys.exit(1 if _counts["failed"] else 0)
