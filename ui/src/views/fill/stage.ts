import type { StageView } from '../../lib/backend/types';

/** The stage to stand in: the one asked for, else one begun and not finished, else the first not finished. */
export function firstStage(stages: StageView[], wanted: string): string {
  if (stages.some((s) => s.id === wanted)) return wanted;
  const open = stages.filter((s) => s.finished === '');
  return (open.find((s) => s.begun) ?? open[0] ?? stages[0])?.id ?? '';
}
