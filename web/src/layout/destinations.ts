// The views of the menu in their order, each with the rights of which one opens it. Icons are drawn here: no font, no file.
export interface Destination { path: string; word: string; actions: readonly string[]; icon: string }

export const destinations: readonly Destination[] = [
  { path: '/', word: 'today', actions: ['view_air'], icon: 'M10 3v2M10 15v2M3 10h2M15 10h2M5 5l1.4 1.4M13.6 13.6L15 15M5 15l1.4-1.4M13.6 6.4L15 5M10 7a3 3 0 1 1 0 6a3 3 0 0 1 0-6z' },
  { path: '/plan', word: 'plan', actions: ['view_plan_text'], icon: 'M5 3h10v14H5zM8 7h4M8 10h4M8 13h2' },
  { path: '/city', word: 'city', actions: ['view_air'], icon: 'M3 17V8l5-3v12M8 17V9h9v8M3 17h14M11 12h1M14 12h1' },
  { path: '/rankings', word: 'rankings', actions: ['view_ranking'], icon: 'M4 17v-5h3v5M8.5 17V4h3v13M13 17V9h3v8M3 17h14' },
  { path: '/sources', word: 'sources', actions: ['view_source'], icon: 'M3 17V9l4 3V9l4 3V4h3v13zM3 17h14' },
  { path: '/register', word: 'register', actions: ['view_register'], icon: 'M3 4h14v12H3zM3 8h14M3 12h14M8 4v12' },
  { path: '/reports', word: 'reports', actions: ['view_report', 'fill_report', 'review_report'], icon: 'M10 13V4M7 7l3-3 3 3M4 12v4h12v-4' },
  { path: '/quality', word: 'quality', actions: ['view_quality'], icon: 'M3 12h3l2-6 3 9 2-5h4' },
  { path: '/admin', word: 'admin', actions: ['manage_account', 'view_audit', 'manage_plan'], icon: 'M10 3l6 2v5c0 4-3 6-6 7c-3-1-6-3-6-7V5zM8 10l1.5 1.5L13 8' },
]
