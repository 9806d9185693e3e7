#!/usr/bin/env bash
# Answers GradBench on standard input and output; builds the tool first. Arguments go to the virtual machine.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
mvn -q -B -ntp -f "$here/../.." -pl samples/gradbench -am package -DskipTests </dev/null >&2
exec java -XX:+UseSerialGC "$@" -jar "$here/target/gradbench.jar"
