// The addresses of the areas plan, sources, register, reports, quality and administration.
// `meta.title` is a key of the locales; `meta.actions` are the rights of which one is needed (`Session.actions`).
import type { RouteRecordRaw } from 'vue-router'

export const areas: RouteRecordRaw[] = [
  { path: '/plan/:plan?', name: 'plan', component: () => import('../views/plan/PlanView.vue'), meta: { title: 'plan.title', actions: ['view_plan_text'] } },
  { path: '/plan/:plan/clause/:number', name: 'clause', component: () => import('../views/plan/ClauseView.vue'), meta: { title: 'plan.clause', actions: ['view_plan_text'] } },
  { path: '/sources', name: 'sources', component: () => import('../views/sources/SourcesView.vue'), meta: { title: 'sources.title', actions: ['view_source'] } },
  { path: '/sources/rules/:plan/:rule', name: 'rule', component: () => import('../views/sources/RuleView.vue'), meta: { title: 'sources.rule.title', actions: ['view_source', 'view_finding'] } },
  { path: '/sources/:entity/:key', name: 'facility', component: () => import('../views/sources/FacilityView.vue'), meta: { title: 'sources.facility.title', actions: ['view_source'] } },
  { path: '/register', name: 'register', component: () => import('../views/register/RegisterView.vue'), meta: { title: 'register.title', actions: ['view_register'] } },
  { path: '/register/:entity', name: 'register-kind', component: () => import('../views/register/KindView.vue'), meta: { title: 'register.title', actions: ['view_register'] } },
  { path: '/register/:entity/:key', name: 'register-row', component: () => import('../views/register/RowView.vue'), meta: { title: 'register.title', actions: ['view_register'] } },
  { path: '/reports', name: 'reports', component: () => import('../views/reports/ReportsView.vue'), meta: { title: 'reports.title', actions: ['view_report', 'fill_report', 'review_report'] } },
  { path: '/quality', name: 'quality', component: () => import('../views/quality/QualityView.vue'), meta: { title: 'quality.title', actions: ['view_quality'] } },
  {
    path: '/admin',
    component: () => import('../views/admin/AdminView.vue'),
    meta: { title: 'admin.title', actions: ['manage_account', 'view_audit', 'manage_plan'] },
    children: [
      { path: '', name: 'admin', redirect: { name: 'accounts' } },
      { path: 'accounts', name: 'accounts', component: () => import('../views/admin/AccountsView.vue'), meta: { title: 'admin.accounts.title', actions: ['manage_account'] } },
      { path: 'roles', name: 'roles', component: () => import('../views/admin/RolesView.vue'), meta: { title: 'admin.roles.title', actions: ['manage_account'] } },
      { path: 'audit', name: 'audit', component: () => import('../views/admin/AuditView.vue'), meta: { title: 'admin.audit.title', actions: ['view_audit'] } },
      { path: 'plans', name: 'plans', component: () => import('../views/admin/PlansView.vue'), meta: { title: 'admin.plans.title', actions: ['manage_plan'] } },
      { path: 'terms', name: 'terms', component: () => import('../views/admin/TermsView.vue'), meta: { title: 'admin.terms.title', actions: ['manage_plan'] } },
    ],
  },
]
