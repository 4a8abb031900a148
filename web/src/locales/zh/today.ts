// The words of Today.
export default {
  title: '今日空气', edition: '按 {edition} 评价', level: '范围', levels: { city: '城市', county: '县区', station: '站点' }, counted: { city: '{n} 个城市', county: '{n} 个县（市、区）', station: '{n} 个站点' },
  'headline-label': '概况', headline: '{region} {level}：最高 {highest}；最低 {lowest}。', 'headline-none': '{region}：这一小时没有可判定的数据。', place: '{name} {aqi}（{class}{primary}）', 'with-primary': '，首要污染物 {primary}',
  live: '实时更新', 'live-means': '有新数据时自动刷新', hour: '时间', day: '日期', 'hour-of-day': '钟点', clock: '{hour} 时', 'day-back': '前一天', 'hour-back': '前一小时', 'hour-on': '后一小时', 'day-on': '后一天', newest: '最新',
  map: '地图', 'map-label': '{hour} 各地空气质量地图；同样的数值见表格', schematic: '示意边界，不作法定界线依据。',
  ranking: '实时排名', 'ranking-hint': '点名称看曲线，点 › 看城市', rank: '名次', aqi: 'AQI', primary: '首要污染物', change: '较24小时前', more: '依据 / 详情', choose: '{name}：看最近72小时', open: '打开 {name}', absent: '{n} 处没有数据',
  hours72: '{name} 最近 72 小时', 'hours72-label': '{name} 自 {from} 至 {to} 的逐小时 AQI 与浓度；同样的数值见表格', lines: '浓度曲线', time: '时间',
  changes: '24 小时内的变化', 'no-changes': '24 小时内没有变化', kind: { class_up: '等级上升（变差）', class_down: '等级下降（变好）', import: '导入数据', finding: '判定变化', register: '台账变化' },
}
