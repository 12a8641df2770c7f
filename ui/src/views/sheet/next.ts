import type { SealView, SheetView, StageView } from '../../lib/backend/types';

export type NextAct = { kind: 'sign'; seal: SealView } | { kind: 'write'; stage: StageView } | null;

/**
 * Whether a signature comes before what is written next: one that the sheet cannot do without, and in a case that of a step
 * which is written down, for the case says that it waits for it.
 */
export function comesFirst(sheet: SheetView, seal: SealView): boolean {
  return seal.required || ((sheet.form.case?.kind ?? null) !== null && seal.open && seal.wanted.length === 0);
}

/**
 * The one act that comes next: a required signature that is open, unless its own stage or an earlier one still wants answers
 * (other than the one its signer gives) or something is to be written down before it is signed; then that stage. Optional signatures come last,
 * and those of a stage that is signed by whoever must sign it are not waited for: a sheet that has all it needs has no next act.
 */
export function nextAct(sheet: SheetView): NextAct {
  if (sheet.void !== '') return null;
  const place = (stage: string | null | undefined) => sheet.form.stage.findIndex((s) => s.id === stage);
  const stageOf = (seal: SealView) => sheet.form.signature.find((r) => r.field === seal.role)?.stage;
  const settled = (seal: SealView) => {
    const must = sheet.seals.filter((s) => s.required && stageOf(s) === stageOf(seal));
    return !comesFirst(sheet, seal) && must.length > 0 && must.every((s) => s.standing === 'valid');
  };
  const choices = new Set(sheet.form.signature.map((r) => r.choice));
  const open = sheet.seals.filter((s) => s.open && !settled(s));
  const seal = open.find((s) => comesFirst(sheet, s)) ?? open[0];
  const stage = sheet.stages.find((s) => s.finished === '' && s.problems.some((p) => !choices.has(p.place.field)));
  const [wanted] = seal?.wanted ?? [];
  if (wanted !== undefined) {
    const own = sheet.form.section.flatMap((s) => s.field).find((f) => f.id === wanted.place.field)?.stage;
    const before = sheet.stages.find((s) => s.id === own);
    if (before !== undefined) return { kind: 'write', stage: before };
  }
  if (seal === undefined) return stage === undefined ? null : { kind: 'write', stage };
  const sealStage = place(stageOf(seal));
  if (stage !== undefined && (!comesFirst(sheet, seal) || place(stage.id) <= sealStage)) return { kind: 'write', stage };
  return { kind: 'sign', seal };
}
