/** English for the figures of a month, by the stable names that they have. */
import type { Figure, FigureLine, FigureTable } from '../backend/types';

const passed = 'items in order ÷ (in order + not in order); not drawn and not applicable do not count';
const pleased = 'satisfied and largely satisfied ÷ visits in which the effect was filled in';
const scaled = 'very satisfied and satisfied ÷ items that were rated';
const closedCases = 'complaints and opinions closed in the month, invalid ones left out';

/** Label and how it was counted. A name that is longer belongs to the longest beginning that stands here. */
const figures: Record<string, [label: string, basis: string]> = {
  matrix: ['Pass rate', passed],
  'matrix.owed': ['Rounds owed', 'rounds that the plan asks for; days off do not count'],
  'matrix.done': ['Rounds made', 'finished rounds, those filled late included'],
  'matrix.missed': ['Rounds missed', 'past their cut-off without a round, explained ones included'],
  'matrix.late': ['Filled late', 'keyed in after their cut-off'],
  'matrix.rectified': ['Rectified', 'rectified and not failed at the recheck ÷ all findings'],
  'inspection.made': ['Rounds made', 'finished ÷ owed; filled late counts, not yet due does not'],
  'inspection.rate': ['Pass rate, public areas', passed],
  'inspection.outlets': ['Pass rate, outlets', passed],
  'inspection.repeats': [
    'Repeated findings',
    'the same item of the same area failed twice or more in the month, each counted once',
  ],
  'inspection.rectified': ['Findings rectified in time', 'rectified in time and not failed ÷ findings whose limit is past'],
  'inspection.area.fails': ['Not in order', 'items marked ×'],
  'inspection.area.rate': ['Pass rate', passed],
  'inspection.item.fails': ['Not in order', 'items marked ×'],
  'inspection.item.rate': ['Pass rate', passed],
  'inspection.outlet.fails': ['Not in order', 'items marked ×'],
  'inspection.outlet.rate': ['Pass rate', passed],
  'complaints.received': ['Complaints received', 'received in the month'],
  'complaints.major': ['Major complaints', 'received in the month and graded major now'],
  'complaints.invalid': ['Invalid complaints', 'received in the month and approved as invalid'],
  'complaints.closed': ['Complaints closed', 'closed in the month, invalid ones left out'],
  'complaints.once': [
    'Solved at once',
    'satisfied or largely satisfied after the first round ÷ valid complaints closed in the month',
  ],
  'complaints.category': ['Complaints', 'received in the month'],
  'complaints.department': ['Complaints', 'received in the month'],
  'complaints.cause': ['Complaints', 'received in the month'],
  'ontime.all': ['Done in time', ''],
  'ontime.complaint': ['Complaints handled in time', ''],
  'ontime.rule': ['Done in time', ''],
  'ontime.department': ['Done in time', ''],
  'revisit.made': ['Revisited', `customer met or reached ÷ ${closedCases}`],
  'revisit.due': [
    'Revisited (by the day due)',
    'customer met or reached ÷ complaints and opinions whose revisit was due in the month, invalid ones left out; not yet due and not made does not count, closed without one counts as not made',
  ],
  'revisit.signed': ['Signed by the customer', `revisit signed ÷ ${closedCases}`],
  'revisit.satisfied': ['Satisfied at the revisit', pleased],
  'revisit.kind': ['Revisits', 'visited in the month'],
  'revisit.kind.satisfied': ['Satisfied', pleased],
  'revisit.mark': ['In order', 'marked √ ÷ marked √ or ×'],
  'survey.issued': ['Surveys issued', 'dated in the month'],
  'survey.returned': ['Returned', 'at least one item rated ÷ issued'],
  'survey.satisfied': ['Satisfied in the survey', scaled],
  'survey.item': ['Satisfied', scaled],
  'people.rounds': ['Rounds', 'finished rounds whose sheet names this person as inspector; made together, each counts one'],
  'people.faults': ['Findings', 'items marked × in this person’s rounds'],
  'people.received': ['Cases received', 'received by this person in the month'],
  'people.visits': ['Revisits', 'made by this person in the month'],
  'people.rounds.intime': [
    'Rounds in time',
    'keyed in in time ÷ finished rounds whose sheet names this person; filled late is not in time',
  ],
  'people.steps': [
    'Steps in time',
    'steps of the cases this person received: done in time ÷ due in the month; not yet due does not count, an approved extension moves the limit, stopped ones are left out',
  ],
  'people.visits.signed': ['Signed', 'signed by the customer ÷ this person’s visits in which the effect was filled in'],
  'people.visits.satisfied': [
    'Satisfied',
    'satisfied and largely satisfied ÷ this person’s visits in which the effect was filled in',
  ],
};

