# Telemetry: the gateway, simulation, replay, verification, devices, requests.

progress-simulate = Simulating devices …
progress-replay = Replaying …
progress-request = Waiting for the device …

gateway-listening = The gateway listens on { $addresses }; { $devices } devices of the register may speak.
gateway-status = Health and metrics: http://{ $address }/healthz, /metrics, /devices
gateway-no-devices = The register has no device: frames are kept apart and do not enter the lake. Register monitors with lantian register import, or simulated ones with lantian telemetry simulate --register.
gateway-stop = Ctrl-C stops it: no new connections, then the inbox is emptied into the lake.
gateway-stopped = The gateway has stopped
simulate-title = What was simulated
simulate-registered = Simulated devices (marked as simulated)
simulate-there = in the register already
simulate-new = entered
note-simulate = These are the devices' own accounts, not the gateway's; --ledger has every frame.
replay-title = Replayed to { $address }
note-replay = Times are as they were: what is there already is not stored again, other values become revisions.
verify-chain-title = Hash chains of the archive of raw frames
verify-chain-breaks = What does not hold
verify-holds = holds
verify-broken = does not hold
verify-changed = the record was changed
verify-missing = records before it are missing
verify-inserted = the record was not written here
verify-reordered = records were reordered
verify-truncated = the chain is shorter than when its head was recorded
verify-rewritten = the chain was rewritten: its head is not the recorded one
verify-unreadable = a part of the file is no archive
note-verify-heads = Compared with { $count } heads recorded in the lake.
note-verify-holds = Everything holds.
note-verify-unfinished = { $bytes } bytes at the end are unfinished: being written, or left by a crash.
devices-title = Devices that may speak
devices-apart = Frames kept apart
note-devices-no-gateway = No running gateway answers; who is connected is unknown.
note-devices-doubt = { $column } of { $device } cannot be used: { $text }
note-devices-apart = Frames kept apart are stored, not in the lake's values, and were not answered. To register a device: lantian register set monitoring_device MN gateway_active=yes.
request-title = Request to { $device }
request-executed = executed
request-noticed = the notice was answered
request-refused = the device refused
request-failed = the device failed to execute it
request-unfinished = the device answered and then reported no result
request-unanswered = the device did not answer

failure-gateway-drain = The emptying of the inbox has stopped.
    .hint = The log says why; nothing in the inbox is lost, and the next start goes on.
failure-gateway-bind = The gateway cannot listen on that address.
    .hint = Take another port (--listen, --status), or stop the program that has it.
failure-gateway-profile = A device of the register has an unknown codec profile.
    .hint = Profiles are standard, modbus or any, see docs/method/hj212.md.
failure-gateway-settings = The gateway's settings cannot be used.
    .hint = Look at [gateway] in lantian.toml.
failure-inbox-in-use = Another process has the inbox open.
    .hint = One gateway an inbox: stop the other one, or name another place with --inbox.
failure-inbox-full = The inbox is full.
    .hint = See in the log whether the drain stands still, or raise inbox_max_bytes of [gateway].
failure-inbox-disk = The disk of the inbox cannot be read or written.
    .hint = Look at free space and permissions.
failure-inbox-damaged = A file of the inbox is damaged.
    .hint = Restore it, or move it elsewhere to go on; what was moved does not enter the lake.
failure-inbox-nats = The inbox on the NATS server cannot be used.
    .hint = Look at the address, whether JetStream is on, and the user's rights.
failure-inbox-behind = This inbox does not belong to this lake.
    .hint = See that --lake and --inbox are a pair.
failure-archive-disk = The archive of raw frames cannot be read or written.
    .hint = Look at free space and permissions.
failure-archive-in-use = Another process writes the archive.
    .hint = One gateway writes an archive.
failure-archive-damaged = The archive of raw frames is not whole.
    .hint = lantian telemetry verify tells the day and the device; restore it from a back-up.
failure-secrets = The file of secrets cannot be used.
    .hint = It has tables like [device."MN"] with password = "…", and mode 600.
failure-simulate = The simulation cannot begin.
    .hint = Look at the options.
failure-simulate-connect = The gateway cannot be reached.
    .hint = Start lantian gateway first, or name its address with --to.
failure-simulate-fault = '{ $text }' is no share of a fault.
    .hint = Write garbage=0.01; there are garbage, duplicate, out_of_order, drift, half_open, slow and cut, from 0 to 1.
failure-replay-nothing = There is no HJ 212 frame to replay.
    .hint = Files hold frames as on the wire (from ##); look with lantian telemetry decode.
failure-request = '{ $text }' is no request, or its parameters are wrong: { $detail }
    .hint = Such as set_time, read_time, set_password password=…, read_hours begin=… end=…, calibrate factor=a21026.
failure-request-field = '{ $text }' is no parameter.
    .hint = Write NAME=VALUE, such as seconds=30.
failure-request-why = A request to a device needs a reason.
    .hint = Add --why REASON; who and why are kept as a record.
failure-request-token = The gateway's token cannot be read from { $file }
    .hint = The gateway writes it at its start, for its owner alone: run this on the gateway's machine as the same user.
failure-request-gateway = The gateway at { $address } does not answer.
    .hint = Start lantian gateway first, or name its address with --status.
failure-request-refused = Nothing was sent to { $device }: { $detail }
    .hint = See with lantian telemetry devices whether it is registered and connected.

hours-title = { $outlet } { $day } hour by hour
hours-day = { $day } as a day
hours-measured = measured
hours-stopped = stopped
hours-substituted = filled
hours-undetermined = unknown
hours-no-limit = no limit
hours-within = within
hours-exceeds = exceeds ({ $ratio } times the limit)
hours-no-basis = no basis: { $reason }
hours-unknown = undetermined: { $reason }
note-hours-oxygen = Reference oxygen { $percent } %. Folded values with * are the device's own: there was no oxygen to fold by.
note-hours-no-oxygen = The register has no reference oxygen of this outlet; nothing is folded.
note-hours-no-limits = The register has no limits of this outlet (outlet_limit); nothing is judged.
note-hours-method = Method and sources: docs/method/stack.md; figures marked assumed were not seen in the document.
rates-title = { $outlet } { $period } capture rates
rates-transmission = Effective transmission rate
note-rates = Capture rate = (hours − invalid − stopped) / (hours − stopped); effective transmission = transmission × validity. A quarter under way is counted up to yesterday.
track-title = { $vin } { $day } track
track-silences = Silences
track-events = Events
track-logged-out = logged out
track-silent = silent without a logout
note-track = Sixty records are due a minute; means are of valid values, what is missing stays missing.

failure-hours-none = The lake has no hours of { $outlet } on { $day }.
    .hint = See with lantian telemetry devices whether it sends; ask again with lantian telemetry request MN read_hours begin=… end=….
failure-track-none = The lake has no records of { $vin } on { $day }.
    .hint = Look at the VIN and the day, and whether the vehicle is registered.
failure-stack-rules = No rules for that time are known.
    .hint = Name a day on which they are in force.
failure-request-unknown = The register has no device { $device } that may speak; nothing was sent.
    .hint = Register it: lantian register set monitoring_device { $device } gateway_active=yes.
failure-request-away = Device { $device } is not connected, or is busy with another request; nothing was sent.
    .hint = See with lantian telemetry devices whether it is connected, and try again when it is.
note-telemetry-simulated = SIMULATED: the register has { $devices } as simulated; these data are not measured.
