# Sourced by ./test and the checks: builds and runs a test project. The caller has sourced console.sh and build.sh, and stands in the repository's folder.
# shellcheck shell=bash

# tests_of PROJECT [FILTER...]: builds a test project and runs it; counts what its console says.
tests_of() { tests_in command "$@"; }

# tests_in COMMAND PROJECT [FILTER...]: the same, run by that command.
tests_in() {
  local by=$1 project=$2 log results
  shift 2
  if [ ! -d "tests/$project" ]; then
    skip "$project" "not in this tree"
    return
  fi
  need_dotnet
  log=artifacts/test-$project.log
  mkdir -p artifacts
  if ! dotnet build "tests/$project/$project.csproj" -c Release --nologo -v quiet >"$log" 2>&1; then
    fail "$project builds" "all of it in $log"
    grep 'error' "$log" | sort -u | head -n 20
    return
  fi
  results=$(mktemp -d)
  "$by" dotnet "tests/$project/bin/Release/net10.0/$project.dll" --no-progress --no-ansi --results-directory "$results" \
    --report-junit --report-junit-filename "$project.xml" --output Detailed "$@" >"$log" 2>&1
  local status=$?
  cp "$results"/*.xml artifacts/ 2>/dev/null
  rm -rf "$results"
  grep -vE '^ *(In process file artifacts|- .*\.xml|$)' "$log" | grep -v '^passed '
  counted_from "$log" "$status" "$project"
}

# Adds what a test program printed on its closing lines; a program that never came to them has failed.
counted_from() {
  local log=$1 status=$2 project=$3 succeeded failures skips
  succeeded=$(sed -n 's/^ *succeeded: \([0-9]*\)$/\1/p' "$log" | tail -n 1)
  failures=$(sed -n 's/^ *failed: \([0-9]*\)$/\1/p' "$log" | tail -n 1)
  skips=$(sed -n 's/^ *skipped: \([0-9]*\)$/\1/p' "$log" | tail -n 1)
  passed=$((passed + ${succeeded:-0})) failed=$((failed + ${failures:-0})) skipped=$((skipped + ${skips:-0}))
  # 8: no test matched the filter.
  if [ "$status" -eq 8 ] && [ -n "$succeeded" ]; then
    skip "$project" "no test in this part"
  elif [ "$status" -ne 0 ] && [ "${failures:-0}" -eq 0 ]; then
    fail "$project" "its tests ended with status $status before they were through"
  fi
}
