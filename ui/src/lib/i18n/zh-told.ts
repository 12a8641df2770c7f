import type { AuditAct, Event, FindingCode, NoticeCode } from '../backend/types';

// Constants with a type of their own: a code without words does not compile, where a cast would let it pass.
const events: Record<Exclude<Event['kind'], 'signed' | 'audit'>, string> = {
  finished: '完成',
  late: '补录',
  added: '补充',
  amended: '修改',
  corrected: '更正',
  voided: '作废',
  destroyed: '内容已销毁',
};

const acts: Record<AuditAct, string> = {
  print: '打印',
  export: '导出',
  'copy-text': '复制文字',
  'copy-picture': '复制图片',
  reveal: '查看完整信息',
  shown: '签署、更改时显示',
  blank: '打印空白表',
  'void-blank': '空白表作废',
  'delete-draft': '删除草稿',
  account: '账户',
  'recovery-code': '更换恢复码',
  'recovery-page': '打印恢复码',
  'data-key': '更换资料密钥',
  backup: '备份',
  'backup-whole': '核验备份，完好',
  'backup-damaged': '核验备份，损坏',
  restore: '从备份恢复',
  'print-register': '打印登记表',
  affected: '列出涉及的客户',
  volume: '导出月度归档',
  'volume-full': '导出月度归档（完整件）',
  'reopen-month': '重新开启归档',
  'destruction-list': '导出销毁清册',
  'destruction-asked': '提请销毁',
  destruction: '销毁',
  other: '其他',
};

const findings: Record<FindingCode, string> = {
  'head-changed': '内容被改动',
  'content-changed': '内容被改动',
  'column-mismatch': '内容被改动',
  'signature-invalid': '设备签名不符',
  'unknown-key': '来自未登记的设备',
  'chain-broken': '记录链在此断开',
  'entries-missing': '此处缺少记录',
  'entry-unreadable': '记录无法读取',
  'content-missing': '内容缺失',
  'blob-changed': '照片或附件被改动',
  'blob-missing': '照片或附件缺失',
  destroyed: '已按规定销毁',
  lost: '损坏时丢失，已记在恢复记录里',
  'guard-missing': '防改动的保护被去掉',
  'file-damaged': '有损坏',
  'scope-changed': '签字后内容有改动，待重签',
  'signature-broken': '签署时的内容与签名对不上',
};

const notices: Record<NoticeCode, (count: number) => string> = {
  'clock-suspect': () => '电脑的日期和上次保存时对不上。',
  'entries-missing': (n) => `资料库少了${n}条记录，可能是换回了旧的备份。已有的内容都在，请核对最近的单据。`,
  'history-replaced': () => '资料库的历史和这台电脑记得的不一样，请核对最近的单据。',
  'entries-damaged': (n) => `最近的记录里有${n}处对不上，请到设置里核验。`,
  'high-water-unwritable': () => '防丢失的标记没写进去，内容已保存。请检查磁盘。',
  'high-water-absent': () => '这台电脑还没有这个资料库的防丢失标记，下次保存时写入。',
  'high-water-unreadable': () => '防丢失标记读不出来，下次保存时重写。',
  'damage-found': (n) =>
    n === 0
      ? '资料库文件有损坏，没有单据受影响。请用最近的备份修复。'
      : `资料库文件有损坏，涉及 ${n} 份单据。请用最近的备份修复。`,
  'backup-overdue': () => '七天没有往第二处（U盘或另一块硬盘）备份了。请到设置的备份里选好第二处，备份到那里。',
  'calendar-unread': () => '部门的日历和时限没有读出来，期限暂按程序自带的计算。请到设置里核验。',
  'disk-low': () => '磁盘快满了，请腾出空间。',
};

export const zhTold = {
  told: {
    comma: '、',
    colon: '：',
    events,
    signedHow: { paper: '（纸质）', refused: '（拒签）', proxy: '（委托代签）' } as Record<string, string>,
    keptAt: '原件存放：',
    acts,
    correctionPage: '更正页',
    correctionSeal: (n: number, who: string) => `更正页${n}　${who}`,
    corrector: '更正人',
    headOfDepartment: '部门负责人',
    signature: '签名',
    file: (page: number) => (page === 0 ? '资料库文件' : `资料库文件第 ${page} 页`),
    entry: (n: number) => `第${n}条记录`,
    whose: { register: '登记资料', setting: '设置', audit: '查阅导出登记' },
    findings,
    notices,
  },
};
