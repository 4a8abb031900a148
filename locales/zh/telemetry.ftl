# 遥测:网关、模拟、回放、验链、设备、反控。

progress-simulate = 正在模拟设备……
progress-replay = 正在回放……
progress-request = 正在等待设备应答……

gateway-listening = 网关已启动，监听 { $addresses }；台账中可上报的设备 { $devices } 台。
gateway-status = 状态与指标：http://{ $address }/healthz、/metrics、/devices
gateway-no-devices = 台账中没有设备：收到的报文将被隔离，不入库。先用 lantian register import 登记监控设备，或用 lantian telemetry simulate --register 登记模拟设备。
gateway-stop = 按 Ctrl-C 停止：先停止接收，再把收件箱全部入库。
gateway-stopped = 网关已停止
simulate-title = 模拟结果
simulate-registered = 模拟设备（标为模拟）
simulate-there = 已在台账
simulate-new = 已登记
note-simulate = 以上为模拟设备自己的账，与网关无关；逐帧明细见 --ledger。
replay-title = 回放到 { $address }
note-replay = 时间未改动：重复的数据不会重存，数值不同的成为修订。
verify-chain-title = 原始报文存档的哈希链
verify-chain-breaks = 不符之处
verify-holds = 完好
verify-broken = 不符
verify-changed = 记录被改动
verify-missing = 缺少前面的记录
verify-inserted = 记录不是当时写入的
verify-reordered = 记录次序被调换
verify-truncated = 链比当时记下的短
verify-rewritten = 整条链被重写，与当时记下的链头不同
verify-unreadable = 有一段不是报文存档
note-verify-heads = 已与数据湖中记下的 { $count } 个链头核对。
note-verify-holds = 全部完好。
note-verify-unfinished = 末尾有 { $bytes } 字节未写完：正在写入，或上次异常终止时留下。
devices-title = 可上报的设备
devices-apart = 被隔离的报文
note-devices-no-gateway = 没有正在运行的网关应答，在线情况未知。
note-devices-doubt = { $device } 的“{ $column }”无法使用：{ $text }
note-devices-apart = 被隔离的报文已保存，没有入库，也没有应答。登记设备：lantian register set monitoring_device MN gateway_active=是。
request-title = 对 { $device } 的请求
request-executed = 已执行
request-noticed = 已收到通知
request-refused = 设备拒绝
request-failed = 设备执行失败
request-unfinished = 设备应答后没有回报结果
request-unanswered = 设备没有应答

failure-gateway-drain = 入库停止了。
    .hint = 见日志中的原因；收件箱中的报文没有丢失，重新启动后继续入库。
failure-gateway-bind = 网关不能监听该地址。
    .hint = 换一个端口（--listen、--status），或停掉占用它的程序。
failure-gateway-profile = 台账中有设备的编码习惯不认识。
    .hint = 编码习惯写 standard、modbus 或 any，见 docs/method/hj212.md。
failure-gateway-settings = 网关的设置不能用。
    .hint = 检查 lantian.toml 的 [gateway]。
failure-inbox-in-use = 收件箱正被另一个进程使用。
    .hint = 同一收件箱只能有一个网关；停掉另一个，或用 --inbox 指定别处。
failure-inbox-full = 收件箱已满。
    .hint = 检查入库是否停滞（日志），或加大 [gateway] inbox_max_bytes。
failure-inbox-disk = 收件箱所在的磁盘写不进去或读不出来。
    .hint = 检查剩余空间和权限。
failure-inbox-damaged = 收件箱的文件损坏。
    .hint = 从备份恢复该文件，或移到别处后继续；移走的部分不会入库。
failure-inbox-nats = 用不了 NATS 服务器上的收件箱。
    .hint = 检查地址、JetStream 是否启用、用户权限。
failure-inbox-behind = 这个收件箱不属于这个数据湖。
    .hint = 检查 --lake 与 --inbox 是否配对。
failure-archive-disk = 原始报文存档写不进去或读不出来。
    .hint = 检查剩余空间和权限。
failure-archive-in-use = 存档正被另一个进程写入。
    .hint = 同一存档只能有一个网关写入。
