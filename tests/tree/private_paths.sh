#!/bin/sh
# Usage: private_paths.sh TREE. Fails if a file under version control names a home folder, or the place of the tree.
set -eu
tree=$1

in_tree() {
  git -c safe.directory="$tree" -C "$tree" "$@"
}

[ "$(in_tree rev-parse --show-cdup 2>/dev/null || echo none)" = "" ] || exit 77

# A path begins where no name goes before it.
place=$(printf '%s' "$tree" | sed 's/[][\.*^$+?(){}|]/\\&/g')
start='(^|[^[:alnum:]_.}~*-])'
if in_tree grep -nIE "$start(/(home|root|Users)/|[A-Z]:\\\\+Users|$place/)" -- .; then
  echo "These lines name a folder of somebody's machine." >&2
  exit 1
fi
