/** What the test double says of papers that have been kept long enough: two of them, asked for by somebody else. */
import type { Backend } from './backend';
import { later } from './sample-office';
import type { DestructionItem, DestructionList } from './types';

type Destruction = Pick<Backend, 'destructionList' | 'askDestruction' | 'destroy' | 'saveDestruction'>;

const item = (number: number, serial: string, title: string): DestructionItem => ({
  month: '2015-02',
  site: '示例物业·一期',
  number,
  sheet: `gone-${number}`,
  serial,
  title,
  expired: '2026-01-01',
});
let list: DestructionList = {
  items: [item(1, 'JC-A-201502-0001', '客务部工作检查表·公共区域保洁'), item(2, 'HF-A-201502-0001', '回访记录表')],
  list: 'sample',
  asked_by: '',
  asked_at: '',
  reason: '',
  own: false,
  backups_kept: 2,
};

export const sampleDestruction: Destruction = {
  destructionList: () => later(list),
  askDestruction: (_list, reason) => {
    list = { ...list, asked_by: '张三', asked_at: '2026-02-24T09:10+08:00', reason, own: true };
    return later(list);
  },
  destroy: () => {
    const gone = { items: list.items.length, backups_until: '2027-02-24', backups_kept: 2 };
    list = { ...list, items: [], asked_by: '' };
    return later(gone);
  },
  saveDestruction: () => later({ path: '/销毁清册.pdf' }),
};