failure-archive-damaged = 原始报文存档不完整。
    .hint = 用 lantian telemetry verify 看清是哪一天、哪台设备；从备份恢复。
failure-secrets = 口令文件不能用。
    .hint = 格式为 [device."MN"] password = "…"；权限须为 600。
failure-simulate = 模拟不能开始。
    .hint = 检查参数。
failure-simulate-connect = 连不上网关。
    .hint = 先启动 lantian gateway，或用 --to 指明地址。
failure-simulate-fault = “{ $text }”不是故障比例。
    .hint = 写成 garbage=0.01；可用 garbage、duplicate、out_of_order、drift、half_open、slow、cut，比例 0 到 1。
failure-replay-nothing = 没有可回放的 HJ 212 报文。
    .hint = 文件应为报文原文（## 开头）；先用 lantian telemetry decode 查看。
failure-request = “{ $text }”不是可用的请求，或参数不对：{ $detail }
    .hint = 如 set_time、read_time、set_password password=…、read_hours begin=… end=…、calibrate factor=a21026。
failure-request-field = “{ $text }”不是参数。
    .hint = 写成 名=值，如 seconds=30。
failure-request-why = 反控要写明原因。
    .hint = 加上 --why 原因；操作人和原因会留作审计记录。
failure-request-token = 读不到网关的控制令牌 { $file }
    .hint = 网关启动时写出该文件，只有其属主能读；在网关所在的机器上以同一用户运行。
failure-request-gateway = 网关 { $address } 没有应答。
    .hint = 先启动 lantian gateway，或用 --status 指明地址。
failure-request-refused = 没有向 { $device } 发出请求：{ $detail }
    .hint = 用 lantian telemetry devices 查看设备是否登记、在线。

hours-title = { $outlet } { $day } 逐小时核算
hours-day = { $day } 日核算
hours-measured = 实测
hours-stopped = 停运
hours-substituted = 补遗
hours-undetermined = 未定
hours-no-limit = 无限值
hours-within = 未超
hours-exceeds = 超标（限值的 { $ratio } 倍）
hours-no-basis = 不作依据：{ $reason }
hours-unknown = 无法判定：{ $reason }
note-hours-oxygen = 基准含氧量 { $percent } %。带 * 的折算浓度为设备自报（没有可用的含氧量）。
note-hours-no-oxygen = 台账没有该排放口的基准含氧量，浓度不折算。
note-hours-no-limits = 台账没有该排放口的排放限值（outlet_limit），不判超标。
note-hours-method = 方法与出处：docs/method/stack.md；标为 assumed 的数值未见原文。
rates-title = { $outlet } { $period } 有效数据捕集率
rates-transmission = 传输有效率
note-rates = 捕集率 =（应有 − 无效 − 停运）/（应有 − 停运）；传输有效率 = 传输率 × 有效率。季度未结束时算到昨天。
track-title = { $vin } { $day } 轨迹
track-silences = 离线
track-events = 事件
track-logged-out = 已登出
track-silent = 未登出而中断
note-track = 每分钟应有 60 条记录；均值只用有效值，缺的仍为缺。

failure-hours-none = 数据湖中没有 { $outlet } 在 { $day } 的小时数据。
    .hint = 用 lantian telemetry devices 查看设备是否上报；补数：lantian telemetry request MN read_hours begin=… end=…。
failure-track-none = 数据湖中没有 { $vin } 在 { $day } 的记录。
    .hint = 检查 VIN 与日期，或车辆是否登记。
failure-stack-rules = 那时的核算规则没有收录。
    .hint = 换一个规则施行之后的日期。
failure-request-unknown = 台账中没有可上报的设备 { $device }，没有发出请求。
    .hint = 登记：lantian register set monitoring_device { $device } gateway_active=是。
failure-request-away = 设备 { $device } 不在线，或正在执行另一个请求；没有发出请求。
    .hint = 用 lantian telemetry devices 查看是否在线；设备连上后再试。
note-telemetry-simulated = 模拟：{ $devices } 在台账中标为模拟设备，以上数据不是实测。
