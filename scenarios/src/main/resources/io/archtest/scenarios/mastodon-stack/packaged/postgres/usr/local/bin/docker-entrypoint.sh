#!/bin/sh
# Starts PostgreSQL the way the official image does, as far as a Compose file can rely on it:
# POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB, POSTGRES_INITDB_ARGS, POSTGRES_HOST_AUTH_METHOD, PGDATA,
# /docker-entrypoint-initdb.d, and any arguments of the server.
set -eu

fail() {
  echo "Error: $*" >&2
  exit 1
}

# Everything but the postgres user's own work is done as root first: the data directory may be a fresh volume.
become_postgres() {
  mkdir -p "$PGDATA" /var/run/postgresql
  chown -R postgres:postgres "$PGDATA" /var/run/postgresql
  chmod 700 "$PGDATA"
  chmod 2775 /var/run/postgresql
  exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
}

create_cluster() {
  [ -n "${POSTGRES_PASSWORD:-}" ] || [ "$AUTH_METHOD" = trust ] \
    || fail "Database is uninitialized and superuser password is not specified: set POSTGRES_PASSWORD."
  password_file=$(mktemp)
  printf '%s\n' "${POSTGRES_PASSWORD:-}" > "$password_file"
  password_option="--pwfile=$password_file"
  [ -n "${POSTGRES_PASSWORD:-}" ] || password_option=--auth-local=trust
  # POSTGRES_INITDB_ARGS holds several options: splitting is wanted.
  # shellcheck disable=SC2086
  initdb -D "$PGDATA" --username="$POSTGRES_USER" "$password_option" ${POSTGRES_INITDB_ARGS:-}
  rm -f "$password_file"
  printf '\nhost all all all %s\n' "$AUTH_METHOD" >> "$PGDATA/pg_hba.conf"
  # The package's default is localhost only; the official image listens everywhere.
  printf "\nlisten_addresses = '*'\n" >> "$PGDATA/postgresql.conf"
}

run_init_scripts() {
  for script in /docker-entrypoint-initdb.d/*; do
    case "$script" in
      *.sh) echo "running $script"; sh "$script" ;;
      *.sql) echo "running $script"; psql -v ON_ERROR_STOP=1 --no-psqlrc -U "$POSTGRES_USER" -d "$POSTGRES_DB" -f "$script" ;;
      *) ;;
    esac
  done
}

# No TCP until the database is complete: a client that gets through too early would see half a database.
prepare_database() {
  pg_ctl -D "$PGDATA" -w -t 600 -o "-c listen_addresses=''" start
  if [ "$POSTGRES_DB" != postgres ]; then
    createdb -U "$POSTGRES_USER" --maintenance-db=postgres "$POSTGRES_DB"
  fi
  run_init_scripts
  pg_ctl -D "$PGDATA" -w -t 600 -m fast stop
  echo 'PostgreSQL init process complete; ready for start up.'
}

[ $# -gt 0 ] || set -- postgres
case "$1" in -*) set -- postgres "$@" ;; esac
[ "$1" = postgres ] || exec "$@"

export PGDATA="${PGDATA:-/var/lib/postgresql/data}"
POSTGRES_USER="${POSTGRES_USER:-postgres}"
POSTGRES_DB="${POSTGRES_DB:-$POSTGRES_USER}"
AUTH_METHOD="${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}"

[ "$(id -u)" != 0 ] || become_postgres "$@"
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  create_cluster
  prepare_database
fi
exec "$@"
