# Sourced by ./run, ./test and the demo: builds the app when a source is newer than the last build.
# shellcheck shell=bash
# The caller has set $root to the repository's folder.

# English, whatever the machine's language: what dotnet says is read here.
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
# Build servers would outlive the build, and keep its lock.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false

app_sources=("$root/src" "$root/Directory.Build.props" "$root/Directory.Packages.props" "$root/global.json")

app_folder=$root/artifacts/app

# The folder of the built app. Resolved once: a later build puts another folder beside it and leaves this one to who runs it.
built_app() { readlink -f "$app_folder/current"; }

stale() {
  local stamp=$app_folder/built
  [ -e "$stamp" ] || return 0
  [ -n "$(find "${app_sources[@]}" \( -name bin -o -name obj \) -prune -o -newer "$stamp" -print -quit)" ]
}

build_if_stale() {
  stale || return 0
  need_dotnet
  mkdir -p "$root/artifacts"
  # In parallel the first one builds and the others wait. fd 9 is the lock; what dotnet starts must not inherit it.
  exec 9>"$root/artifacts/build.lock"
  flock 9
  if stale; then build_app 9>&-; fi
  exec 9>&-
}

build_app() {
  local next log=$root/artifacts/build.log
  echo "Building esp-smart-meter ..." >&2
  # Made beforehand: a folder that changes while the build runs would count as a newer source.
  mkdir -p "$app_folder" "$root"/src/{SmartMeter.Decoding,SmartMeter.Simulation,EspSmartMeter}/{bin,obj}
  sleep 0.02
  touch "$app_folder/building"
  # ./test builds with the analyzers; who only wants to run the app need not wait for them.
  if ! dotnet build "$root/src/EspSmartMeter/EspSmartMeter.csproj" -c Release -p:RunAnalyzers=false --nologo -v quiet >"$log" 2>&1; then
    echo "The build failed (all of it in artifacts/build.log):" >&2
    grep -E 'error' "$log" | sort -u | head -n 20 >&2 || tail -n 20 "$log" >&2
    exit 1
  fi
  # A new folder each time: a process that runs from the old one keeps its files.
  next=$app_folder/$(date +%s%N)
  cp -r "$root/src/EspSmartMeter/bin/Release/net10.0" "$next"
  ln -sfn "$(basename "$next")" "$app_folder/next"
  mv -T "$app_folder/next" "$app_folder/current"
  mv "$app_folder/building" "$app_folder/built"
  find "$app_folder" -mindepth 1 -maxdepth 1 -type d -name '1*' | sort | head -n -2 | xargs -r rm -rf
}

# What dotnet needs of the system: without ICU its first command ends in a stack trace.
need_icu() {
  [ "${DOTNET_SYSTEM_GLOBALIZATION_INVARIANT-}" != 1 ] && [ "${DOTNET_SYSTEM_GLOBALIZATION_INVARIANT-}" != true ] || return 0
  ! icu_libraries | grep -q . || return 0
  local package
  package=$(apt-cache search --names-only '^libicu[0-9]+$' 2>/dev/null | cut -d ' ' -f 1 | sort -V | tail -n 1)
  need_packages "the .NET SDK (the library ICU)" "${package:-libicu-dev}" && icu_libraries | grep -q . ||
    { echo "Missing: ICU, which the .NET SDK needs (Debian: the package libicu followed by a number)" >&2 && exit 1; }
}

icu_libraries() { find /lib /usr/lib /usr/local/lib ${LD_LIBRARY_PATH:+"${LD_LIBRARY_PATH%%:*}"} -name 'libicuuc.so*' 2>/dev/null; }

need_dotnet() {
  if ! command -v dotnet >/dev/null; then
    echo "Missing: the .NET 10 SDK (command dotnet). Debian has no package of it; see https://dotnet.microsoft.com/download/dotnet/10.0" >&2
    exit 1
  fi
  if ! dotnet --list-sdks | grep -q '^10\.'; then
    echo "Missing: the .NET 10 SDK; here are: $(dotnet --list-sdks | cut -d' ' -f1 | tr '\n' ' ')" >&2
    exit 1
  fi
  need_icu
}
