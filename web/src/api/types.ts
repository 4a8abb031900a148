// The shapes of the portal's API, version 1. The Rust side is `crates/portal/src/api`; its OpenAPI 3.1 description is
// at /api/openapi.json. A decimal travels as text, as the standard rounds it; `null` is "cannot be said", never 0.
// Every answer is in one language: `?lang=zh|en`, else Accept-Language, else Chinese.

/** RFC 9457. `code` is stable; `detail` and `hint` are for people. */
export interface Problem { type: string; code: string; title: string; status: number; detail: string; hint: string; instance: string }
/** A list in pages; `next` is the cursor of the next one. */
export interface Page<T> { items: T[]; total: number; next: string | null }
export interface Named { id: string; name: string }
/** Marks that must be shown beside a figure. */
export type Mark = 'simulated' | 'replayed' | 'reported' | 'assumed' | 'indicative'
/** A figure and the address of its proof (GET it: `Trace`). */
export interface Figure { value: string | null; indicative: string | null; unit: string | null; valid: number | null; expected: number | null; marks: Mark[]; reasons: string[]; trace: string | null }
/** How a figure came about: a tree whose leaves are files and rows. */
export interface Trace { title: string; nodes: TraceNode[]; notes: string[]; as_of: string }
export interface TraceNode { label: string; value: string | null; source: string | null; children: TraceNode[] }
/** A table as the command line shows it: what `rank`, `stats` … answer. Cells are texts, numbers as rounded. */
export interface Report { title: string; columns: ReportColumn[]; rows: (ReportCell | null)[][]; notes: string[] }
export interface ReportColumn { id: string; name: string; unit: string | null; numeric: boolean }
/** `null` in place of a cell: nothing there. */
export interface ReportCell { text: string | null; indicative: string | null; undetermined: boolean }

// ── /api/v1/session ── GET; POST {name,password,code?}; DELETE
export interface Session { signed_in: boolean; account: Account | null; role: string; role_name: string; actions: string[]; csrf: string; providers: Named[]; must_change_password: boolean; site: Site }
export interface Site { version: string; plans: Named[]; home_region: Named; newest_hour: string | null; simulated: boolean; example: string | null /* a sentence when what is shown is a replay or a simulation */ }
export interface Account { id: string; name: string; shown_name: string; role: string; role_name: string; region: Named | null; entity: Named | null; body: Named | null; disabled: boolean; must_change_password: boolean; has_totp: boolean; created_at: string; last_sign_in: string | null }
// POST /api/v1/session/password {old,new} → 204
// POST /api/v1/session/totp → TotpSecret; PUT /api/v1/session/totp {code} → 204; DELETE /api/v1/session/totp {code} → 204
export interface TotpSecret { secret: string; uri: string }
// GET /api/v1/session/oidc/{provider} → 302 …; GET /api/v1/session/oidc/{provider}/callback → 302 /

// ── 1. Today ──
// GET /api/v1/today?level=city|county|station&region=140000&at=2019-01-31T23:00   (at: hour-ending, UTC+8; newest when absent)
export interface Today { hour: string; edition: string; level: string; region: Named; items: TodayItem[]; absent: Named[]; classes: AqiClass[]; units: Record<Item, string>; notes: string[]; earliest: string; newest: string }
export interface TodayItem { site: string; name: string; region: string | null; lon: number | null; lat: number | null; rank: number | null; aqi: number | null; class: number | null; class_name: string | null; primary: string[]; values: Partial<Record<Item, string | null>>; change: number | null /* of the AQI against 24 h before */; simulated: boolean; trace: string }
export type Item = 'pm25' | 'pm10' | 'so2' | 'no2' | 'co' | 'o3'
/** Statutory colours come from the edition (HJ 633), not from the page. */
export interface AqiClass { class: number; from: number; to: number | null; name: string; colour: string }
// GET /api/v1/series?site=140100&from=2019-01-29&to=2019-01-31&step=hour|day      (to: inclusive day)
export interface Series { site: string; name: string; level: string; step: string; edition: string; times: string[]; aqi: (number | null)[]; class: (number | null)[]; primary: (string | null)[]; values: Record<Item, (string | null)[]>; units: Record<Item, string>; notes: string[]; simulated: boolean }
// GET /api/v1/calendar?site=140100&year=2019
export interface Calendar { site: string; name: string; year: number; days: CalendarDay[]; classes: AqiClass[]; counts: { class: number; days: number }[]; undetermined: number; notes: string[]; years: number[] }
export interface CalendarDay { day: string; aqi: number | null; class: number | null; primary: string[]; valid: boolean }
// GET /api/v1/changes?region=140000&at=…   what changed in the last 24 hours
export interface Changes { items: Change[] }
export interface Change { at: string; kind: 'class_up' | 'class_down' | 'import' | 'finding' | 'register'; what: string; site: string | null; link: string | null }
// GET /api/v1/live  (text/event-stream): events `today` (data: {hour}), `plan` (data: {plan}), `telemetry` (data: LiveValue[])
export interface LiveValue { device: string; outlet: string | null; factor: string; name: string; value: string | null; unit: string | null; time: string; mark: string | null; exceeds: boolean | null }
// GET /api/v1/regions.geojson?level=province|city|county&within=140000   FeatureCollection; properties {code,name,level,parent,source,schematic}
// GET /api/v1/stations.geojson ; GET /api/v1/facilities.geojson?…  (properties {key,name,kind,region})

