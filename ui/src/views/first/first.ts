import type { FirstRun, FirstRunArea } from '../../lib/backend/types';

/** The eleven areas that every department checks, with the group of the item library each takes. */
const usual: [name: string, library: string][] = [
  ['大堂', 'lobby'],
  ['各楼层', 'storey'],
  ['天台', 'roof'],
  ['电梯', 'lift'],
  ['卫生间', 'toilet'],
  ['茶水间', 'pantry'],
  ['外围', 'outdoor'],
  ['垃圾房', 'refuse'],
  ['空置单元', 'vacant'],
  ['防火通道', 'escape'],
  ['步梯', 'stairs'],
];

export function knownAreas(): FirstRunArea[] {
  return usual.map(([name, library]) => ({ name, library, chosen: true }));
}

/** What was answered so far, and a proposal where nothing was. */
export function proposed(kept: FirstRun | null): FirstRun {
  const sites = kept?.sites ?? [];
  const areas = kept?.areas ?? [];
  return {
    organisation: kept?.organisation ?? '',
    department: kept?.department ?? '客务部',
    sites: sites.length > 0 ? sites : ['一期'],
    areas: areas.length > 0 ? areas : knownAreas(),
    people: kept?.people ?? [],
    manager: kept?.manager ?? '',
  };
}
