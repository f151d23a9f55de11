# Sourced by ./run, ./test and the checks: counting of results, and installing of what is missing.
# shellcheck shell=bash

passed=0 failed=0 skipped=0

pass() { passed=$((passed + 1)); printf 'pass  %s\n' "$1"; }
fail() { failed=$((failed + 1)); printf 'FAIL  %s\n' "$1"; [ $# -lt 2 ] || printf '      %s\n' "$2"; }
skip() { skipped=$((skipped + 1)); printf 'SKIP  %s: %s\n' "$1" "$2"; }

# The closing line that every part, and ./test as a whole, ends with. Its status says whether anything failed.
summary() {
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" -eq 0 ]
}

# check NAME COMMAND...: counts a pass when the command succeeds; shows its output when it does not.
check() {
  local name=$1 output
  shift
  if output=$("$@" 2>&1); then pass "$name"; else
    fail "$name" "command: $*"
    printf '%s\n' "$output" | tail -n 40 | sed 's/^/      /'
    return 1
  fi
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

missing_packages() {
  local package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || printf '%s ' "$package"
  done
}

# need_packages WHAT-FOR PACKAGE...: installs the Debian packages that are missing. On a terminal it asks first.
# Fails, with a sentence, when they cannot be had.
need_packages() {
  local purpose=$1 missing answer
  shift
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  if ! command -v apt-get >/dev/null; then
    echo "Missing for $purpose: $missing(no apt-get here; install them by hand)" >&2
    return 1
  fi
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
    echo "Missing for $purpose: $missing(not root and no sudo; ask an administrator for: apt-get install $missing)" >&2
    return 1
  fi
  echo "Missing for $purpose: $missing" >&2
  if [ -t 0 ] && [ -t 2 ]; then
    read -r -p "Install them with apt-get now? [Y/n] " answer
    case $answer in [nN]*) return 1 ;; esac
  fi
  local log
  log=$(mktemp)
  # A list of packages from yesterday can name versions that are gone: refresh it, once, when the install fails.
  # shellcheck disable=SC2086
  if ! install_packages $missing >"$log" 2>&1; then
    if ! { as_root apt-get update && install_packages $missing; } >"$log" 2>&1; then
      echo "apt-get could not install $missing:" >&2
      tail -n 20 "$log" >&2
      rm -f "$log"
      return 1
    fi
  fi
  rm -f "$log"
}

install_packages() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    -o DPkg::Lock::Timeout=600 "$@"
}
