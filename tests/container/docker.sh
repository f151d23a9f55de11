# Sourced by tests/container/check: a Docker daemon, and base images where no registry can be asked.
# shellcheck shell=bash
# $root comes from the script that sources this; $reason and $build_arguments are for it.
# shellcheck disable=SC2034,SC2154

# Docker's own storage is left alone: what this test starts has a place of its own, kept for the next run.
docker_home=/var/cache/esp-smart-meter
daemon_pid=

# docker_ready: `docker` reaches a daemon, ours if none runs. Fails with the reason in $reason.
docker_ready() {
  if ! command -v docker >/dev/null || { ! docker info >/dev/null 2>&1 && ! command -v dockerd >/dev/null; }; then
    need_packages "the container test" docker.io iptables || { reason="no Docker, and it could not be installed"; return 1; }
  fi
  docker info >/dev/null 2>&1 && return 0
  [ "$(id -u)" -eq 0 ] || { reason="no Docker daemon answers, and only root may start one"; return 1; }
  need_packages "the container test's network" iptables || { reason="no Docker daemon answers, and iptables is missing to start one"; return 1; }
  mkdir -p "$docker_home"
  # One test at a time on this storage; the lock goes with this shell. The daemon must not inherit it.
  exec 8>"$docker_home/lock"
  flock --timeout 900 8 || { reason="another container test has kept $docker_home for 15 minutes"; return 1; }
  local run=$docker_home/run log=$docker_home/dockerd.log
  mkdir -p "$run"
  export DOCKER_HOST=unix://$run/docker.sock
  setsid dockerd --data-root "$docker_home/data" --exec-root "$run/exec" --pidfile "$run/dockerd.pid" --host "$DOCKER_HOST" \
    >"$log" 2>&1 </dev/null 8>&- &
  daemon_pid=$!
  local waited
  for waited in $(seq 60); do
    docker info >/dev/null 2>&1 && return 0
    kill -0 "$daemon_pid" 2>/dev/null || break
    sleep 0.5
  done
  reason="the Docker daemon does not start ($waited tries): $(grep -v level=info "$log" | tail -n 3)"
  return 1
}

# Ends the daemon that docker_ready started, and no other.
docker_stop() {
  [ -n "$daemon_pid" ] || return 0
  kill "$daemon_pid" 2>/dev/null && wait "$daemon_pid" 2>/dev/null
  daemon_pid=
}

# base_images: sets build_arguments to what the Dockerfile's base images are here. Fails with the reason in $reason.
base_images() {
  build_arguments=()
  local sdk debian
  sdk=$(sed -n 's/^ARG SDK_IMAGE=//p' Dockerfile)
  debian=$(sed -n 's/^ARG BASE_IMAGE=//p' Dockerfile)
  if had_or_pulled "$sdk" && had_or_pulled "$debian"; then
    echo "Base images: $sdk, $debian"
    return 0
  fi
  [ "$(id -u)" -eq 0 ] || { reason="the base images cannot be pulled, and only root can make some"; return 1; }
  need_dotnet
  need_packages "base images, since no registry can be asked" debootstrap || { reason="the base images cannot be pulled, and debootstrap is not to be had"; return 1; }
  local version
  version=$(dotnet --version)
  local_image "local/debian:bookworm" import_debian || return 1
  local_image "local/sdk:$version" import_sdk || return 1
  build_arguments=(--build-arg "SDK_IMAGE=local/sdk:$version" --build-arg "BASE_IMAGE=local/debian:bookworm")
  echo "Base images: made here of Debian bookworm and this machine's .NET SDK $version (no registry can be asked)"
}

had_or_pulled() {
  docker image inspect "$1" >/dev/null 2>&1 || timeout 300 docker pull --quiet "$1" >/dev/null 2>&1
}

local_image() {
  docker image inspect "$1" >/dev/null 2>&1 && return 0
  echo "Making $1 ..."
  "$2" "$1" >"$root/artifacts/container-images.log" 2>&1 || {
    reason="$1 could not be made: $(tail -n 3 "$root/artifacts/container-images.log")"
    return 1
  }
}

import_debian() {
  local folder
  folder=$(mktemp -d)
  debootstrap --variant=minbase --include=ca-certificates bookworm "$folder" &&
    # Downloads during the build go the way this machine's do, and must trust the same authorities.
    cp /etc/ssl/certs/ca-certificates.crt "$folder/etc/ssl/certs/" &&
    tar --one-file-system -C "$folder" -c . | docker import - "$1"
  local status=$?
  rm -rf --one-file-system "$folder"
  return $status
}

import_sdk() {
  local sdks
  # Of "10.0.401 [/usr/share/dotnet/sdk]": the command may be a link, or a script.
  sdks=$(dotnet --list-sdks | sed -n 's/.*\[\(.*\)\]$/\1/p' | tail -n 1)
  docker build --quiet --tag "$1" --file - "$(dirname "$sdks")" <<'DOCKERFILE'
FROM local/debian:bookworm
COPY . /usr/share/dotnet/
RUN ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 NUGET_CERT_REVOCATION_MODE=offline
ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
DOCKERFILE
}
