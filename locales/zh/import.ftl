# 导入：每个文件的结果、缺陷与疑点。

import-title = 导入 { $count } 个文件
import-defects-title = 不能读入的内容（按原因）
import-mappings-title = 已有的列映射
import-warning = 疑点 { $file }：{ $doubt }（{ $of } 行中有 { $rows } 行）
import-unreadable = 文件不能打开或读取：{ $cause }。请检查路径与权限。
import-empty = 文件是空的，没有可导入的内容。请检查下载是否完整。
import-not-text = 文件是 { $kind }，不是文本。请先另存为 CSV。
import-no-mapping = 没有适合的映射。文件的列：{ $found }。最接近的映射：{ $near }。请写一个映射（TOML），用 --mapping 指明。
import-several-mappings = 适合的映射不止一个：{ $mappings }。请用 --mapping 指明。
import-missing-column = 缺少映射 { $mapping } 必需的列“{ $column }”。文件的列：{ $found }。{ $near ->
    [""] { "" }
   *[other] 是否为“{ $near }”？
}
import-no-value-column = 映射 { $mapping } 的浓度列一个也没有。文件的列：{ $found }。
import-repeated-column = 列“{ $column }”出现不止一次，无法判断以哪一列为准；请改名。
import-override-length = 映射 { $mapping } 指定了 { $expected } 列的表头，文件有 { $found } 列。
import-disk-full = 磁盘已满，本文件没有写入；先前完成的文件不受影响。请腾出空间后重新导入。（{ $cause }）
import-lake-failed = 数据湖未能写入：{ $cause }
progress-import = 正在导入 …
progress-imported = 已导入 { $done }/{ $total }：{ $file }
outcome-imported = 已导入
outcome-before = 先前已导入，未改动
outcome-dry-run = 仅检查，未写入
outcome-failed = 未导入
note-simulated = 以上为模拟数据，不是实测。
note-own-mapping = 自己的数据可写一个映射文件（TOML），格式见 crates/observe/mappings/README.md。
note-defects-kept = 缺陷逐条存于表 defect，原文照存；其余的行已正常导入。
failure-mapping = 映射文件 { $file } 有误。
    .hint = 格式见 crates/observe/mappings/README.md。
failure-mapping-unknown = 没有名为“{ $text }”的映射，也没有这个文件。
    .hint = 已有的映射：{ $known }。
defect-unknown_site = 名称不是已知地区；行已保留在原名下
defect-missing_site = 没有站点或城市；该行未导入
defect-not_a_number = 不是数字，也不是约定的缺测记号；按缺测处理
defect-negative = 负值；按缺测处理
defect-too_precise = 小数位超过可保存的位数；按缺测处理
defect-out_of_range = 超出可保存的范围；按缺测处理
defect-not_a_direction = 不是风向；按缺测处理
defect-bad_date = 不是日历上的日期；该行未导入
defect-bad_hour = 不是一天之内的小时；该行未导入
defect-wrong_field_count = 字段数与表头不符；该行未导入
defect-duplicate = 与前面的行重复；未再导入
defect-conflicting_duplicate = 与前面的行同站同时但数值不同；保留前者
defect-truncated_gzip = gzip 提前结束；之前的行已导入
defect-corrupt_gzip = gzip 已损坏；之前的行已导入
defect-read_stopped = 读取中断；之前的行已导入
defect-invalid_utf8 = 有不合编码的字节
defect-missing_column = 缺少该列；其值按缺测处理
