# 台账:模板、导入、导出、查看、历史、检查、修改。

progress-register-read = 正在读取 { $file }……
progress-register-import = 正在导入 { $file }：已处理 { $done } 行……
progress-register-bring = 正在把台账的变化送入数据湖……
progress-register-check = 正在检查台账……

register-list-title = 台账 { $place }
register-list-none = 台账（尚未建立）
register-import-title = 导入台账 { $file }
register-show-title = { $entity }
register-history-title = { $entity } { $key } 的变更历史
register-check-title = 台账检查
register-template-title = 台账模板
register-difference-title = { $entity }：与台账的差异
register-blank = （未知）

note-register-imported = { $entity }：新增 { $created }，更新 { $changed }，未变 { $same }，有误未导入 { $bad }（修订号 { $revision }）。
note-register-unchanged = { $entity }：与台账完全一致（{ $same } 行），有误未导入 { $bad }，未产生新修订。
note-register-dry-run = { $entity }：将新增 { $created }，将更新 { $changed }，不变 { $same }，有误 { $bad }。--dry-run：未写入。
note-register-marked = 有误的单元格已在副本中标红并加批注：{ $file }。改好副本后再导入一次即可，已导入的行不会重复。
note-register-more = 另有 { $count } 处，见 --format csv 或标红的副本。
note-register-skipped = { $entity }：跳过 { $count } 行：{ $reason }
note-register-source = 来源：{ $citation }，许可 { $licence }。
note-register-simulated = 以上数据标为模拟。
note-register-no-boundaries = 台账中没有县级边界，未核对经纬度与行政区划；先导入行政区边界（region_boundary）。
note-register-list = 模板：lantian register template 对象；导入：lantian register import 文件。
note-register-written = 已写入 { $file }（{ $count } 行）。
note-register-template = 已写入 { $file }：{ $entity }，{ $columns } 列。
note-register-checked = 共检查 { $count } 个对象，{ $misfits } 处不一致。
note-register-set = { $entity } { $key } 已修改（修订号 { $revision }）。
note-register-same = { $entity } { $key } 与原来相同，未产生新修订。
note-register-removed = { $entity } { $key } 已移出台账（修订号 { $revision }），历史仍可查。
note-register-shown = 显示 { $shown } 行，共 { $count } 行。
note-register-revision = 修订号 { $revision }：修改时带上 --revision { $revision }，他人先改过时会提示。

register-change-created = 新增
register-change-changed = 更新
register-change-removed = 移除
register-origin-real = 实际
register-origin-simulated = 模拟
register-trouble-dangling = “{ $value }”在“{ $entity }”中不存在
register-trouble-elsewhere = 行政区划为{ $value }，坐标却在{ $found }
register-trouble-nowhere = 没有行政区划，坐标也不在任何县界内
register-trouble-area-differs = 填的是“{ $value }”，与划定区域（{ $kind }）的边界不符
register-trouble-emission-unstated = 有废气排放口，但未标明“有废气排放”

failure-no-register = 没有台账：{ $place }
    .hint = 先用 lantian register import 导入，或用 --registry 指明台账。
failure-register-catalogue = 台账的对象定义互相矛盾。
    .hint = 检查自己方案的 vocabulary.toml：同一列在各方案中的类型和单位必须一致。
failure-register-address = “{ $place }”不是台账地址。
    .hint = 写文件路径，或 postgres://用户@主机/数据库。
failure-register-open = 打不开台账 { $place }
    .hint = 按原因处理后重试；PostgreSQL 请检查主机、用户和密码。
failure-register-denied = 数据库不允许这样做。
    .hint = 请管理员给该用户建表和写入的权限，或检查文件的权限。
failure-register-busy = 另有人正在写入台账。
    .hint = 等对方完成后再试一次；本次没有写入任何内容。
failure-register-busy-import = { $who } 正在导入 { $entity }（始于 { $at }）。
    .hint = 等对方完成后再试一次；本次没有写入任何内容。
failure-register-entity = 台账中没有“{ $text }”这类对象。
    .hint = 相近的：{ $known }
failure-register-entity-open = 不知道 { $file } 是哪类对象。
    .hint = 用 --entity 指明，例如 --entity 锅炉；模板的工作表名就是对象名。
failure-register-column = “{ $entity }”没有“{ $column }”这一列。
    .hint = 用 lantian register template { $entity } 查看全部列。
failure-register-unknown = 台账的“{ $entity }”中没有“{ $key }”。
    .hint = 用 lantian register show { $entity } 查看已有编号。
failure-register-nul = “{ $key }”的“{ $column }”里有不可见的空字符（NUL）。
    .hint = 删去该字符后重试。
failure-register-full = 台账所在的磁盘已满，未写入任何内容。
    .hint = 腾出空间后重试。
failure-register-damaged = 台账文件已损坏。
    .hint = 从备份恢复。
failure-register-changed-meanwhile = “{ $entity }”{ $key } 已被 { $who } 于 { $at } 改过（修订号 { $revision }，原因：{ $why }）：{ $columns }
    .hint = 先看清对方的修改，再用 --revision { $revision } 重做自己的修改。
failure-register-removed-meanwhile = “{ $entity }”{ $key } 已被 { $who } 于 { $at } 移出台账（修订号 { $revision }，原因：{ $why }）。{ $columns }
    .hint = 用 lantian register history { $entity } { $key } 查看历史。
failure-register-exists = 台账的“{ $entity }”中已有“{ $key }”（修订号 { $revision }）。
    .hint = 要修改它，请带上 --revision { $revision }。
failure-register-pair = “{ $text }”应写成 列=值，例如 在用=否。
    .hint = 列名用表头或编号，例如 lantian register set 锅炉 锅1 在用=否。
failure-register-who = 不知道是谁在修改。
    .hint = 用 --who 写上姓名或工号。
failure-register-cell = “{ $column }”的值“{ $text }”不能用：{ $problem }
    .hint = 按所说改正这个值后重试。