// ── 2. Plan ──
// GET /api/v1/plans → PlanHead[] ; GET /api/v1/plans/{plan}?as_of=&replay=2016=2025 → Board
export interface PlanHead { id: string; title: string; issuer: string; issued: string; version: string; clauses: number; targets: number; rules: number; duties: number }
export interface Board { plan: PlanHead; as_of: string; evaluated_at: string; replay: string | null; marks: Mark[]; statuses: StatusCount[]; regions: Named[]; bodies: Named[]; forces: Named[]; clauses: BoardClause[]; notes: string[]; findings_visible: boolean }
export type Status = 'met' | 'on_track' | 'at_risk' | 'off_track' | 'missed' | 'undetermined'
export interface StatusCount { status: Status; name: string; count: number }
export interface BoardClause { number: string; title: string; section: string; bodies: string[]; forces: string[]; deadlines: string[]; targets: number; rules: number; duties: number; counts: Partial<Record<Status, number>>; by_region: Record<string, Status> /* the worst that stands there */ }
// GET /api/v1/plans/{plan}/clauses/{number}?as_of=&replay= → ClauseView
export interface ClauseView { number: string; title: string; text: TextPiece[]; line: number; responsible: { body: Named; role: 'lead' | 'joint' }[]; targets: TargetView[]; rules: RuleView[]; duties: DutyView[]; terms: Term[]; previous: string | null; next: string | null; notes: string[] }
/** A run of the text; `articles` names what quotes it. The pieces in their order are the whole clause. */
export interface TextPiece { text: string; articles: string[] }
export interface Article { id: string; title: string; quote: string; force: string; force_name: string; deadline: string | null; bodies: Named[]; assumed: string[] /* open terms it depends on */; note: string | null }
export interface TargetView extends Article { indicator: string; operator: string; limit: string; unit: string; period: string; source: 'measured' | 'registered' | 'reported'; findings: Finding[] }
export interface Finding { article: string; title: string; clause: string; region: Named; status: Status; status_name: string; figure: Figure; limit: string; margin: string | null; period: string; edition: string; today: { edition: string; status: Status; status_name: string; value: string | null } | null; source: string; reasons: string[]; owed_by: string | null; outlook: OutlookView | null; force: string; deadline: string | null; trace: string }
export interface OutlookView { probability: number | null; allowed: string | null; budget_days: number | null; remaining_days: number; range: [string, string, string] | null; past_years: number[]; sentence: string /* "the remaining 38 days may average at most 31 µg/m³" */ }
export interface RuleView extends Article { kind: string; kind_name: string; entity: Named; status: Status | null; status_name: string | null; outcomes: { outcome: string; name: string; count: number }[]; reasons: string[]; list: string | null /* API address of the entities under it */ }
export interface DutyView extends Article {}
// GET /api/v1/plans/{plan}/findings?clause=&article=&region=&status=&body=&force=&cursor=&limit= → Page<Finding>
// GET /api/v1/plans/{plan}/findings/{article}/{region}/trace → Trace
// GET /api/v1/plans/{plan}/findings/{article}/{region}/history → FindingPoint[]
export interface FindingPoint { as_of: string; status: Status; value: string | null; limit: string | null; replay: string | null; version: string; known_at: string }
export interface Term { id: string; word: string; reading: string; state: 'confirmed' | 'assumed'; owner: Named; value: string | null; source: string; quote: string }

