// The words of the frame and of what all views share.
export default {
  product: '蓝天 lantian', home: '蓝天 · 今日', skip: '跳到正文', navigation: '主导航', api: '接口文档', licences: '开源许可', version: '版本 {version}',
  'newest-hour': '数据至 {hour}', 'palette-statutory': '法定色', 'palette-safe': '色觉友好色', 'palette-means': '地图与图表的颜色：法定 AQI 颜色，或色觉障碍者也能分辨的颜色（法定图例不变）',
  'sign-in': '登录', 'sign-out': '退出登录', account: '我的账户', close: '关闭', copy: '复制', copied: '已复制', print: '打印', retry: '重试', loading: '正在读取…', more: '更多',
  empty: '没有内容', 'shown-of': '显示 {shown} / 共 {total}', semicolon: '；', comma: '、', undetermined: '不能判定', 'undetermined-short': '—', coverage: '有效 {valid} / 应有 {expected}', 'all-regions': '全部地区',
  table: '表格', 'shown-as': '显示方式', chart: '图', map: '地图', 'map-failed': '此浏览器不能绘制地图，请看表格。', 'zoom-in': '放大', 'zoom-out': '缩小', view: { today: '今日', plan: '行动方案', city: '城市', rankings: '排名', sources: '污染源', register: '台账', reports: '填报', quality: '数据质量', admin: '管理', more: '更多' },
  mark: { simulated: '模拟', replayed: '回放', reported: '上报', assumed: '设定', indicative: '参考' },
  'mark-means': { simulated: '由模拟数据得出，不是实测', replayed: '用另一年份的数据代替（回放）', reported: '由责任单位上报', assumed: '依据待确认的设定', indicative: '有效数据不足，只作参考，不作结论' },
  status: { met: '已达到', on_track: '可望达到', at_risk: '有风险', off_track: '难以达到', missed: '未达到', undetermined: '无法判定' },
  'status-letter': { met: '达', on_track: '望', at_risk: '险', off_track: '难', missed: '未', undetermined: '?' },
  trace: { open: '查看依据', 'open-of': '查看依据：{what}', title: '依据', 'as-of': '截至 {day}' },
  problem: { title: '出现问题（{status}）', 'unreachable-title': '连不上服务器', 'unreachable-hint': '请检查网络，或稍后重试。', 'page-title': '页面出错', 'page-hint': '请重试；若仍出现，请告诉管理员。', 'http_401-title': '需要登录', 'http_401-hint': '请先登录。', 'http_403-title': '没有权限', 'http_403-hint': '此内容不对您的账户开放。', 'http_404-title': '没有找到', 'http_404-hint': '地址可能已改变。', 'http_429-title': '请求过多', 'http_429-hint': '请稍等再试。', 'http_503-title': '服务器正忙', 'http_503-hint': '请稍后重试。' },
  legend: 'AQI 等级图例', calendar: { title: '{name} 日历', caption: '{name} {year} 年逐日 AQI', 'caption-month': '{name} {year} 年 {month} 月逐日 AQI', year: '年', month: '月', 'as-month': '月', 'as-year': '全年', days: '{n} 天', undetermined: '不能判定 {n} 天', partial: '有缺项,仅供参考', 'partial-days': '其中有缺项、仅供参考 {n} 天', weekday: { 0: '一', 1: '二', 2: '三', 3: '四', 4: '五', 5: '六', 6: '日' } },
}
