#!/usr/bin/env bash
# Builds the program with one planted fault at a time, in a copy of the last commit, and runs the tests that guard against loss: crash,
# stop, outage, restart, retry, resume, retention, books. Prints which test caught each fault, and fails when one was not caught.
#
#   bash tests/Faults/faults.sh                      every fault
#   bash tests/Faults/faults.sh resume-skips-one     some
#
# A fault is a patch beside this script. Its first line says what the program does wrong.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tests=(Storage.SqliteWriter SqliteRetention SqliteReconciliation Books.Verify ResumeTests RetryTests RestartTests ProgramTests StopTests
  TerminateTests OutageTests UncommittedTests CrashTests)

copy=$(mktemp -d)
trap 'git -C "$here" worktree remove --force "$copy/tree" 2>/dev/null; rm -rf "$copy"' EXIT
git -C "$here" worktree add --quiet --detach "$copy/tree" HEAD
cd "$copy/tree"

build() { dotnet build tests/IntegrationTests --nologo -v quiet -p:BuildWebUi=false -p:TreatWarningsAsErrors=false -p:RunAnalyzers=false; }
# The first test that fails of some classes; nothing when none does.
first_failure() {
  dotnet run --project tests/IntegrationTests --no-build -- -stopOnFail -noColor "$@" 2>&1 | grep -m 1 -oE '[A-Za-z]+Tests\.[A-Za-z_]+.*\[FAIL\]' || true
}

names=("$@")
[ ${#names[@]} -gt 0 ] || for patch in "$here"/*.patch; do names+=("$(basename "$patch" .patch)"); done
missed=0
for name in "${names[@]}"; do
  git apply --whitespace=nowarn "$here/$name.patch"
  if ! build >"$copy/build.log" 2>&1; then
    tail -n 20 "$copy/build.log"
    echo "$name: does not build"
    missed=$((missed + 1))
  else
    caught=""
    for class in "${tests[@]}"; do
      caught=$(first_failure -class "*$class*")
      [ -z "$caught" ] || break
    done
    if [ -n "$caught" ]; then echo "$name: caught by ${caught% \[FAIL\]}"; else
      echo "$name: NOT CAUGHT ($(head -n 1 "$here/$name.patch"))"
      missed=$((missed + 1))
    fi
  fi
  git checkout --quiet -- .
done
echo "$((${#names[@]} - missed)) of ${#names[@]} planted faults were caught"
[ "$missed" = 0 ]
