/** Drafts of the test double: just enough of the program's behaviour for the views to be seen and tried. */
import { areas, daily, revisit } from './sample-forms';
import type {
  Act,
  Answers,
  Draft,
  DraftChange,
  Form,
  Mark,
  MarkedRest,
  Pages,
  Place,
  Problem,
  Progress,
  Row,
  StageView,
  Value,
} from './types';

export const today = '2026-02-24';
export const forms: Record<string, Form> = { [daily.id]: daily, [revisit.id]: revisit };

export function person(name: string): Value {
  return { ref: { id: `p-${name}`, register: 'person', text: name, facts: { post: '保洁主管' } } };
}

export function begin(form: Form): Answers {
  const answers: Answers = { fields: {}, rows: {}, groups: {}, acts: [] };
  if (form.id === daily.id) {
    answers.fields = {
      site: { ref: { id: 's1', register: 'site', text: '一期', facts: {} } },
      date: today,
      am_person: person('张三'),
      am_from: `${today}T09:51+08:00`,
    };
    answers.rows['check'] = areas.flatMap((a) =>
      a.items.map(([item, standard], i): Row => ({
        id: `${a.id}.${i}`,
        group: a.id,
        facts: { group: a.label, item, standard },
        cells: {},
      })),
    );
    answers.rows['fails'] = [];
  } else answers.rows['attempts'] = [];
  return answers;
}

function settle(answers: Answers): void {
  if (answers.rows['check'] === undefined) return;
  const old = new Map([...(answers.parked?.['fails'] ?? []), ...(answers.rows['fails'] ?? [])].map((r) => [r.id, r]));
  const rows: Row[] = [];
  for (const row of answers.rows['check']) {
    for (const column of ['am', 'pm']) {
      const value = row.cells[column];
      if (typeof value !== 'object' || !('mark' in value) || value.mark !== 'fail') continue;
      const id = `${row.id}@${column}`;
      rows.push(
        old.get(id) ?? {
          id,
          group: row.group,
          facts: { ...row.facts, of: row.id, column, stage: column, round: column === 'am' ? '上午' : '下午' },
          cells: { person: person('王五'), limit: `${today}T18:00+08:00`, points: 1 },
        },
      );
      old.delete(id);
    }
  }
  answers.rows['fails'] = rows;
  answers.parked = { fails: [...old.values()] };
}

function progressOf(answers: Answers): Progress[] {
  const rows = answers.rows['check'];
  if (rows === undefined) return [];
  return ['am', 'pm'].map((stage) => {
    const groups = areas.map((a) => {
      const marks = rows.filter((r) => r.group === a.id).map((r) => r.cells[stage]);
      return {
        id: a.id,
        label: a.label,
        total: marks.length,
        marked: marks.filter((m) => m !== undefined).length,
        fails: marks.filter((m) => JSON.stringify(m) === '{"mark":"fail"}').length,
      };
    });
    const sum = (pick: (g: (typeof groups)[number]) => number) => groups.reduce((n, g) => n + pick(g), 0);
    return {
      stage,
      section: 'check',
      total: sum((g) => g.total),
      marked: sum((g) => g.marked),
      fails: sum((g) => g.fails),
      groups,
    };
  });
}

function problemsOf(form: Form, answers: Answers, stage: string): Problem[] {
  const found: Problem[] = [];
  const ask = (section: string, row: string, cells: Record<string, Value>, words: string) => {
    for (const f of form.section.find((s) => s.id === section)?.field ?? []) {
      if (!f.required || cells[f.id] !== undefined || (f.stage !== null && f.stage !== stage)) continue;
      found.push({
        place: { section, row, field: f.id },
        code: 'required',
        label: `${words}${f.label}`,
        message: `请填写${f.label}`,
        params: [f.label],
        wrong: false,
      });
    }
  };
  for (const s of form.section) {
    if (s.kind === 'fields') ask(s.id, '', answers.fields, '');
    else
      for (const r of answers.rows[s.id] ?? [])
        if (s.id !== 'check')
          ask(s.id, r.id, r.cells, r.facts['item'] === undefined ? '' : `${r.facts['group'] ?? ''}　${r.facts['item']}　`);
  }
  for (const r of answers.rows['check'] ?? []) {
    if (r.cells[stage] === undefined) {
      found.push({
        place: { section: 'check', row: r.id, field: stage },
        code: 'mark-missing',
        label: `${r.facts['group'] ?? ''}　${r.facts['item'] ?? ''}`,
        message: '请选择检查结果',
        params: [],
        wrong: false,
      });
    }
  }
  return found;
}

export class SampleDraft {
  deleted = false;
  savedAt = '';
  finished: Record<string, string> = {};
  answers: Answers;
  constructor(
    readonly id: string,
    readonly sheet: string,
    readonly form: Form,
  ) {
    this.answers = begin(form);
  }