// ── 3. City ── GET /api/v1/cities/{code}?plan=&as_of=&replay=&period=2019
export interface CityView { city: Named; period: string; data_period: string; marks: Mark[]; targets: Finding[]; index: Figure; index_before: Figure; change_rate: string | null; shares: { item: Item; symbol: string; value: string | null; term: string | null; share: string | null }[]; ranks: { set: Named; rank: number | null; of: number }[]; days: { good: number; heavy: number; valid: number; good_before: number | null; heavy_before: number | null; ratio: Figure }; items: { item: Item; symbol: string; figure: Figure; limit: string; before: string | null; change: string | null }[]; worst: { day: string; aqi: number; class: number; primary: string[]; pm25: string | null; wind: string | null }[]; composite: string; notes: string[] }

// ── 4. Rankings ── GET /api/v1/rankings?set=shanxi11|key168|…&period=2019-01&dust=kept|deducted&edition=&compare=year_before&format=json|csv|parquet|xlsx
//    → Report (format=json); columns as `lantian rank`. GET /api/v1/rankings/sets?on=2019-01-01 → RankingSet[] ; GET /api/v1/rankings/editions → Named[]
export interface RankingSet { id: string; name: string; members: number; level: string }

// ── 5. Sources ──
// GET /api/v1/facilities?q=&region=&kind=&grade=&cursor=&limit= → FacilityPage   (kind: an industry of enterprises, or an entity)
/** `kinds` and `grades` are those of all that the reader may see: what can be chosen. */
export interface FacilityPage extends Page<FacilityRow> { kinds: Named[]; grades: Named[] }
export interface FacilityRow { key: string; entity: string; name: string; region: Named | null; kind: string | null; grade: string | null; status: string | null; lon: number | null; lat: number | null; simulated: boolean; outlets: number; devices: number }
// GET /api/v1/facilities/{entity}/{key} → FacilityView
export interface FacilityView { row: FacilityRow; fields: Field[]; related: { entity: Named; rows: { key: string; name: string; fields: Field[] }[] }[]; outlets: OutletRow[]; articles: { plan: string; rule: string; title: string; clause: string; outcome: string; outcome_name: string; evidence: string; missing: string[] }[]; history: string /* API address */ }
export interface Field { id: string; name: string; value: string | null; unit: string | null; source: string | null }
export interface OutletRow { key: string; name: string; devices: { mn: string; connected: boolean | null; last: string | null; simulated: boolean }[] }
// GET /api/v1/devices/{mn}/values?from=&to=&step=minute|hour|day&factor= → DeviceSeries ; …/devices/{mn}/latest → LiveValue[]
export interface DeviceSeries { device: string; step: string; simulated: boolean; factors: { factor: string; name: string; unit: string | null; limit: string | null; limit_source: string | null; times: string[]; values: (string | null)[]; folded: (string | null)[]; marks: (string | null)[]; exceeds: (boolean | null)[]; reasons: (string | null)[] /* why an hour has no value or is not judged */; sequences: number[] }[]; notes: string[] }
// GET /api/v1/devices/{mn}/frames?day=2026-11-24&cursor= → Page<FrameView>
export interface FrameView { sequence: number; received: string; raw: string; verdict: string /* in words */; defects: string[]; hash: string; previous: string; intact: boolean }
// GET /api/v1/plans/{plan}/rules/{rule}/entities?outcome=&region=&cursor= → RuleEntities
export interface RuleEntities extends Page<RuleEntity> { rule: Article; entity: Named; counts: { region: Named; at_work: number; open: number }[]; columns: Named[] }
export interface RuleEntity { key: string; name: string; region: Named | null; outcome: string; outcome_name: string; evidence: string[]; missing: string[]; row: string; simulated: boolean }

