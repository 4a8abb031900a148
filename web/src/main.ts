// Starts the page: the words, the session, the router, the frame.
import { createApp } from 'vue'
import App from '@/App.vue'
import { i18n, startLanguage } from '@/locales'
import { router } from '@/router'
import { startPalette } from '@/composables/palette'
import '@/styles/tokens.css'
import '@/styles/base.css'
import '@/styles/controls.css'
import '@/styles/figures.css'
import '@/styles/tables.css'
import '@/styles/print.css'

async function start(): Promise<void> {
  startPalette()
  await startLanguage()
  createApp(App).use(i18n).use(router).mount('#app')
}

void start()
