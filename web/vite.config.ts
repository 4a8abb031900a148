// How the page is built and tested. The development server passes `/api` on to a running `lantian serve`.
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { configDefaults } from 'vitest/config'

export default defineConfig({
  plugins: [vue({ features: { optionsAPI: false } })],
  define: { __VUE_I18N_FULL_INSTALL__: false, __VUE_I18N_LEGACY_API__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  resolve: { alias: { '@': new URL('./src', import.meta.url).pathname } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    reportCompressedSize: false,
  },
  worker: { format: 'es' },
  server: { proxy: { '/api': process.env['LANTIAN_SERVER'] ?? 'http://127.0.0.1:8080' } },
  // @ts-expect-error the key is vitest's; its own `defineConfig` would bring a second copy of vite's types
  test: { environment: 'happy-dom', include: ['tests/**/*.test.ts'], exclude: [...configDefaults.exclude, 'e2e/**'] },
})
