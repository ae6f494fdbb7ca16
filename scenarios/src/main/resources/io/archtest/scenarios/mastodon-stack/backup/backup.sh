#!/bin/sh
# backup [FILE]: dumps the database that PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE name, compressed, into FILE. Says
# what it wrote, or fails with a reason and leaves no file that could be taken for a backup.
set -eu
umask 077

file=${1:-/backups/$PGDATABASE-$(date -u +%Y-%m-%dT%H%M%SZ).sql.gz}
partial=$file.partial

fail() {
  echo "backup failed: $*" >&2
  rm -f "$partial" "$partial.gz"
  exit 1
}

# PostgreSQL says that it has no database of this name; pgbouncer has, or words it differently. Through pgbouncer a dump may
# even succeed, but its empty search_path stays behind in connections that Mastodon gets next.
answer=$(psql --no-psqlrc --dbname=pgbouncer --command='SHOW VERSION' 2>&1) || true
case "$answer" in
  *'database "pgbouncer" does not exist'*) ;;
  *) fail "$PGHOST:$PGPORT is not PostgreSQL itself but a pgbouncer in front of it, or can't be reached: $answer" ;;
esac

# Not piped into gzip: a pipe's exit code is that of its last command, so a pg_dump that fails would leave an empty archive
# and exit code 0. pg_dump also fails when it is older than the server.
pg_dump --file="$partial" || fail "pg_dump ended with exit code $?"
tail -n 10 "$partial" | grep -q '^-- PostgreSQL database dump complete' \
  || fail "the dump is incomplete: $(wc -c < "$partial") bytes without the line 'PostgreSQL database dump complete'"
gzip -f "$partial" || fail "gzip ended with exit code $?"
gzip -t "$partial.gz" || fail "the archive can't be read again"
mv "$partial.gz" "$file"
echo "backup written: $file, $(wc -c < "$file") bytes"
