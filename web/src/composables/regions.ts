// The regions under the home region with their boundaries, as the API gives them; read once a language and level.
import { computed, type ComputedRef } from 'vue'
import { address } from '@/api/client'
import { useResource, type Resource } from '@/composables/resource'
import { useSession } from '@/composables/session'

export interface RegionShape { code: string; name: string; level: string; parent: string | null; source?: string; schematic?: boolean }
export type Geometry = { type: 'Polygon'; coordinates: number[][][] } | { type: 'MultiPolygon'; coordinates: number[][][][] } | { type: 'Point'; coordinates: number[] }
export interface Feature<P> { type: 'Feature'; id?: string | number; properties: P; geometry: Geometry }
export interface Features<P> { type: 'FeatureCollection'; features: Feature<P>[] }

/** Boundaries of a level within the home region. */
export function useBoundaries(level: () => string | null): Resource<Features<RegionShape>> {
  const { site } = useSession()
  return useResource<Features<RegionShape>>(() => {
    const which = level()
    return which === null || site.value === null ? null : address('/regions.geojson', { level: which, within: site.value.home_region.id })
  })
}

/** Names and codes for choosing. */
export function useRegions(withCounties: () => boolean): { cities: ComputedRef<RegionShape[]>; counties: ComputedRef<RegionShape[]> } {
  const cities = useBoundaries(() => 'city')
  const counties = useBoundaries(() => withCounties() ? 'county' : null)
  return { cities: computed(() => listed(cities.data.value)), counties: computed(() => listed(counties.data.value)) }
}

function listed(features: Features<RegionShape> | null): RegionShape[] {
  return (features?.features ?? []).map((feature) => feature.properties).sort((a, b) => a.code.localeCompare(b.code))
}
