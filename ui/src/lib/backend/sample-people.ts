/** What the test double says of accounts and backups. */
import type { Backend } from './backend';
import { desk, entries, later, need } from './sample-office';
import type { Account, AuditLine, Backup, Backups, Delegation, Proven, Role } from './types';

const words: Record<Role, string> = {
  'project-manager': '项目经理',
  head: '部门负责人',
  deputy: '部门副职',
  supervisor: '主管',
  leader: '组长',
  specialist: '客服专员',
  inspector: '总部检查',
};

function account(name: string, role: Role, present: boolean): Account {
  const person = { id: `p-${name}`, register: 'person', text: name, facts: {} };
  const shown = { role, role_word: words[role], stands_in: role !== 'inspector' };
  return { id: `a-${name}`, person, ...shown, opens: true, pin: true, left: false, present };
}

const accounts: Account[] = [account('张三', 'head', true), account('王五', 'supervisor', false)];

function change(id: string, to: Partial<Account>): Promise<Account> {
  const at = accounts.findIndex((a) => a.id === id);
  const changed = { ...need(accounts[at]), ...to };
  accounts[at] = changed;
  return later(changed);
}

function backup(day: string, occasion: string): Backup {
  const name = `${day}_1800_A_${occasion}`;
  return { name, folder: `/backups/${name}`, made: `${day}T18:00+08:00`, occasion, letter: 'A', entries: 214, size: 1_843_200 };
}

function proven({ name, made }: Backup, place: string): Proven {
  return { name, made, at: made, place };
}

const delegations: Delegation[] = [];
const looked: AuditLine[] = [
  ['2026-02-24T10:32+08:00', '张三', 'reveal', '查看完整信息', '回访联系', '电话'],
  ['2026-02-24T09:10+08:00', '王五', 'print', '打印', '', ''],
].map(([at = '', by = '', act = '', act_word = '', reason = '', detail = '']) => ({
  at,
  by,
  act,
  act_word,
  what: 'HF-A-202602-0040　回访记录表',
  customer: '赵六',
  reason,
  detail,
}));

let kept: Backups = {
  own: [backup('2026-02-24', 'closing'), backup('2026-02-13', 'daily')],
  place: '/usb',
  second: [backup('2026-02-13', 'asked')],
  at_hand: true,
  days: 11,
  overdue: true,
  proven: proven(backup('2026-02-24', 'closing'), '/backups'),
};

export const people: Pick<
  Backend,
  | 'accounts'
  | 'addAccount'
  | 'setRole'
  | 'endAccount'
  | 'resetPassphrase'
  | 'changePassphrase'
  | 'setPin'
  | 'takeOver'
  | 'newRecoveryCode'
  | 'keyChange'
  | 'delegations'
  | 'delegate'
  | 'revokeDelegation'
  | 'changeDataKey'
  | 'backups'
  | 'backUp'
  | 'setSecondPlace'
  | 'checkNow'
  | 'lastCheck'
  | 'onChecked'
  | 'verifyBackup'
  | 'keptBackups'
  | 'findBackups'
  | 'restore'
  | 'closeOffice'
  | 'auditPage'
  | 'saveAudit'
  | 'openAudit'
  | 'listAffected'
  | 'onBackupFailed'
  | 'onLock'
> = {
  accounts: () => later([...accounts]),
  addAccount: (person, role) => {
    const made = account(need(entries.find((e) => e.id === person)).name, role, false);
    accounts.push(made);
    return later(made);
  },
  setRole: (id, role) => change(id, { role, role_word: words[role] }),
  endAccount: (id) => change(id, { left: true, opens: false, pin: false }),
  resetPassphrase: (id) => change(id, { opens: true }),
  changePassphrase: () => later(undefined),
  setPin: () => change(desk.account, { pin: true }),
  takeOver: (id, pin) => {
    if (pin === '000000') return Promise.reject(Object.assign(new Error(''), { code: 'wrong-pin' }));
    const next = need(accounts.find((a) => a.id === id));
    accounts.forEach((a, i) => (accounts[i] = { ...a, present: a.id === id }));
    Object.assign(desk, { account: id, role: next.role, person: next.person });
    return later({ ...desk });
  },
  newRecoveryCode: () => later({ groups: ['7K3M', 'Q9XD', '2FHT', 'W8PA', 'L4CN', 'V6RE'] }),
  delegations: () => later([...delegations]),
  delegate: (asked) => {
    const name = (id: string): string => accounts.find((a) => a.id === id)?.person.text ?? '';
    const made: Delegation = {
      id: `d-${delegations.length}`,
      of: name(asked.of),
      of_role: accounts.find((a) => a.id === asked.of)?.role ?? 'head',
      to: name(asked.to),
      by: desk.person.text,
      from: asked.from,
      until: asked.until,
      scope: asked.scope,
      running: 'now',
      mine: true,
    };
    delegations.unshift(made);
    return later(made);
  },
  revokeDelegation: (id) => {
    const at = delegations.findIndex((d) => d.id === id);
    const ended: Delegation = { ...need(delegations[at]), running: 'revoked', mine: false };
    delegations[at] = ended;
    return later(ended);
  },
  keyChange: () => later({ waiting: [], code: false, backups: [...kept.own, ...kept.second], place: kept.place, at_hand: true }),
  changeDataKey: () => later(undefined),
  backups: () => later(kept),
  backUp: () => later(backup('2026-02-24', 'asked')),
  setSecondPlace: () => {
    kept = { ...kept, days: 0, second: [backup('2026-02-24', 'asked'), ...kept.second] };
    return later(kept);
  },
  checkNow: () => later({ ok: true, checked: 214, problems: [] }),
  lastCheck: () => later(null),
  onChecked: () => () => undefined,
  verifyBackup: () => later(true),
  keptBackups: () => later(kept.own),
  findBackups: () => later(kept.second),
  restore: () =>
    later({
      restored: {
        letter: 'B',
        before: 'A',
        entries_saved: 0,
        lost: [],
        drafts_lost: false,
        entries_missing: 3,
        last_numbers: ['HF-A-202602-0040'],
        numbers_from: '',
        numbers_missing: ['HF-A-202602-0041'],
        aside: '/cabinet-aside',
      },
      desk,
    }),
  auditPage: (asked) =>
    later({
      lines: looked.filter((l) => (asked.by === '' || asked.by === l.by) && (asked.act === '' || asked.act === l.act)),
      people: ['张三', '王五'],
      acts: ['reveal', 'print'],
    }),
  saveAudit: () => later({ path: '/saved/register.xlsx' }),
  openAudit: () => later({ path: '/prints/register.pdf' }),
  listAffected: () => later({ path: '/saved/list.pdf', customers: 3 }),
  closeOffice: () => later(false),
  onBackupFailed: () => () => undefined,
  onLock: () => () => undefined,
};
