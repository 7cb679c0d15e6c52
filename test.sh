#!/usr/bin/env bash
# Builds everything and runs all tests. The last line is "N passed, N failed"; the exit code says whether all passed.
# Whole outputs are kept in artifacts/test-logs. CIVICGRAINS_TEST_SECONDS: time limit of one test project.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1

limit_seconds=${CIVICGRAINS_TEST_SECONDS:-420}
logs=artifacts/test-logs
passed=0
failed=0

finish() {
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
  exit
}

# One check that is not a test project: name, then command. Its output is shown when it fails.
check() {
  local name=$1
  shift
  if "$@" >"$logs/$name.log" 2>&1; then
    passed=$((passed + 1))
    echo "ok      $name"
  else
    failed=$((failed + 1))
    tail -n 100 "$logs/$name.log"
    echo "FAILED  $name (whole output: $logs/$name.log)"
    return 1
  fi
}

format() {
  dotnet tool restore && dotnet csharpier check .
}

# Waits for what was started beside something else: process, then file with its output.
ended_well() {
  wait "$1" && return
  cat "$2"
  return 1
}

# A count from the runner's own summary: "Total: 5, Errors: 0, Failed: 1, Skipped: 1, Not Run: 0, Time: 0.3s".
count() {
  grep -E '^ +[^ ]+ +Total: [0-9]+' "$2" | tail -n 1 | grep -oE "$1: [0-9]+" | grep -oE '[0-9]+' || echo 0
}

# Runs a project; how it ended and how long it took are kept beside its output.
run_project() {
  local name=$1 status=0 started=$SECONDS
  local program=artifacts/bin/$name/debug/CivicGrains.$name
  # The runner's own process group ends with it, so nothing it started outlives a time-out.
  timeout --kill-after=15 "$limit_seconds" "$program" -noColor -noLogo </dev/null >"$logs/$name.log" 2>&1 || status=$?
  echo "$status $((SECONDS - started))" >"$logs/$name.ended"
}

report_project() {
  local name=$1 log=$logs/$1.log status seconds
  read -r status seconds <"$logs/$name.ended"

  local total failures errors skipped not_run good bad
  total=$(count Total "$log")
  failures=$(count Failed "$log")
  errors=$(count Errors "$log")
  skipped=$(count Skipped "$log")
  not_run=$(count 'Not Run' "$log")
  good=$((total - failures - skipped - not_run))
  bad=$((failures + errors))

  local why=''
  if [ "$status" -eq 124 ] || [ "$status" -eq 137 ]; then
    why="did not end within $limit_seconds s"
  elif [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
    why="ended with code $status"
  elif [ "$total" -eq 0 ]; then
    why='ran no test'
  fi
  if [ -n "$why" ]; then
    bad=$((bad + 1))
  fi

  passed=$((passed + good))
  failed=$((failed + bad))
  if [ "$bad" -gt 0 ]; then
    tail -n 200 "$log"
    echo "FAILED  $name: $good passed, $bad failed${why:+ ($why)} in $seconds s (whole output: $log)"
  else
    echo "ok      $name: $good passed${skipped:+, $skipped skipped} in $seconds s"
  fi
}

# The unit tests of the browser client, by the test runner of Node.js: "# pass 30", "# fail 0".
run_client_tests() {
  local log=$logs/Client.log status=0 good bad started=$SECONDS
  timeout --kill-after=15 "$limit_seconds" npm --prefix WebFrontend/Client test </dev/null >"$log" 2>&1 || status=$?
  good=$(sed -n 's/^# pass //p' "$log" | tail -n 1)
  bad=$(sed -n 's/^# fail //p' "$log" | tail -n 1)
  if [ "${good:-0}" -eq 0 ] || { [ "$status" -ne 0 ] && [ "${bad:-0}" -eq 0 ]; }; then
    bad=$((${bad:-0} + 1))
  fi

  passed=$((passed + ${good:-0}))
  failed=$((failed + bad))
  if [ "$bad" -gt 0 ]; then
    tail -n 200 "$log"
    echo "FAILED  Client: ${good:-0} passed, $bad failed (code $status, whole output: $log)"
  else
    echo "ok      Client: $good passed in $((SECONDS - started)) s"
  fi
}

# The tests start some sixty short-lived processes: none lives long enough to earn back what measuring its hot code costs,
# and threads of one that spin while they wait take the cores from the others.
export DOTNET_TieredPGO=0 DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0

mkdir -p "$logs"
# shellcheck source=scripts/needs.sh
source scripts/needs.sh
check needs-test scripts/needs.test.sh
check needs ensure_needs browser || finish
format >"$logs/formatting.log" 2>&1 &
formatting=$!
check build dotnet build CivicGrains.sln -maxCpuCount:4 --disable-build-servers -nologo -verbosity:quiet \
  -consoleLoggerParameters:'ErrorsOnly;NoSummary' || finish
check format ended_well "$formatting" "$logs/formatting.log"
run_client_tests
# Killed processes are mostly waited for, and storage mostly waits for the disk: what measures nothing runs beside them. The
# others measure how soon something is seen, and have the machine to themselves.
declare -A beside=([Chaos.Tests]='Domain.Tests' [Storage.Tests]='Grains.Tests Load.Tests')
for project in tests/*.Tests; do
  name=$(basename "$project")
  case " ${beside[*]} " in *" $name "*) continue ;; esac
  run_project "$name" &
  running=$!
  for other in ${beside[$name]:-}; do
    run_project "$other"
    report_project "$other"
  done
  wait "$running"
  report_project "$name"
done
finish
