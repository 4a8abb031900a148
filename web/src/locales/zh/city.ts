// The words of City and of the comparison.
export default {
  title: '城市', period: '{period}', city: '城市', choose: '请选择', none: '请选择一个城市。', compare: '与其他城市比较', 'data-of': '数据为 {period}', plan: '行动方案', 'as-of': '评估日', replay: '回放', 'replay-hint': '用前一年份的数据代替后一年份：2016=2025', 'figures-of': '统计时段', show: '显示',
  targets: '目标与余量', 'no-targets': '方案没有针对该市的目标。', limit: '目标 {limit}', 'no-limit': '目标值未定', margin: '余量 {margin}', probability: '达成概率 {p}', range: '预计 {mid}（{low}～{high}）', past: '据 {from}～{to} 共 {n} 年', deadline: '期限 {day}', 'owed-by': '由 {body} 提供', 'by-today': '按现行 {edition}：',
  index: '综合指数', 'index-before': '上年同期综合指数', before: '上年同期', change: '同比', worse: '上升（变差）', better: '下降（变好）', shares: '各项在综合指数中的份额', item: '项目', statistic: '评价浓度', term: '单项指数', share: '份额',
  'days-ranks': '天数与位次', good: '优良天数', heavy: '重度及以上污染天数', ratio: '优良天数比率', valid: '有效天数', was: '上年同期 {n}', ranks: '综合指数位次', set: '范围', rank: '位次', of: '参评数', 'rank-in': '位次：{set}',
  items: '六项污染物与限值', value: '评价值', against: '与限值比', worst: '污染最重的日子', day: '日期', class: '级别', primary: '首要污染物', wind: '平均风速',
  'compare-title': '城市比较', back: '返回城市', which: '请选择要比较的城市', all: '全选', 'no-city': '全不选', figure: '指标',
}
