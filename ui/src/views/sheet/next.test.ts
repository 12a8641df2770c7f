import { expect, it } from 'vitest';
import { sample } from '../../lib/backend/sample';
import type { Problem, SheetView } from '../../lib/backend/types';
import { nextAct } from './next';

async function daily(): Promise<SheetView> {
  const page = await sample.search(
    { text: '检查表', form: '', from: '', to: '', person: '', area: '', site: '', has_fail: null, signed: null, state: null },
    '',
  );
  const line = page.lines.find((l) => !l.signed);
  if (line === undefined) throw new Error('the sample has no unsigned round');
  return sample.sheet(line.sheet);
}
const wanting: Problem = {
  place: { section: 'check', row: 'lobby.0', field: 'pm' },
  code: 'mark-missing',
  label: '',
  message: '',
  params: [],
  wrong: false,
};

it('the signature of a finished round comes before the next round', async () => {
  const sheet = await daily();
  const act = nextAct(sheet);
  expect(act?.kind === 'sign' ? act.seal.role : '', 'the morning is signed first').toBe('am_sign');
});

it('an earlier stage that wants answers comes before a later signature', async () => {
  const sheet = await daily();
  for (const seal of sheet.seals) seal.open = seal.role === 'pm_sign';
  for (const stage of sheet.stages) if (stage.id === 'am') Object.assign(stage, { finished: '', problems: [wanting] });
  const act = nextAct(sheet);
  expect(act?.kind === 'write' ? act.stage.id : '', 'write the morning before the afternoon is signed').toBe('am');
});

it('the answer that the signer gives is no reason to wait with the signature', async () => {
  const page = await sample.search(
    { text: '回访', form: '', from: '', to: '', person: '', area: '', site: '', has_fail: null, signed: false, state: null },
    '',
  );
  const sheet = await sample.sheet(page.lines[0]?.sheet ?? '');
  const effect = { ...wanting, place: { section: 'result', row: '', field: 'effect' } };
  for (const stage of sheet.stages) if (stage.id === 'visit') Object.assign(stage, { finished: '', problems: [effect] });
  const act = nextAct(sheet);
  expect(act?.kind === 'sign' ? act.seal.role : '', 'satisfaction is chosen at the pad').toBe('sign');
});

it('in a case the signature of a step that is written down comes before the next step', async () => {
  const sheet = await daily();
  const means = { schema: 1, kind: 'complaint', means: {} };
  const [first] = sheet.seals;
  if (first === undefined) throw new Error('the sample has no signatures');
  Object.assign(first, { required: false, open: true, wanted: [] });
  sheet.seals = [first];
  for (const stage of sheet.stages) Object.assign(stage, { finished: stage.id === 'am' ? '2026-02-24' : '', problems: [] });
  const later = sheet.stages.at(-1);
  if (later !== undefined) Object.assign(later, { finished: '', problems: [wanting] });
  expect(nextAct(sheet)?.kind, 'elsewhere a signature that may be left out comes last').toBe('write');
  Object.assign(sheet.form, { case: means });
  const act = nextAct(sheet);
  expect(act?.kind === 'sign' ? act.seal.role : '', 'a case waits for it').toBe(first.role);
  first.wanted = [wanting];
  expect(nextAct(sheet)?.kind, 'and for none that cannot be given yet').toBe('write');
});

it('what may be signed beside it is no reason to go on with a sheet that has all it needs', async () => {
  const sheet = await daily();
  for (const stage of sheet.stages) Object.assign(stage, { finished: '2026-02-24', problems: [] });
  for (const seal of sheet.seals) Object.assign(seal, { open: false, standing: 'valid' });
  const beside = sheet.seals.find((s) => s.role === 'am_sign');
  const role = sheet.form.signature.find((r) => r.field === 'am_sign');
  if (beside === undefined || role === undefined) throw new Error('the sample has no morning');
  // An area of the morning round that was left out of the sample: whoever works there signs for nothing.
  sheet.form.signature.push({ ...role, field: 'am_seen', required: false });
  sheet.seals.push({ ...beside, role: 'am_seen', row: '@roof', required: false, open: true, standing: null, wanted: [wanting] });
  expect(nextAct(sheet), 'the morning is signed by its inspector: nobody goes on writing it').toBeNull();
  beside.standing = 'changed';
  expect(nextAct(sheet)?.kind, 'until the inspector is asked again').toBe('write');
});

it('a void sheet has no next act', async () => {
  expect(nextAct({ ...(await daily()), void: '写错' }), 'nothing more happens to it').toBeNull();
});
