import type { SealView, SheetView, StageView } from '../../lib/backend/types';

export type NextAct = { kind: 'sign'; seal: SealView } | { kind: 'write'; stage: StageView } | null;

/**
 * The one act that comes next: a required signature that is open, unless an earlier stage still wants answers; then that stage.
 * Optional signatures come last.
 */
export function nextAct(sheet: SheetView): NextAct {
  if (sheet.void !== '') return null;
  const place = (stage: string | null | undefined) => sheet.form.stage.findIndex((s) => s.id === stage);
  const open = sheet.seals.filter((s) => s.open);
  const seal = open.find((s) => s.required) ?? open[0];
  const stage = sheet.stages.find((s) => s.finished === '' && s.problems.length > 0);
  if (seal === undefined) return stage === undefined ? null : { kind: 'write', stage };
  const sealStage = place(sheet.form.signature.find((r) => r.field === seal.role)?.stage);
  if (stage !== undefined && (!seal.required || place(stage.id) < sealStage)) return { kind: 'write', stage };
  return { kind: 'sign', seal };
}
