#!/usr/bin/env bash
# Kills an ingest at random moments and shows that nothing is lost: after each kill the database is sound,
# and once a run has finished it holds exactly what an undisturbed run stores.
#   bash tests/kill.sh ROUNDS [PROGRAM [FOLDER]]
set -eu
rounds=${1:?how many rounds}
here=$(cd "$(dirname "$0")/.." && pwd)
export LC_ALL=en_US.UTF-8
program=$(realpath "${2:-$here/target/debug/policy-metrics}")
folder=$(realpath "${3:-$here/assets/samples}")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

fail() { # MESSAGE
    printf 'round %s: %s\n' "$round" "$1"
    exit 1
}

# Some files of a folder may hold nothing to read, so that its exit code says nothing here.
ingest() { # DATABASE
    "$program" --db "$1" ingest "$folder" >ingest.log 2>&1 || true
}

# The tool that made the damage impossible is not the one to ask whether it worked, where another is at hand.
check() { # DATABASE
    "$program" --db "$1" doctor >doctor.log 2>&1 || { cat doctor.log; fail "doctor finds fault"; }
    if command -v sqlite3 >/dev/null; then
        [ "$(sqlite3 "$1" 'pragma integrity_check; pragma foreign_key_check;')" = ok ] || fail "sqlite3 finds fault"
    fi
}

round=0
began=$(date +%s%N)
ingest clean.db
whole=$((($(date +%s%N) - began) / 1000000))
check clean.db
"$program" --db clean.db export claims --out clean.jsonl
claims=$(wc -l <clean.jsonl)
[ "$claims" -gt 0 ] || fail "an undisturbed run stores nothing"
stored=$(sed -n 's/.*documents: //p; s/.*older versions: //p' doctor.log | paste -sd+)
printf 'undisturbed: %s claims of %s documents in %s ms\n' "$claims" "$stored" "$whole"

cut_off=0
for round in $(seq "$rounds"); do
    database=$round.db
    # Most kills hit the run under way, some the start and some the end.
    delay=$(((RANDOM * 32768 + RANDOM) % (whole + whole / 10)))
    "$program" --db "$database" ingest "$folder" >/dev/null 2>&1 &
    running=$!
    sleep "$(printf '%d.%03d' $((delay / 1000)) $((delay % 1000)))"
    kill -9 "$running" 2>/dev/null || true
    wait "$running" 2>/dev/null || true
    documents=-
    if "$program" --db "$database" doctor >doctor.log 2>&1; then
        documents=$(sed -n 's/.*documents: //p' doctor.log)
        cp "$database" copy.db
        [ ! -e "$database-wal" ] || cp "$database-wal" copy.db-wal
        check copy.db
        rm -f copy.db*
    elif ! grep -q 'does not exist or is empty' doctor.log; then
        cat doctor.log
        fail "doctor finds fault after a kill at $delay ms"
    fi
    ingest "$database"
    check "$database"
    "$program" --db "$database" export claims --out after.jsonl
    cmp clean.jsonl after.jsonl || fail "killed at $delay ms, it does not hold what an undisturbed run stores"
    [ "$stored" = "$(sed -n 's/.*documents: //p; s/.*older versions: //p' doctor.log | paste -sd+)" ] ||
        fail "killed at $delay ms, it holds other documents than an undisturbed run stores"
    all=$(sed -n 's/.*documents: //p' doctor.log)
    case $documents in -|0|"$all") ;; *) cut_off=$((cut_off + 1)) ;; esac
    printf 'round %s: killed at %s ms with %s documents, complete after another run\n' "$round" "$delay" "$documents"
    rm -f "$database"*
done
printf '%s rounds, %s of them cut off between the first document and the last, nothing lost\n' "$rounds" "$cut_off"