  stages(): StageView[] {
    return this.form.stage.map((s) => ({
      id: s.id,
      label: s.label,
      begun: true,
      finished: this.finished[s.id] ?? '',
      late: false,
      problems: problemsOf(this.form, this.answers, s.id),
    }));
  }

  private live() {
    const customer = this.answers.fields['customer'];
    const facts: Record<string, string> = typeof customer === 'object' && 'ref' in customer ? customer.ref.facts : {};
    const computed: Record<string, Value> = { rate: '97.4%', due: 35 };
    if (facts['room'] !== undefined) computed['room'] = facts['room'];
    if (facts['phone'] !== undefined) computed['phone'] = facts['phone'];
    const hidden: Place[] = [];
    return {
      computed,
      hidden,
      progress: progressOf(this.answers),
      stages: this.stages(),
      wrong: [],
      needs_reason: false,
      correctable: false,
      saved: this.savedAt,
    };
  }

  view(): Draft {
    settle(this.answers);
    return structuredClone({
      id: this.id,
      sheet: this.sheet,
      form_ref: { id: this.form.id, edition: 'A/0', hash: '' },
      form: this.form,
      serial: '',
      answers: this.answers,
      sealed: [],
      conflict: false,
      saved_at: '',
      begun_at: `${today}T09:51+08:00`,
      ...this.live(),
    });
  }

  markRest(section: string, of: string, stage: string, mark: Mark): MarkedRest {
    const open = (this.answers.rows[section] ?? []).filter((r) => r.group === of && r.cells[stage] === undefined);
    for (const row of open) row.cells[stage] = { mark };
    const rows = open.map((r) => r.id);
    const act: Act = { kind: `all_${mark}`, section, group: of, column: stage, at: `${today}T09:55+08:00`, by: '张三', rows };
    const acts = rows.length === 0 ? [] : [act];
    this.answers.acts.push(...acts);
    return { acts, change: this.save(this.answers) };
  }

  save(answers: Answers): DraftChange {
    this.answers = structuredClone(answers);
    settle(this.answers);
    const now = new Date();
    this.savedAt = `${String(now.getHours()).padStart(2, '0')}:${String(now.getMinutes()).padStart(2, '0')}`;
    return structuredClone({ fields: this.answers.fields, proposed: [], rows: this.answers.rows, ...this.live() });
  }
}

const drawn: Record<string, string> = { pass: '√', fail: '×', na: '/', undrawn: '○' };

/** A page in the right proportions with the answers on it; the program draws the real one. */
export function samplePages(form: Form, answers: Answers): Pages {
  const lines: string[] = [];
  const boxes: Pages['boxes'] = [];
  let y = 3600;
  const cell = (x: number, w: number, text: string, place: Place | null) => {
    lines.push(`<rect x="${x}" y="${y}" width="${w}" height="700" fill="none" stroke="#8A8C8E" stroke-width="18"/>`);
    lines.push(
      `<text x="${x + 120}" y="${y + 470}" font-size="340" font-family="Noto Sans SC" fill="#1F2328">${text.slice(0, 34).replace(/[<&]/g, '')}</text>`,
    );
    if (place !== null) boxes.push({ page: 0, x, y, width: w, height: 700, place });
  };
  const say = (v: Value | undefined): string => {
    if (v === undefined) return '';
    if (typeof v === 'object' && 'mark' in v) return drawn[v.mark] ?? '';
    if (typeof v === 'object' && 'ref' in v) return v.ref.text;
    return Array.isArray(v) ? v.join('、') : typeof v === 'object' ? '' : String(v);
  };
  for (const s of form.section) {
    if (s.kind === 'fields') {
      for (let i = 0; i < s.field.length; i += 2) {
        for (const [k, f] of s.field.slice(i, i + 2).entries()) {
          cell(2500 + k * 8500, 2500, f.label, null);
          cell(5000 + k * 8500, 6000, say(answers.fields[f.id]), { section: s.id, row: '', field: f.id });
        }
        y += 700;
      }
    } else {
      for (const r of (answers.rows[s.id] ?? []).slice(0, 20)) {
        const columns = s.field.filter((f) => f.type !== 'fact' && !f.per_group);
        cell(2500, 5000, `${r.facts['group'] ?? ''} ${r.facts['item'] ?? ''}`, null);
        const w = 12000 / Math.max(1, columns.length);
        columns.forEach((f, i) => {
          cell(7500 + i * w, w, say(r.cells[f.id]), { section: s.id, row: r.id, field: f.id });
        });
        y += 700;
      }
    }
    y += 300;
  }
  const title = `<text x="10500" y="2600" font-size="700" text-anchor="middle" font-family="Noto Serif SC" font-weight="700" fill="#1F2328">${form.title}</text>`;
  return {
    svg: [
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 21000 29700"><rect width="21000" height="29700" fill="#FFFEFB"/>${title}${lines.join('')}</svg>`,
    ],
    boxes,
  };
}
