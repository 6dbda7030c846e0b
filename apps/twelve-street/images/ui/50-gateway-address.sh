#!/bin/sh
# Puts the gateway's address into the pages, for the browser never sees this container's environment.
# They go to /tmp, the one place that may be written to.
set -eu

address="${VUE_APP_API_HOST:-}"
case "$address" in
"" | *[!A-Za-z0-9.:/_-]*)
  echo "VUE_APP_API_HOST is \"$address\": give the gateway's address, like http://gateway.example.com:8080" >&2
  exit 1
  ;;
esac

rm -rf /tmp/www
cp -R /opt/www /tmp/www
find /tmp/www -type f \( -name '*.js' -o -name '*.js.map' -o -name '*.html' \) \
  -exec sed -i "s|__VUE_APP_API_HOST__|$address|g" {} +
