// Words of the plan that the API gives as ids: deadlines that are no day.
import { useI18n } from 'vue-i18n'

export function usePlanWords(): { deadline: (text: string | null) => string } {
  const { t } = useI18n()
  const deadline = (text: string | null): string => {
    if (text === null || text === 'unstated') return t('plan.unstated')
    return text === 'continuous' ? t('plan.continuous') : text
  }
  return { deadline }
}
