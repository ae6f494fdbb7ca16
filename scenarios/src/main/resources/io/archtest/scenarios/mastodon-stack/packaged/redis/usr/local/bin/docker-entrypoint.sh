#!/bin/sh
# Starts Redis the way the official image does: as user redis, in /data, reachable from other containers.
set -eu

[ $# -gt 0 ] || set -- redis-server
case "$1" in -* | *.conf) set -- redis-server "$@" ;; esac
[ "$1" = redis-server ] || exec "$@"

if [ "$(id -u)" = 0 ]; then
  chown -R redis:redis .
  exec setpriv --reuid=redis --regid=redis --init-groups "$0" "$@"
fi

shift
umask 0077
# The official image is compiled without protected mode; the package has it, and would refuse other containers.
# It comes before the caller's options, so that they win; a configuration file has to stay the first argument.
case "${1:-}" in
  '' | -*) exec redis-server --protected-mode no "$@" ;;
  *) config=$1; shift; exec redis-server "$config" --protected-mode no "$@" ;;
esac