// ── 6. Register ──
// GET /api/v1/register → EntityHead[] ; /register/{entity}?q=&region=&cursor= → RegisterPage ; /register/{entity}/template.xlsx ; /register/{entity}/export.xlsx
export interface EntityHead { id: string; name: string; group: string; count: number; editable: boolean }
export interface RegisterPage extends Page<RegisterRow> { entity: EntityHead; columns: RegisterColumn[] }
export interface RegisterColumn { id: string; name: string; type: 'text' | 'number' | 'date' | 'yes_no' | 'choice' | 'place' | 'region'; unit: string | null; choices: Named[]; required: boolean; key: boolean; note: string | null }
export interface RegisterRow { key: string; cells: Record<string, string | null>; region: string | null; revision: number; simulated: boolean; editable: boolean }
// GET /api/v1/register/{entity}/{key}/history → Version[]
export interface Version { revision: number; at: string; who: string; why: string; source: string | null; change: 'added' | 'changed' | 'removed'; cells: { column: string; name: string; before: string | null; after: string | null }[] }
// PUT /api/v1/register/{entity}/{key} {cells,why,revision} → RegisterRow (409 when another changed it since) ; POST /api/v1/register/{entity} {cells,why} ; DELETE /api/v1/register/{entity}/{key}?revision=&why= → 204
// POST /api/v1/register/{entity}/upload?why=…  body: the file; header X-File-Name → Difference (nothing is written)
export interface Difference { token: string; file: string; sha256: string; rows: number; added: number; changed: number; unchanged: number; bad: number; samples: { row: number; key: string; change: 'added' | 'changed'; cells: { column: string; name: string; before: string | null; after: string | null }[] }[]; defects: { row: number | null; column: string | null; text: string | null; message: string }[] }
// POST /api/v1/register/{entity}/upload/{token} {why?} → Imported ; GET …/upload/{token}/marked.xlsx
export interface Imported { revision: number | null; added: number; changed: number; unchanged: number; bad: number }

// ── 7. Reporting ──
// GET /api/v1/reports?plan=&body=&region=&state=&cursor= → Page<Owed>
export interface Owed { plan: string; indicator: string; title: string; articles: string[]; region: Named; period: string; due: string | null; overdue: boolean; unit: string; yes_no: boolean; body: Named; state: 'missing' | 'draft' | 'submitted' | 'accepted' | 'rejected'; figure: ReportedFigure | null; can_fill: boolean; can_review: boolean; limit: string | null }
export interface ReportedFigure { state: 'draft' | 'submitted' | 'accepted' | 'rejected'; simulated: boolean; value: string; unit: string; evidence: string; note: string; reporter: string; reviewer: string | null; at: string; file: string; attachments: { name: string; sha256: string; bytes: number; href: string }[] }
// PUT /api/v1/reports/{plan}/{indicator}/{region}/{period} {value,evidence,note,attachments:[sha256],submit:boolean,at?} → Owed   (`at` of the figure that was seen; 409 when it changed since)
// POST /api/v1/reports/{plan}/{indicator}/{region}/{period}/review {accept:boolean,note,at?} → Owed   (the reviewer is never the reporter)
// POST /api/v1/attachments  body: the file; X-File-Name → {sha256,name,bytes}; GET /api/v1/attachments/{sha256}
// GET /api/v1/reports/template.xlsx?plan=&body= ; GET …/reports/{plan}/{indicator}/{region}/{period}/history → ReportedFigure[] with state

// ── 8. Data quality ── GET /api/v1/quality?from=&to=&level=city|station&region=140000
export interface Quality { from: string; to: string; sites: { site: string; name: string; days: (number | null)[] /* hours with a value, of 24; null = nothing */; hours: number; expected: number }[]; defects: { reason: string; reason_name: string; file: string; count: number; sample: string }[]; flags: { rule: string; name: string; count: number }[]; imports: { file: string; at: string; rows: number; defects: number; kind: string }[]; late: { site: string; name: string; hours: number; worst_hours: number }[]; devices: { mn: string; name: string | null; simulated: boolean; last: string | null; frames: number; bad: number; apart: number; transmission: string | null; reasons: string[] }[]; notes: string[] }

// ── 9. Administration ──
// GET /api/v1/accounts?q=&cursor= → Page<Account>; POST {name,shown_name,role,region?,entity?,body?} → {account,one_time_password}; PATCH /accounts/{id}; POST /accounts/{id}/reset → {one_time_password}; GET/POST/DELETE /accounts/{id}/identities → Identity[] (DELETE: ?issuer=&subject= → 204)
export interface Identity { issuer: string; subject: string; name: string; linked_at: string }
// GET /api/v1/roles → RoleView[]
export interface RoleView { id: string; name: string; actions: { id: string; name: string; allowed: 'everywhere' | 'own_region' | 'own_entity' | 'no' }[] }
// GET /api/v1/audit?account=&action=&outcome=&from=&to=&cursor=&limit= → Page<AuditRow> ; GET /api/v1/audit/verify → {intact:boolean, rows:number, broken_at:number|null, digest:string}
export interface AuditRow { sequence: number; at: string; account: string | null; role: string; from: string; action: string; resource: string; outcome: string; detail: string | null }
// GET /api/v1/plans/{plan}/terms?state=assumed → Term[]
// GET /api/v1/plans/{plan}/problems → {code,message,file,line}[]   what `lantian plan check` says
