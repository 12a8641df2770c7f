import type { SealView, SheetView, StageView } from '../../lib/backend/types';

export type NextAct = { kind: 'sign'; seal: SealView } | { kind: 'write'; stage: StageView } | null;

/**
 * The one act that comes next: a required signature that is open, unless its own stage or an earlier one still wants answers
 * (other than the one its signer gives); then that stage. Optional signatures come last.
 */
export function nextAct(sheet: SheetView): NextAct {
  if (sheet.void !== '') return null;
  const place = (stage: string | null | undefined) => sheet.form.stage.findIndex((s) => s.id === stage);
  const choices = new Set(sheet.form.signature.map((r) => r.choice));
  const open = sheet.seals.filter((s) => s.open);
  const seal = open.find((s) => s.required) ?? open[0];
  const stage = sheet.stages.find((s) => s.finished === '' && s.problems.some((p) => !choices.has(p.place.field)));
  if (seal === undefined) return stage === undefined ? null : { kind: 'write', stage };
  const sealStage = place(sheet.form.signature.find((r) => r.field === seal.role)?.stage);
  if (stage !== undefined && (!seal.required || place(stage.id) <= sealStage)) return { kind: 'write', stage };
  return { kind: 'sign', seal };
}
