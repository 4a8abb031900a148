// The words that cells of the register need: yes, no, and the names of regions.
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRegions } from '@/composables/regions'
import type { CellWords } from '@/views/register/cells'

export function useCellWords(): ComputedRef<CellWords> {
  const { t } = useI18n()
  const { cities, counties } = useRegions(() => true)
  return computed(() => {
    const names = new Map([...cities.value, ...counties.value].map((region) => [region.code, region.name]))
    return { yes: t('register.yes'), no: t('register.no'), region: (code) => names.get(code) ?? code }
  })
}
