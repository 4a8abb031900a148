"""Sends what schemathesis thinks of to every operation of the description; a status of 5xx is a failure.

Usage: openapi.py BASE SECONDS [COOKIE TOKEN]. With a cookie the requests are those of its session; what would end it is
left out then.
"""

import subprocess
import sys

base, seconds = sys.argv[1:3]
session = sys.argv[3:5]

command = [
    sys.executable,
    "-m",
    "schemathesis.cli",
    "run",
    f"{base}/api/openapi.json",
    "--checks=not_a_server_error",
    "--phases=examples,coverage,fuzzing",
    f"--max-time={seconds}",
    "--max-examples=20",
    "--workers=1",
    "--request-timeout=30",
    "--seed=20190131",
    "--no-shrink",
    "--continue-on-failure",
    "--warnings=off",
    "--suppress-health-check=all",
    # Events never end.
    "--exclude-path=/api/v1/live",
]
if session:
    cookie, token = session
    command += [f"--header=Cookie:{cookie}", f"--header=X-CSRF-Token:{token}"]
    command += [
        "--exclude-path-regex=^/api/v1/session",
        "--exclude-path=/api/v1/accounts/{id}",
        "--exclude-path=/api/v1/accounts/{id}/reset",
        "--exclude-path=/api/v1/accounts/{id}/identities",
    ]
sys.exit(subprocess.run(command, check=False).returncode)
