import { render } from 'svelte/server';
import { expect, it } from 'vitest';
import { need } from '../../lib/backend/sample-office';
import { people } from '../../lib/backend/sample-people';
import type { Proven as Shown } from '../../lib/backend/types';
import Proven from './Proven.svelte';

const shown = (proven: Shown | null): string =>
  render(Proven, { props: { proven, today: '2026-02-25' } }).body.replace(/<!--.*?-->/g, '');

it('the last backup that was verified whole is shown with its date, its hour and its place', async () => {
  const html = shown(need((await people.backups()).proven ?? undefined));
  expect(html, 'what it is').toContain('最近一次核验通过的备份');
  expect(html, 'when').toContain('2月24日 18:00');
  expect(html, 'where it lies').toContain('/backups');
  expect(html, 'what was verified at its making is not said twice').not.toContain('又核验过');
});

it('a later verification by hand is said beside it', async () => {
  const proven = { ...need((await people.backups()).proven ?? undefined), at: '2026-02-25T08:05+08:00' };
  expect(shown(proven), 'made then, verified since').toMatch(/2月24日 18:00，.*08:05又核验过/);
});

it('without one the screen says so, and what makes one', () => {
  const html = shown(null);
  expect(html, 'there is none').toContain('还没有');
  expect(html, 'a backup is verified when it is made').toContain('做好时会像恢复那样打开它');
});
