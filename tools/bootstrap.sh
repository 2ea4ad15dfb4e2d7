#!/bin/sh
# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Makes build/venv with what tests/requirements.txt names; does nothing when it is there and up to date.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
venv=$root/build/venv
stamp=$venv/.made-from

# The stamp is written last: its absence means half-made, another path in it means moved.
wanted() {
    echo "$venv"
    cat "$root/tests/requirements.txt" "$root/requirements.txt"
}

say() {
    echo "$*" >&2
}

works() {
    "$venv/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

if works && wanted | cmp -s - "$stamp"; then
    exit 0
fi

python=
no_venv=
for name in python3 python3.13 python3.12 python3.11 python3.14; do
    # The real interpreter, not a shim and not that of an active virtual environment.
    found=$("$name" -c 'import sys; print(sys._base_executable if sys.version_info >= (3, 11) else "")' 2>/dev/null) || continue
    [ -n "$found" ] || continue
    if "$found" -c 'import ensurepip, venv' 2>/dev/null; then
        python=$found
        break
    fi
    no_venv=${no_venv:-$found}
done

if [ -z "$python" ]; then
    if [ -n "$no_venv" ]; then
        say "$no_venv cannot make virtual environments: install its venv module (Debian, Ubuntu: apt install python3-venv)."
    else
        say "Python 3.11 or newer is needed and was not found on PATH: install it (Debian, Ubuntu: apt install python3 python3-venv)."
    fi
    exit 1
fi

if ! works || ! [ -f "$stamp" ] || [ "$(head -n 1 "$stamp")" != "$venv" ]; then
    rm -rf "$venv"
    say "Making build/venv with $("$python" -V) ..."
    "$python" -m venv "$venv"
fi
rm -f "$stamp"
say "Installing tests/requirements.txt into build/venv ..."
log=$root/build/venv.log
if ! "$venv/bin/python" -m pip install --no-compile --disable-pip-version-check -r "$root/tests/requirements.txt" >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    say "pip could not install tests/requirements.txt: it must reach a package index (see its own proxy and index options)."
    exit 1
fi
wanted > "$stamp"
