#!/bin/sh
# restore FILE: replaces the database PGDATABASE of the PostgreSQL at RESTORE_HOST and RESTORE_PORT by what a backup holds. The
# old one stays if the backup is not whole.
set -eu
umask 077

file=$1
PGHOST=$RESTORE_HOST
PGPORT=$RESTORE_PORT
export PGHOST PGPORT

fail() {
  echo "restore failed: $*" >&2
  exit 1
}

plain=$(mktemp)
trap 'rm -f "$plain"' EXIT
[ -s "$file" ] || fail "$file is missing or empty"
gzip -dc "$file" > "$plain" || fail "$file is truncated or damaged"
[ -s "$plain" ] || fail "$file is an archive of nothing"
tail -n 10 "$plain" | grep -q '^-- PostgreSQL database dump complete' \
  || fail "$file is truncated: it lacks the line 'PostgreSQL database dump complete'"

dropdb --if-exists --force "$PGDATABASE" || fail "the old database could not be dropped"
createdb --template=template0 --encoding=UTF8 "$PGDATABASE" || fail "no database could be created"
psql --quiet --no-psqlrc --single-transaction --set=ON_ERROR_STOP=1 --output=/dev/null --file="$plain" \
  || fail "psql ended with exit code $?"
echo "restored into $PGHOST:$PGPORT: $file"