const byDue = 'done in time ÷ due in the month';
const byReceived = 'done in time ÷ received in the month';
const notYet = '; not yet due does not count, an approved extension moves the limit, stopped ones are left out';

function known(id: string): [string, string] | undefined {
  for (let name = id; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
    const found = figures[name];
    if (found !== undefined) return found;
  }
  return undefined;
}

export function figureLabelEn(figure: { id: string }): string {
  const label = known(figure.id)?.[0] ?? 'Figure';
  return figure.id.endsWith('.received') && figure.id.startsWith('ontime') ? `${label}, by receipt` : label;
}

export function basisEn(figure: Figure): string {
  if (figure.id.startsWith('ontime')) return (figure.id.endsWith('.received') ? byReceived : byDue) + notYet;
  return known(figure.id)?.[1] ?? '';
}

const groups: Record<string, string> = {
  inspection: 'Inspections',
  complaints: 'Complaints',
  ontime: 'Deadlines',
  revisit: 'Revisits',
  survey: 'Surveys',
  people: 'People',
};

export function groupTitleEn(group: { id: string }): string {
  return groups[group.id] ?? 'Figures';
}

/** Title and head of the first column. */
const tables: Record<string, [title: string, head: string]> = {
  'inspection.area': ['Pass rate by area', 'Area'],
  'inspection.item': ['Items not in order', 'Area, item'],
  'inspection.outlet': ['Pass rate by outlet', 'Outlet'],
  'complaints.category': ['By category', 'Category'],
  'complaints.department': ['By department', 'Department'],
  'complaints.cause': ['By cause', 'Cause'],
  'ontime.rule': ['In time by step', 'Rule'],
  'ontime.department': ['In time by department', 'Department'],
  'revisit.kind': ['By kind of revisit', 'Kind'],
  'revisit.mark': ['Service as judged', 'Item'],
  'survey.item': ['By item', 'Item'],
  people: ['Work by person', 'Person'],
  'people.rates': ['How it was done, by person', 'Person'],
};

export function tableTitleEn(table: FigureTable): string {
  return tables[table.id]?.[0] ?? 'Table';
}

const heads: Record<string, string> = {
  不合格: 'Not in order',
  合格率: 'Pass rate',
  件数: 'Number',
  重大: 'Major',
  一般: 'Ordinary',
  按应完成日: 'By due date',
  按受理日: 'By receipt',
  次数: 'Number',
  满意率: 'Satisfied',
  检查轮次: 'Rounds',
  发现不合格: 'Findings',
  受理事项: 'Cases',
  回访: 'Revisits',
  检查按时率: 'Rounds in time',
  按期办理率: 'Steps in time',
  回访签字率: 'Signed',
  回访满意率: 'Satisfied',
  非常满意: 'Very satisfied',
  满意: 'Satisfied',
  不满意: 'Dissatisfied',
  非常不满意: 'Very dissatisfied',
};

export function tableHeadEn(table: FigureTable, head: string): string {
  if (head === table.head) return tables[table.id]?.[1] ?? 'Name';
  // 一般 is a grade of complaints, and the middle of the scale of a survey.
  if (table.id === 'survey.item' && head === '一般') return 'Fair';
  if (table.id === 'survey.item' && head === '满意率') return 'Share satisfied';
  return heads[head] ?? '';
}

/** A rule and its grade in place of the words of its step; other lines are named by what they are about. */
export function lineLabelEn(table: FigureTable, line: FigureLine): string {
  if (line.label === '未填') return 'not filled in';
  if (table.id !== 'ontime.rule') return line.label;
  const [, , rule = '', grade = ''] = line.figures[0]?.id.split('.') ?? [];
  return [rule, { 重大: 'major', 一般: 'ordinary' }[grade] ?? ''].filter((x) => x !== '').join(', ');
}
