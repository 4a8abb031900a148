// The nine views and what opens from them: address, who looks, what it says in both languages, and numbers that stand
// in the archives. Those of January 2019, 2016 and the trackers are looked for only where the archives are.
import { DEVICE, PLANT } from './house.mjs'

const YEAR_OF_PLAN = 'as_of=2025-12-31&replay=2016%3D2025'

/** `zh`, `en`: words of each language. `both`: words that do not change. `real`: numbers of the archives.
    `archives`: the view has nothing to show without them. */
export const VIEWS = [
  // 2019-01-12 12:00 as published: Linfen 329 (PM2.5 279), Shuozhou 112.
  { name: 'today', path: '/?at=2019-01-12T12:00', who: null, zh: ['今日空气', '实时排名', '临汾', '严重污染'], en: ['The air today', 'Ranking now', 'Linfen', 'Shuozhou'], both: [], real: ['329', '112', '279'] },
  { name: 'today-stations', archives: true, path: '/?level=station', who: null, zh: ['站点', '尖草坪'], en: ['Stations'], both: [], real: ['2020-04-08 03:00'] },
  { name: 'plan', path: '/plan', who: 'admin', zh: ['条款看板', '实施城市空气质量达标管理', '无法判定', '截至 2025-11-23'], en: ['Board of clauses', 'Manage cities towards attainment', 'undetermined', 'As of 2025-11-23'], both: ['2016=2025'], real: [] },
  { name: 'plan-public', path: '/plan', who: null, zh: ['实施城市空气质量达标管理', '难以达到'], en: ['Manage cities towards attainment', 'off track'], both: [], real: [] },
  // The annual mean of 2016 in Linfen, rounded as the standard rounds it, against the 44 of the plan.
  { name: 'clause', path: `/plan/shanxi-2024/clause/26?${YEAR_OF_PLAN}&region=141000`, who: 'admin', zh: ['第 26 条', '临汾市、运城市力争控制在44微克/立方米以下', '责任主体'], en: ['Clause 26', 'Responsible bodies', 'Linfen'], both: ['A122', '44'], real: ['72'] },
  { name: 'city', archives: true, path: '/city/141000', who: 'admin', zh: ['临汾', '目标与余量', '综合指数', '污染最重的日子'], en: ['Linfen', 'Targets and what is left', 'Composite index', 'The worst days'], both: ['PM2.5'], real: [] },
  { name: 'compare', archives: true, path: '/compare?cities=140100,140200,141000', who: null, zh: ['城市比较', '太原', '大同', '临汾'], en: ['Cities compared', 'Taiyuan', 'Datong', 'Linfen'], both: [], real: [] },
  // January 2019 as the command line and the statements of that month have it: Datong first, Linfen last.
  { name: 'rankings', path: '/rankings?set=shanxi11&period=2019-01', who: null, zh: ['排名', '综合指数', '临汾', '大同'], en: ['Rankings', 'Linfen', 'Datong'], both: [], real: ['13.26', '6.12', '9.91'] },
  { name: 'sources', path: '/sources', who: 'admin', zh: ['污染源', '模拟钢铁公司', '模拟'], en: ['Sources', 'simulated'], both: [PLANT], real: ['gem:P100000120258'] },
  { name: 'facility', path: `/sources/facility/${PLANT}`, who: 'admin', zh: ['模拟钢铁公司', '登记内容', '废气排放口'], en: ['What is registered', 'exhaust outlet'], both: [], real: [] },
  { name: 'telemetry', path: `/sources/facility/${PLANT}?tab=telemetry&device=${DEVICE}`, who: 'admin', zh: ['最新值', '原始报文', '二氧化硫', '完整'], en: ['Latest values', 'Raw frames', 'Hash chain'], both: [DEVICE, '35'], real: [] },
  { name: 'rule', archives: true, path: '/sources/rules/shanxi-2024/B008', who: 'admin', zh: ['有序淘汰30万千瓦以下燃煤机组', '分地区'], en: ['By region', 'Evidence'], both: ['B008'], real: [] },
  { name: 'register', path: '/register', who: 'admin', zh: ['台账', '排放口许可限值', '矿山'], en: ['Register', 'permitted limit of an outlet'], both: [], real: ['690'] },
  { name: 'register-kind', path: '/register/outlet_limit', who: 'admin', zh: ['排放口许可限值', '新增一条', '上传表格'], en: ['permitted limit of an outlet', 'Add an entry', 'Upload a sheet'], both: [`${PLANT}-SO2`], real: [] },
  { name: 'register-row', path: `/register/facility/${PLANT}`, who: 'admin', zh: ['企业', '历史', '内容'], en: ['History', 'Contents'], both: [PLANT, 'e2e'], real: [] },
  { name: 'reports', path: '/reports', who: 'linfen', zh: ['填报', '应报事项', '煤炭消费量', '未填报'], en: ['Reporting', 'missing', 'Linfen'], both: ['A034'], real: [] },
  { name: 'quality', path: '/quality?from=2019-01-01&to=2019-01-31', who: 'admin', zh: ['数据质量', '完整率', '设备传输', '临汾'], en: ['Data quality', 'Coverage', 'Transmission of devices', 'Linfen'], both: [DEVICE], real: ['744 / 744', 'national_366_hourly_201901.csv.gz'] },
  { name: 'accounts', path: '/admin/accounts', who: 'admin', zh: ['账户', '系统管理员', '启用'], en: ['Accounts', 'administrator', 'enabled'], both: ['linfen', 'shanxi'], real: [] },
  { name: 'roles', path: '/admin/roles', who: 'admin', zh: ['角色与权限', '企业'], en: ['Roles and rights', 'enterprise'], both: [], real: [] },
  { name: 'audit', path: '/admin/audit', who: 'admin', zh: ['审计记录', '市级'], en: ['Audit log'], both: ['127.0.0.1', 'linfen'], real: [] },
  { name: 'plans', path: '/admin/plans', who: 'admin', zh: ['方案版本', '检查通过,没有问题。'], en: ['Plan versions', 'The check passed without problems.'], both: ['2024-03-22'], real: [] },
  { name: 'terms', path: '/admin/terms', who: 'admin', zh: ['暂定用语', '力争'], en: ['Assumed terms'], both: [], real: [] },
  { name: 'sign-in', path: '/sign-in', who: null, zh: ['登录', '密码'], en: ['Sign in', 'Password'], both: [], real: [] },
  { name: 'account', path: '/account', who: 'shanxi', zh: ['我的账户', '省厅审核员', '修改密码'], en: ['My account', 'Change the password'], both: ['shanxi'], real: [] },
]
