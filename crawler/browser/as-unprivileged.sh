#!/bin/sh
# Started by Playwright, as root, in Chromium's place: hands the fresh profile to an unprivileged user and becomes
# Chromium under that user. The DevTools pipe (descriptors 3 and 4) goes through exec untouched.
#
# In, by environment (crawler/browser/launch.ts writes them):
#   HARRIER_BROWSER        the program, absolute
#   HARRIER_BROWSER_UID    who it runs as, never 0
#   HARRIER_BROWSER_GID
#   HARRIER_PROFILE_ROOT   the folder that Playwright makes profiles in; nothing outside of it changes hands
#   HARRIER_NO_SANDBOX     "unsafe" lets the switches pass that turn the sandbox off
# Exit: 126 where it refuses to start, else Chromium's.
set -eu

refuse() {
  echo "as-unprivileged.sh: $1" >&2
  exit 126
}

[ "$HARRIER_BROWSER_UID" -gt 0 ] && [ "$HARRIER_BROWSER_GID" -gt 0 ] || refuse "the browser does not run as root"

profile=
for argument in "$@"; do
  case $argument in
    --user-data-dir=*)
      profile=${argument#--user-data-dir=} ;;
    --no-sandbox | --no-sandbox=* | --disable-setuid-sandbox | --disable-namespace-sandbox | --disable-seccomp-filter-sandbox | --single-process)
      [ "${HARRIER_NO_SANDBOX:-}" = unsafe ] || refuse "$argument would turn the sandbox off" ;;
  esac
done

if [ -n "$profile" ]; then
  name=${profile#"$HARRIER_PROFILE_ROOT"/}
  case $name in
    "$profile" | "" | . | .. | */*) refuse "the profile is not a folder in $HARRIER_PROFILE_ROOT" ;;
  esac
  [ -d "$profile" ] && [ ! -L "$profile" ] || refuse "the profile is no folder"
  chown -h "$HARRIER_BROWSER_UID:$HARRIER_BROWSER_GID" "$profile"
fi

cd "$HOME"
umask 077
browser=$HARRIER_BROWSER uid=$HARRIER_BROWSER_UID gid=$HARRIER_BROWSER_GID
unset HARRIER_BROWSER HARRIER_BROWSER_UID HARRIER_BROWSER_GID HARRIER_PROFILE_ROOT HARRIER_NO_SANDBOX
exec setpriv --reuid="$uid" --regid="$gid" --clear-groups --inh-caps=-all "$browser" "$@"
