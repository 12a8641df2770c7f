/** Finding one's way in a form and its answers. What applies, what is missing and what counts is the program's business, not the screen's. */
import type { Answers, Field, Form, Mark, Place, Reference, Row, Section, Value } from '../backend/types';
import type { Language } from '../i18n/i18n.svelte';
import { clockTime, longDate, monthWords } from '../dates/show';
import { showMoney } from '../fields/logic';
import { gloss } from '../i18n/gloss.svelte';

export function markOf(value: Value | undefined): Mark | undefined {
  return typeof value === 'object' && 'mark' in value ? value.mark : undefined;
}

export function refOf(value: Value | undefined): Reference | undefined {
  return typeof value === 'object' && 'ref' in value ? value.ref : undefined;
}

export function photosOf(value: Value | undefined) {
  return typeof value === 'object' && 'photos' in value ? value.photos : [];
}

const glyphs: Record<Mark, string> = { pass: '√', fail: '×', na: '/', undrawn: '○' };

/** An answer in words, for cells and summaries on the screen (what is printed comes from the program). */
export function shown(field: Field, value: Value | undefined, language: Language): string {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return language === 'en' ? (value ? 'Yes' : 'No') : value ? '是' : '否';
  if (typeof value === 'number') return isMoney(field) ? `¥${showMoney(value)}` : withUnit(String(value), field.unit, language);
  if (typeof value === 'string') {
    if (field.options.includes(value) || field.compute?.verb === 'fixed') return gloss(value);
    if (field.compute?.verb === 'deadline') return dueWords(value, language);
    if (/^\d{4}-\d{2}-\d{2}T/.test(value)) return `${longDate(value.slice(0, 10), language)} ${clockTime(value)}`;
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return longDate(value, language);
    if (field.type === 'month') return monthWords(value, language);
    return value === '' ? '' : withUnit(value, field.unit, language);
  }
  if (Array.isArray(value)) return value.map(gloss).join(language === 'en' ? ', ' : '、');
  if ('mark' in value) return glyphs[value.mark];
  if ('ref' in value) return value.ref.text;
  return value.photos.length === 0 ? '' : String(value.photos.length);
}

/** Money that is typed, or that the program works out. */
function isMoney(field: Field): boolean {
  return field.type === 'money' || field.compute?.verb === 'product' || field.compute?.verb === 'total';
}

function withUnit(value: string, unit: string, language: Language): string {
  return language === 'en' && unit !== '' ? `${value} ${gloss(unit)}` : `${value}${unit}`;
}

/** A deadline as the paper prints it, 2026年2月25日（暂定）, in the language of the window. */
export function dueWords(printed: string, language: Language): string {
  const found = /^(\d{4})年(\d{1,2})月(\d{1,2})日(（暂定）)?$/.exec(printed);
  if (language !== 'en' || found === null) return printed;
  const [, y = '', m = '', d = '', open] = found;
  const date = longDate(`${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`, language);
  return open === undefined ? date : `${date} (provisional)`;
}

export function placeKey(place: Place): string {
  return `${place.section}/${place.row}/${place.field}`;
}

/** Places as keys, to be looked up. */
export function keysOf(places: Place[]): Set<string> {
  return new Set(places.map(placeKey));
}

export function findRow(answers: Answers, section: string, row: string): Row | undefined {
  return answers.rows[section]?.find((r) => r.id === row);
}

export function getAt(answers: Answers, place: Place): Value | undefined {
  if (place.row === '') return answers.fields[place.field];
  if (place.row.startsWith('@')) return answers.groups[place.section]?.[place.row.slice(1)]?.[place.field];
  return findRow(answers, place.section, place.row)?.cells[place.field];
}

/** Sets or clears one answer in place. A row that is not there is not made. */
export function setAt(answers: Answers, place: Place, value: Value | undefined): void {
  let cells: Record<string, Value> | undefined;
  if (place.row === '') cells = answers.fields;
  else if (place.row.startsWith('@')) {
    const groups = (answers.groups[place.section] ??= {});
    cells = groups[place.row.slice(1)] ??= {};
  } else cells = findRow(answers, place.section, place.row)?.cells;
  if (cells === undefined) return;
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- an answer that was cleared is absent, as in the record
  if (value === undefined) delete cells[place.field];
  else cells[place.field] = value;
}

export function sectionOf(form: Form, id: string): Section | undefined {
  return form.section.find((s) => s.id === id);
}

export function fieldOf(form: Form, id: string): Field | undefined {
  for (const section of form.section) {
    const found = section.field.find((f) => f.id === id);
    if (found !== undefined) return found;
  }
  return undefined;
}
