// The words of the page in the reader's language. `?lang=` goes before what was chosen last, and that before Chinese.
import { createI18n } from 'vue-i18n'
import { computed } from 'vue'

export type Language = 'zh' | 'en'
type Words = { [key: string]: string | Words }

const KEY = 'lantian.language'
const TAGS: Record<Language, string> = { zh: 'zh-CN', en: 'en' }

export const i18n = createI18n({ legacy: false, locale: 'zh', fallbackLocale: [], messages: {} as Record<Language, Words> })

/** The language that is shown now. */
export const language = computed<Language>(() => i18n.global.locale.value as Language)

/** Loads the words of the first language that is asked for. */
export async function startLanguage(): Promise<void> {
  const asked = new URLSearchParams(window.location.search).get('lang')
  const wanted = [asked, read()].find(isLanguage) ?? 'zh'
  await setLanguage(wanted)
}

/** Changes the language and keeps the choice. */
export async function setLanguage(next: Language): Promise<void> {
  if (!i18n.global.availableLocales.includes(next)) i18n.global.setLocaleMessage(next, await load(next))
  i18n.global.locale.value = next
  document.documentElement.lang = TAGS[next]
  try {
    window.localStorage.setItem(KEY, next)
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}

async function load(which: Language): Promise<Words> {
  const words = which === 'zh' ? await import('@/locales/zh') : await import('@/locales/en')
  return words.default
}

function read(): string | null {
  try {
    return window.localStorage.getItem(KEY)
  } catch {
    return null
  }
}

function isLanguage(text: string | null): text is Language {
  return text === 'zh' || text === 'en'
}
