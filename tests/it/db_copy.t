#!/bin/bash
# Runs tests/it/db_copy_test.c, which speaks TAP, against a cluster of its own.
. "$(dirname "$0")/lib.sh"

cluster --fsync off
"$top/scripts/cluster" createdb --dir "$it_cluster" link >&2
SPOR_IT_DB=$(super_uri link) SPOR_IT_DIR=$it_cluster SPOR_CLUSTER=$top/scripts/cluster \
    CMOCKA_MESSAGE_OUTPUT=TAP "${SPOR_IT_BIN:-$top/build/asan/it}/db_copy_test" 2>"$it_dir/log" || {
    tail -n 40 "$it_dir/log" >&2
    exit 1
}
