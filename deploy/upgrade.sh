#!/usr/bin/env bash
# Bring a systemd installation to a release: sudo bash deploy/upgrade.sh /path/to/the/new/checkout
#
# A backup first, while it runs; then the new release is built beside the old one, and only the switch and the restart
# cost time (seconds). If the new one is not well after a minute, it says how to go back; nothing is deleted.
set -euo pipefail
umask 022 # the user the process runs as reads what is built here

new=$(realpath "${1:?give the folder of the new release}")
home=/opt/gengfu
health=http://127.0.0.1:${GENGFU_HTTP_PORT:-8080}/healthz
python=${PYTHON:-/usr/bin/python3} # the system's own: the unit sees no home folder, and no Python in one
old=$(realpath "$home/current" 2>/dev/null || true)

say() { printf '== %s\n' "$*"; }
well() { "$python" -c "import sys, urllib.request as u; u.build_opener(u.ProxyHandler({})).open(sys.argv[1], timeout=8)" "$health" 2>/dev/null; }

[ -f "$new/pyproject.toml" ] || { echo "$new is no checkout of Gengfu"; exit 2; }
[ "$new" != "$old" ] || { echo "$new is what runs already: check the new release out into a folder of its own"; exit 2; }

if systemctl is-active --quiet gengfu; then
  say "backup"
  systemctl start gengfu-backup.service
fi

case $(realpath "$python") in
  /root/* | /home/*) echo "$python lies in a home folder, where the service cannot reach it: PYTHON=/usr/bin/python3"; exit 2 ;;
esac

say "building $new/.venv from the locks"
"$python" -m venv "$new/.venv"
"$new/.venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$new/requirements/postgres.txt"
"$new/.venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --no-build-isolation "$new"
"$new/.venv/bin/gengfu" --version

say "switching over"
install -m 644 "$new"/deploy/gengfu.service "$new"/deploy/gengfu-backup.service "$new"/deploy/gengfu-backup.timer /etc/systemd/system/
ln -sfn "$new" "$home/current"
systemctl daemon-reload
systemctl restart gengfu

for _ in $(seq 60); do
  if well; then
    say "well: $("$new/.venv/bin/gengfu" --version)"
    exit 0
  fi
  sleep 1
done

cat <<END
== not well after a minute. See: journalctl -u gengfu -n 50
To go back:
  systemctl stop gengfu
  ln -sfn "${old:-THE OLD FOLDER}" "$home/current"
  systemctl start gengfu
If the old release says that a newer one has written the books (newer_database), restore the backup of a minute ago first:
  docs/deploy.md, "Going back".
END
exit 1
