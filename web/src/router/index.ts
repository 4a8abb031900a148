// Where each view lives. Views are loaded when they are first opened.
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { useSession } from '@/composables/session'
import { areas } from '@/router/areas'

const own: RouteRecordRaw[] = [
  { path: '/', name: 'today', component: () => import('@/views/today/TodayView.vue') },
  { path: '/city/:code?', name: 'city', component: () => import('@/views/city/CityView.vue') },
  { path: '/compare', name: 'compare', component: () => import('@/views/city/CompareView.vue') },
  { path: '/rankings', name: 'rankings', component: () => import('@/views/rankings/RankingsView.vue') },
  { path: '/sign-in', name: 'sign-in', component: () => import('@/views/session/SignInView.vue') },
  { path: '/account', name: 'account', component: () => import('@/views/session/AccountView.vue') },
]

export const router = createRouter({
  history: createWebHistory(),
  routes: [...own, ...areas, { path: '/:rest(.*)*', name: 'nowhere', component: () => import('@/views/session/NowhereView.vue') }],
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
})

// A password that was given out once is changed before anything else. A view that nobody sees without an account asks for one.
router.beforeEach(async (to) => {
  const { ready, session } = useSession()
  try {
    await ready()
  } catch {
    return true
  }
  if (session.value?.must_change_password && to.name !== 'account') return { name: 'account', query: { return: to.fullPath } }
  const needed = to.meta['actions'] as string[] | undefined
  if (needed && session.value && !session.value.signed_in && !needed.some((action) => session.value?.actions.includes(action))) {
    return { name: 'sign-in', query: { return: to.fullPath } }
  }
  return true
})
