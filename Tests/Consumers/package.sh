#!/usr/bin/env bash
# Installs the package into a bare Debian root that is made from downloaded packages, and runs andon
# there; then runs the tarball's andon on this machine. Needs the right to mount.
#   package.sh FOLDER      where ci/package has put both
set -euo pipefail
folder=$1
work=$(mktemp -d -t andon-package-XXXXXX)
trap 'rm -rf "$work"' EXIT

deb=$(echo "$folder"/andon_*.deb)
tarball=$(echo "$folder"/andon_*.tar.xz)
(cd "$folder" && sha256sum --check --quiet ./*.sha256)

# What the package depends on, and what a root needs to install something: with all that they need.
wanted=(dpkg bash coreutils diffutils libc-bin)
depends=$(dpkg-deb --field "$deb" Depends)
IFS=, read -ra parts <<<"$depends"
for part in "${parts[@]}"; do
  read -r name _ <<<"$part"
  wanted+=("$name")
done
[ -n "$(find /var/lib/apt/lists -name '*Packages*' -print -quit)" ] || apt-get update -qq
mapfile -t closure < <(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts \
  --no-breaks --no-replaces --no-enhances "${wanted[@]}" | grep -E '^[a-z0-9]' | sort -u)
mkdir -p "$work/cache" "$work/root/var/lib/dpkg/info" "$work/root/var/lib/dpkg/updates" \
  "$work/root/proc" "$work/root/dev" "$work/root/tmp"
cd "$work/cache"
for package in "${closure[@]}"; do
  # A name that only others provide has no file.
  apt-cache show --no-all-versions "$package" >/dev/null 2>&1 && echo "$package"
done | xargs apt-get download -qq 2>/dev/null
for file in ./*.deb; do
  dpkg-deb -x "$file" "$work/root"
  dpkg-deb --field "$file" | sed '/^Package:/a Status: install ok installed'
  echo
done >"$work/root/var/lib/dpkg/status"
[ -e "$work/root/bin/sh" ] || ln -s bash "$work/root/bin/sh"
cp "$deb" "$work/root/tmp/andon.deb"
cat >"$work/root/tmp/andon.yaml" <<'Y'
version: 1
name: bare
stages:
  hello: { run: "echo hello | cat", slo: { wall: "<= 20s" } }
Y
cat >"$work/inside" <<'I'
set -eu
mount -t proc proc "$1/proc"
exec chroot "$1" /bin/bash -euc '
  export PATH=/usr/sbin:/usr/bin:/sbin:/bin
  ldconfig
  dpkg --install /tmp/andon.deb >/tmp/dpkg.log 2>&1 || { cat /tmp/dpkg.log; exit 1; }
  cd /tmp
  andon --version
  andon run >/tmp/console 2>&1
  exit=0
  andon run --report-dir red -- false >/tmp/console 2>&1 || exit=$?
  echo "red $exit"
'
I
seen=$(unshare --mount --propagation private bash "$work/inside" "$work/root")
expected=$(printf '%s\nred 20' "$(dpkg-deb --field "$deb" Version)")
if [ "$seen" != "$expected" ]; then
  printf 'in the bare root andon said:\n%s\n' "$seen"
  exit 1
fi
grep -q '"verdict":"green"' "$work/root/tmp/andon-out/verdict.json"
echo "the package: ${#closure[@]} packages in the root, green and red as they should be"

tar -C "$work" -xf "$tarball"
cd "$work"
"$work/$(basename "$tarball" .tar.xz)/andon" run -- true >/dev/null 2>&1
grep -q '"verdict":"green"' "$work/andon-out/verdict.json"
echo "the tarball: green"
