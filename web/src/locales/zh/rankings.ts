// The words of Rankings.
export default {
  title: '排名', set: '范围', 'set-of': '{name}（{n}）', kind: '时段', kinds: { month: '月', cumulative: '累计（1 月至今）', quarter: '季', year: '年', any: '任意时段' }, month: '月份', 'to-month': '累计至', from: '自', to: '至', year: '年份', quarter: '季度',
  edition: '日 AQI 标准版本', 'by-date': '按日期', dust: '扣除沙尘天', compare: '与上年同期比较', find: '查找', download: '下载',
}
