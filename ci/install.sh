# What andon needs, installed where it is missing. Sourced by the scripts beside it.
# Knows Debian's names only; on another system it names the packages and stops.

# Installs the packages that are missing.
install_missing() {
  local missing=() package
  if ! command -v dpkg-query >/dev/null; then
    local header absent=()
    for header in libxml-2.0 yaml-0.1 libpcre2-8 sqlite3 libarchive libcmark-gfm; do
      pkg-config --exists "$header" 2>/dev/null || absent+=("$header")
    done
    [ ${#absent[@]} -eq 0 ] && return 0
    echo "andon needs the development files of ${absent[*]} (Debian: $*)" >&2
    return 69
  fi
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
      missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  echo "installing ${missing[*]}" >&2
  local sudo=()
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  "${sudo[@]}" apt-get update -qq >&2
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

# What a build needs.
build_packages=(
  libxml2-dev libyaml-dev libpcre2-dev libsqlite3-dev libarchive-dev libssl-dev
  libcmark-gfm-dev libcmark-gfm-extensions-dev pkg-config
)
# What the tests need besides: compilers and clients for real input.
test_packages=(
  gcc make python3 python3-jsonschema python3-yaml libxml2-utils xz-utils
  git jq openssh-client locales faketime disorderfs cmark-gfm
)

# What the consumers of reports need; the rest of them comes into a private environment.
consumer_packages=(python3-venv ruby ruby-activesupport ruby-nokogiri git)
more_consumer_packages=(
  buildbot buildbot-worker dpkg-dev rustc golang-go bats node-istanbul
)

need_swift() {
  command -v swift >/dev/null && return 0
  echo "andon needs Swift 6.2 or newer on PATH: see swift.org/install" >&2
  return 69
}
