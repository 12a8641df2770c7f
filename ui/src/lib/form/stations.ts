/** A form cut into the places one walks through: areas of a check-list, outlets, and sections of questions. */
import type { Answers, Field, Form, Mark, Place, Row, Section } from '../backend/types';
import { markOf } from './logic';

export interface CheckLine {
  place: Place;
  name: string;
  note: string;
  mark: Mark | undefined;
  /** Where the details of a × stand, when the form asks for any. */
  detail: { section: string; row: string } | null;
}

export interface Station {
  id: string;
  kind: 'fields' | 'group' | 'row' | 'list';
  section: Section;
  /** Group or row; empty for sections. */
  of: string;
  label: string;
  note: string;
  lines: CheckLine[];
  /** Single fields, the group's own fields, or the row's further fields. */
  fields: { field: Field; place: Place }[];
}

function ofStage(field: Field, stage: string): boolean {
  return field.stage === null || field.stage === stage || stage === '';
}

/** Words that are always the same, numbers and moments that come by themselves: on the paper, not in the way. */
const silent = new Set(['fixed', 'entered', 'serial', 'number']);

const asked = (field: Field) => field.type !== 'fact' && field.type !== 'signature' && !silent.has(field.compute?.verb ?? '');

/** The section that takes the details of every × of another. */
export function failsOf(form: Form, section: string): Section | undefined {
  return form.section.find((s) => typeof s.rows === 'object' && s.rows !== null && 'fails' in s.rows && s.rows.fails === section);
}

export function isFails(section: Section): boolean {
  return typeof section.rows === 'object' && section.rows !== null && 'fails' in section.rows;
}

function line(form: Form, section: Section, row: Row, column: Field, words: { name: string; note: string }): CheckLine {
  const fails = failsOf(form, section.id);
  return {
    place: { section: section.id, row: row.id, field: column.id },
    ...words,
    mark: markOf(row.cells[column.id]),
    detail: fails === undefined ? null : { section: fails.id, row: `${row.id}@${column.id}` },
  };
}

function groupStations(form: Form, section: Section, rows: Row[], columns: Field[], stage: string): Station[] {
  const stations: Station[] = [];
  for (const row of rows) {
    let station = stations[stations.length - 1];
    if (station?.of !== row.group) {
      const fields = section.field.filter((f) => f.per_group && asked(f) && ofStage(f, stage));
      station = {
        id: `${section.id}/${row.group}`,
        kind: 'group',
        section,
        of: row.group,
        label: row.facts['group'] ?? row.group,
        note: '',
        lines: [],
        fields: fields.map((field) => ({ field, place: { section: section.id, row: `@${row.group}`, field: field.id } })),
      };
      stations.push(station);
    }
    for (const column of columns) {
      const name = columns.length > 1 ? `${row.facts['item'] ?? ''}　${column.label}` : (row.facts['item'] ?? column.label);
      station.lines.push(line(form, section, row, column, { name, note: row.facts['standard'] ?? '' }));
    }
  }
  return stations;
}

function rowStations(form: Form, section: Section, rows: Row[], columns: Field[], stage: string): Station[] {
  const others = section.field.filter((f) => f.type !== 'check' && f.type !== 'auto' && asked(f) && ofStage(f, stage));
  return rows.map((row) => ({
    id: `${section.id}/${row.id}`,
    kind: 'row',
    section,
    of: row.id,
    label: row.facts['name'] ?? row.id,
    note: [row.facts['code'], row.facts['operator'], row.facts['trade']].filter((x) => x !== undefined && x !== '').join('　'),
    lines: columns.map((column) => line(form, section, row, column, { name: column.label, note: '' })),
    fields: others.map((field) => ({ field, place: { section: section.id, row: row.id, field: field.id } })),
  }));
}

/** The stations of a stage, in printed order. What the program says does not apply is left out. */
export function stations(form: Form, answers: Answers, stage: string, hidden: Set<string>): Station[] {
  const found: Station[] = [];
  for (const section of form.section) {
    const rows = answers.rows[section.id] ?? [];
    if (section.kind === 'fields') {
      const fields = section.field
        .filter((f) => asked(f) && ofStage(f, stage) && !hidden.has(`${section.id}//${f.id}`))
        .map((field) => ({ field, place: { section: section.id, row: '', field: field.id } }));
      if (fields.some((f) => f.field.type !== 'auto')) {
        found.push({
          id: section.id,
          kind: 'fields',
          section,
          of: '',
          label: section.caption || (section.part ?? ''),
          note: '',
          lines: [],
          fields,
        });
      }
      continue;
    }
    const columns = section.field.filter((f) => f.type === 'check' && ofStage(f, stage));
    if (section.rows === 'library' && columns.length > 0) found.push(...groupStations(form, section, rows, columns, stage));
    else if (typeof section.rows === 'object' && section.rows !== null && 'register' in section.rows) {
      found.push(...rowStations(form, section, rows, columns, stage));
    } else if (section.rows === 'user' && section.field.some((f) => asked(f) && ofStage(f, stage))) {
      found.push({
        id: section.id,
        kind: 'list',
        section,
        of: '',
        label: section.caption || (section.part ?? ''),
        note: '',
        lines: [],
        fields: [],
      });
    } else if (
      isFails(section) &&
      columns.length === 0 &&
      rows.length > 0 &&
      section.field.some((f) => f.stage === stage && asked(f))
    ) {
      // Putting right and checking again are stages of their own: the list of × is what one walks through then.
      found.push({
        id: section.id,
        kind: 'list',
        section,
        of: '',
        label: section.caption || (section.part ?? ''),
        note: '',
        lines: [],
        fields: [],
      });
    }
  }
  return found;
}

/** Marks on the screen, for rings and the line at the foot; what counts on paper is counted by the program. */
export function tally(lines: CheckLine[]): { total: number; marked: number; fails: number } {
  return {
    total: lines.length,
    marked: lines.filter((l) => l.mark !== undefined).length,
    fails: lines.filter((l) => l.mark === 'fail').length,
  };
}

/** The station a place stands in: its own, or the one whose × it details. */
export function stationOf(list: Station[], place: Place): Station | undefined {
  return list.find(
    (s) =>
      (s.section.id === place.section && (place.row === '' || s.kind === 'list' || s.of === place.row.replace(/^@/, ''))) ||
      s.lines.some(
        (l) =>
          (l.place.section === place.section && l.place.row === place.row) ||
          (l.detail?.section === place.section && l.detail.row === place.row),
      ),
  );
}
