#!/bin/sh
# Runs Electron as an ordinary user: for root, Chromium has no sandbox.
exec setpriv --reuid=65534 --regid=65534 --clear-groups "$ELECTRON_BINARY" "$@"
