export interface Said {
  title: string;
  advice: string;
  /** The program names something that helps: a character, a field, a number. */
  named?: (what: string) => string;
}

/** A character, and behind a full-width space the field it stands in. */
export function glyph(what: string, say: (character: string) => string): string {
  const [character = what, field = ''] = what.split('　');
  return field === '' ? say(character) : `${field}：${say(character)}`;
}

const untouched = '原文件未动。';

/** By the program's stable codes: what happened, what was kept, what to do. */
export const errorsZh: Record<string, Said> = {
  unknown: { title: '操作没有完成', advice: '已写的内容都还在。请再试一次；仍不行时，请退出后重新打开。' },

  'wrong-passphrase': { title: '口令不对', advice: '请重新输入，注意大小写；忘记口令可以用恢复码。' },
  'wrong-recovery-code': { title: '恢复码不对', advice: '这不是本资料库的恢复码，请核对是哪一张纸。' },
  'recovery-code-mistyped': { title: '恢复码有误', advice: '有一位抄错或输错，请照着纸逐组核对。' },
  'code-differs': { title: '与显示的恢复码不一致', advice: '请照着纸逐组核对。' },
  'passphrase-short': { title: '口令太短', advice: '至少 8 个字，最好是一句记得住的话。' },
  'passphrase-empty': { title: '还没有写口令', advice: '至少 8 个字，最好是一句记得住的话。' },
  'month-running': { title: '这个月还没有过完', advice: '月末之后再归档。送审稿随时可以生成。' },
  'month-closed': { title: '这个月已经归档', advice: '要改缺件说明，先由项目经理或部门负责人重新开启。' },
  'month-moved': { title: '统计期间有新的记录', advice: '没有完成。请等别的操作做完，再试一次。' },
  'month-open': { title: '这个月还没有归档', advice: '没有可以重新开启的。' },
  'month-gaps': { title: '还有缺件没有说明', advice: '逐条说明，或写一个总的原因，再归档。' },
  'month-empty': { title: '这个月一张单据也没有', advice: '请核对月份；确要归档的，写明原因。' },
  'sheet-destroyed': { title: '这份单据已经销毁', advice: '保管期满，内容已按规定销毁；编号和办理时间还在记录里。' },
  'list-moved': { title: '销毁清册变了', advice: '没有销毁任何东西。请重新看过清册再办。' },
  'own-destruction': { title: '不能批准自己的提请', advice: '请由另一位负责人登录后批准。' },
  'no-first-run': { title: '前面的步骤已失效', advice: '请回到第 4 步，再生成一个恢复码。' },

  'cabinet-folder-missing': {
    title: '没有找到资料库所在的文件夹',
    advice: '可能移动了位置，或移动硬盘没有接上。接好后再试一次；没有新建任何东西。',
  },
  'cabinet-file-missing': {
    title: '没有找到资料库文件',
    advice: '钥匙文件还在，资料库文件不在。移动过请放回原处，否则从备份恢复；没有新建空的资料库。',
  },
  'cabinet-exists': { title: '这里已经有资料库', advice: `请直接用口令打开。${untouched}` },
  'keyslots-missing': {
    title: '钥匙文件不在',
    advice: `资料库旁的 keyslots.json 不在原处，没有它不能打开。请从备份恢复。${untouched}`,
  },
  'keyslots-damaged': {
    title: '钥匙文件损坏',
    advice: `资料库旁的 keyslots.json 读不出来。请从备份恢复。${untouched}`,
  },
  'keyslots-foreign': {
    title: '钥匙文件和资料库对不上',
    advice: `资料库旁的 keyslots.json 是另一个资料库的，或是更换资料密钥以前的；也可能资料库文件开头坏了。请把原来的放回，或从备份恢复，备份之后写的也会带回。${untouched}`,
  },
  'cabinet-empty': { title: '资料库文件是空的', advice: `文件里没有内容，没有打开。请从备份恢复。${untouched}` },
  'cabinet-truncated': {
    title: '资料库不完整，没有打开',
    advice: `文件比原来短。请从备份恢复，这一份会另存在旁边。${untouched}`,
  },
  'cabinet-damaged': { title: '资料库损坏，没有打开', advice: `请从备份恢复，这一份会另存在旁边。${untouched}` },
  'cabinet-newer': { title: '资料库是新版程序写的', advice: `请换用新版巡访簿打开。${untouched}` },
  'cabinet-foreign': { title: '这不是巡访簿的资料库', advice: `请核对文件夹。${untouched}` },
  'cabinet-read-only': {
    title: '这里不能写入',
    advice: '文件夹或磁盘是只读的。已写的内容还在草稿里；换个位置或去掉只读后再试。',
  },
  'disk-full': { title: '磁盘已满', advice: '没有存进去，已写的内容还在。腾出一些空间后再试一次。' },
  'cabinet-locked': { title: '资料库正被另一个程序打开', advice: '请先关闭另一个窗口，再试一次。' },
  'sqlite-too-old': { title: '程序不完整', advice: '请重新安装巡访簿。' },
  'entries-missing': { title: '记录有缺失', advice: '最近的一些记录缺失，可能换回了旧的副本。请到设置里核验。' },
  'history-replaced': { title: '资料库被换成了另一份', advice: '和上次打开的不是同一份。请核对是否换回了旧的副本。' },
  'chain-broken': { title: '记录前后不衔接', advice: '请到设置里核验，看是哪一份。' },
  'draft-missing': { title: '这份草稿已经不在', advice: '可能已完成或已删除。' },
  'draft-moved': { title: '这份草稿在别处改过了', advice: '请回去重新打开它。' },
  'base-moved': { title: '这份单据在别处有了新的一版', advice: '请回到单据看过，再决定怎么改。' },
  'serial-taken': { title: '编号已被占用', advice: '请再试一次，将另取一个编号。' },
  'database-failed': { title: '没有写入资料库', advice: '已写的内容还在。请再试一次；仍不行时，请退出后重新打开。' },
  'file-failed': { title: '文件没有保存', advice: '请换一个位置，或核对那里是否允许写入。' },
  cancelled: { title: '已取消', advice: '没有留下文件。' },

  incomplete: { title: '还有未填写的内容', advice: '未填写的地方都已列出，点一下可以到那里。' },
  'late-reason': { title: '已过录入截止', advice: '请写补录原因。' },
  'change-reason': { title: '改动要写原因', advice: '请写修改原因。' },
  'not-correctable': { title: '这里不能用更正页', advice: '请改用修改，另写一版。', named: (what) => `不能更正：${what}` },
  'nothing-to-finish': { title: '还没有填写', advice: '填了再完成。' },
  'not-found': { title: '没有找到', advice: '可能已经不在了。' },
  'sheet-void': { title: '这份单据已作废', advice: '不能再改或再签。' },
  'not-ready': { title: '还不能签字', advice: '先把缺的补上。', named: (what) => what },
  'another-day': {
    title: '不是同一天',
    advice: '检查的开始和结束要在检查日期当天，请核对。',
    named: (what) => what,
  },
  'no-such-serial': {
    title: '没有这个编号的单据',
    advice: '请核对来源单号或重复投诉的单号。',
    named: (serial) => serial,
  },
  'blank-out': {
    title: '空白表还没有录入',
    advice: '请先照纸录入这份单据，再写它的编号；内容都还在草稿里。',
    named: (serial) => serial,
  },
  'source-kind': {
    title: '来源不是这种单据',
    advice: '请核对来源和编号；内容都还在草稿里。',
    named: (serial) => serial,
  },
  'other-customer': {
    title: '不是同一位客户',
    advice: '来源单号是另一位客户的事项；请核对单号和客户，内容都还在草稿里。',
    named: (serial) => serial,
  },
  'moment-ahead': {
    title: '时间还没有到',
    advice: '没有发生的事不能先记，请核对日期和时间。',
    named: (what) => what,
  },
  'signed-early': {
    title: '签字日期早于受理',
    advice: '请照纸上的日期核对。',
    named: (what) => `受理日期：${what}`,
  },
  'not-open': { title: '现在还不能签', advice: '可能已经签过，或前一步还没有完成。' },
  missing: { title: '还有一处没有填写', advice: '请补上再试。' },
  'not-allowed': {
    title: '您的角色不能做这件事',
    advice: '需要时请部门负责人办理，或由他调整角色。',
    named: (what) => what.split('　').reverse().join('：'),
  },
  'account-exists': { title: '这个人已经有账户', advice: '忘记口令可以重设。' },
  'own-account': { title: '不能改自己的账户', advice: '自己的角色和离任由另一位负责人办理；自己的口令自己换。' },
  practice: { title: '练习里的东西不备份', advice: '结束练习后，在本部门的资料库里备份。' },
  'own-case': {
    title: '不能审阅自己经手的（回避）',
    advice: '请由其他有权的人签，也可以委派代理。',
    named: (what) => {
      const [did, instead] = what.split('　');
      return `签字人是${did ?? ''}。可由${instead ?? ''}签。`;
    },
  },
  'signer-account': {
    title: '这里只由当前账户的本人签',
    advice: '换人签，请先换成那个人的账户；在纸上签过的，从“其他签字方式”录入。',
    named: (what) => `当前账户：${what}`,
  },
  'not-above': { title: '要由上一级委派', advice: '部门负责人由项目经理委派，主管由部门负责人委派，依此类推。' },
  'pin-short': { title: 'PIN 太短', advice: '请用至少 6 位数字。' },
  'wrong-pin': { title: 'PIN 不对', advice: '请重新输入；连错五次后只能用口令。' },
  'pin-locked': { title: 'PIN 连错五次，已停用', advice: '请锁定后用口令打开。' },
  wait: { title: '连续输错，请稍等', advice: '等候时间过后再试，已存的内容都在。', named: (what) => `还要等 ${what} 秒` },
  'keyslot-last': { title: '这是最后一个口令', advice: '去掉后谁也打不开资料库，没有改动。' },
  'keyslots-old': {
    title: '还不能更换资料密钥',
    advice: '有人升级后还没有用口令打开过，或恢复码还是旧的。没有改动。',
    named: (n) => `还差 ${n} 个`,
  },
  'keyslot-unknown': { title: '这个口令已经不在', advice: '可能刚被重设，请重新打开设置。' },
  'no-randomness': { title: '系统暂时不能生成密钥', advice: '没有改动。请稍后再试一次。' },

  'second-place-same': {
    title: '第二处不能在资料库的旁边或里面',
    advice: '同一块磁盘坏了会一起丢。请选 U 盘或另一块硬盘上的文件夹。',
  },
  'place-synced': {
    title: '资料库不能放在网盘同步的文件夹里',
    advice: '网盘会在写入时改动文件，资料库会损坏。没有改动。请把整个文件夹移到不同步的地方，或从备份恢复到那里。',
    named: (what) => what,
  },
  'place-taken': {
    title: '资料库的文件夹里有别的文件',
    advice: '没有恢复，那里的文件未动。请先把它们移走，再恢复一次。',
  },
  'place-network': {
    title: '资料库不能放在网络上的文件夹里',
    advice: '网络中断会损坏资料库。没有改动。请把整个文件夹移到这台电脑自己的磁盘上，或从备份恢复到那里。',
  },
  'restore-in-cabinet': { title: '不能恢复到资料库的文件夹里面', advice: '没有改动。请另选一个文件夹。' },
  'restore-in-backup': { title: '不能恢复到备份自己的文件夹里', advice: '那份备份会因此作废。没有改动，请另选一个文件夹。' },
  'restore-in-backups': { title: '不能恢复到存放备份的文件夹里', advice: '旧备份会自动清理。没有改动，请另选一个文件夹。' },
  'backup-missing': {
    title: '这个文件夹里没有备份',
    advice: '请选名称像“2026-11-24_1800_A_daily”的文件夹，或放着它们的文件夹。',
  },
  'restored-shut': {
    title: '已经恢复，但没有打开',
    advice: '备份已在原位，请关掉程序再开一次。原来的资料库没有删，放在它旁边，名称带恢复的时间。',
  },
  'backup-damaged': { title: '这份备份已损坏', advice: '没有用它，原来的内容未动。请选另一份备份。' },
  'letters-used-up': { title: '编号字母已用完', advice: '没有恢复，原来的内容未动。请联系总部。' },
  internal: { title: '操作中断', advice: '已存的内容都在。请再试一次。' },
  'file-refused': { title: '那里不允许写入', advice: '请换一个文件夹。' },

  'handed-over': { title: '设备在签字人手里', advice: '请先由工作人员输入口令取回。' },
  'not-a-blank': { title: '没有这个空白表编号', advice: '可能已用过或已作废。', named: (what) => `编号 ${what}` },
  unreadable: { title: '文件无法读取', advice: '文件可能损坏。' },

  'ink-too-little': { title: '笔画太少', advice: '请写全姓名。' },
  'ink-damaged': { title: '签名没有收全', advice: '请清空后再签一次。' },
  'signature-choice': { title: '请先选一项', advice: '' },
  'signature-signer': { title: '请写签字人', advice: '' },
  'signature-witness': { title: '请写见证人', advice: '' },
  'signature-role': { title: '这张表没有这个签字处', advice: '' },

  'photo-damaged': { title: '这张照片无法读取', advice: '请换一张，或重新拍摄。' },
  'photo-empty': { title: '这个文件是空的', advice: '' },
  'photo-too-large': { title: '这个文件太大', advice: '' },
  'photo-too-many-pixels': { title: '这张照片太大', advice: '' },
  'photo-not-written': { title: '照片没有存进去', advice: '请再试一次。' },
  'glyph-missing': {
    title: '有字无法打印',
    advice: '请换一个写法再打印。',
    named: (what) => glyph(what, (ch) => `字库没有“${ch}”`),
  },
  'pdf-write': { title: 'PDF 没有生成', advice: '请再试一次。' },

  'case-closed': { title: '事项已结案', advice: '结案后不再写步骤；同一件事又来，请另外登记。' },
  'case-gone': {
    title: '已写下的步骤不能去掉',
    advice: '请把那一行放回去；写错的在“修改”里改，原来的留着。',
    named: (what) => what,
  },
  'case-regrade': { title: '级别不能直接改', advice: '请用“改级”另写一行，写明理由；原来的级别留着。' },
  'case-before': {
    title: '前一步还没有完成',
    advice: '请先完成前一步，再写这一步。',
    named: (what) => what.split('　').reverse().join(' → '),
  },
  'case-earlier': {
    title: '时间早于前一步',
    advice: '请核对这两步的时间。',
    named: (what) => what.split('　').reverse().join(' → '),
  },
  'case-late-reason': {
    title: '超期了，请写明原因',
    advice: '在“超期”一栏写明环节、类别和原因，再完成。',
    named: (what) => what,
  },
  'case-witness': { title: '拒收要有见证人', advice: '请在送达那一行写见证人。' },
  'case-visit-unsigned': { title: '回访还没有签字', advice: '请先在回访记录上签字（特约服务以接通电话为准），再写结果。' },
  'case-visit-differs': { title: '和回访记录上的结果不一致', advice: '请照签过字的回访记录填写。' },
  'case-attempts': {
    title: '回访次数不够',
    advice: '办完以后、在不同时间联系满 3 次仍未见到，才能这样结案；请先补写回访。',
    named: (n) => `已联系 ${n} 次`,
  },
  'case-served': { title: '服务已经完成', advice: '做完的服务不能按客户取消结案，请电话回访后结案。' },
  'case-fixed': {
    title: '已保存的记录不能改写',
    advice: '写错了请另加一行，原来那行留着。',
    named: (what) => what,
  },
  'case-not-refused': { title: '没有拒访的记录', advice: '请先在回访记录上写明拒绝，并有见证人。' },
  'case-not-invalid': { title: '没有定为无效', advice: '先在登记里写“无效”和理由，并经批准，才能这样结案。' },
  'case-not-later': { title: '延期不能早于原来的期限', advice: '请写一个更晚的期限。' },
  'case-again': {
    title: '客户要求重新整改',
    advice: '最近一次回访客户不满意或要求重新整改；请先再整改，再回访。',
  },
  'case-bill-open': {
    title: '缴费通知单还没有送达',
    advice: '请在缴费通知单上补齐，再结案。',
    named: (what) => `还缺：${what}`,
  },
  'case-signatures': {
    title: '还缺签字，不能结案',
    advice: '请在整改通知单上补签，再结案。',
    named: (what) => `还缺${what}签字`,
  },
  'case-unreported': { title: '重大投诉还没有上报', advice: '请先在“上报”里写明上报对象和时间，再结案。' },
  'case-grade-now': {
    title: '原级别和现在的级别不一致',
    advice: '“原级别”请写现在的级别。',
    named: (grade) => `现在的级别是${grade}`,
  },
  'case-grade-same': { title: '级别没有改变', advice: '“原级别”和“改为”一样，请核对。' },
  'case-receipt-unsigned': {
    title: '还缺签收人签字',
    advice: '签收已经写下，签收人还没有签字；请先让签收人签字，再办下一步。',
  },

  'calendar-unreadable': { title: '日历文件无法读取', advice: '请选程序认得的日历文件（JSON），或照通知录入。' },
  'calendar-outside-year': {
    title: '有日期不属于这一年',
    advice: '除了上年十二月和下年一月，只能写这一年的日期。',
    named: (what) => what,
  },
  'calendar-span': { title: '放假的起止日期不对', advice: '止日不能早于起日，一次放假不超过16天。', named: (what) => what },
  'calendar-day-twice': { title: '有一天写了两次', advice: '请去掉一处。', named: (what) => what },
  'calendar-overlap': { title: '两个假期重叠', advice: '请核对起止日期。', named: (what) => what },
  'calendar-make-up-in-holiday': { title: '补班日在假期里', advice: '一天不能既放假又补班。', named: (what) => what },
  'calendar-make-up-worked': { title: '补班日本来就上班', advice: '补班日应是周六或周日。', named: (what) => what },
  'calendar-statutory': { title: '法定节假日不在它的假期里', advice: '请核对起止日期。', named: (what) => what },
  'calendar-year-range': { title: '没有这一年的放假安排', advice: '年份要在2000到2099之间。' },
  'calendar-unnamed': { title: '缺少节日名称或事由', advice: '每一行都要写名称。' },
  'calendar-no-source': { title: '缺少通知的名称或文号', advice: '写明出处，以后才好核对。' },
  'calendar-hours': { title: '作息时间前后不合', advice: '请核对起止时间和季节的起日。' },
  'calendar-no-working-day': { title: '一周至少要有一天上班', advice: '' },
  'duty-plan-past': { title: '检查安排从今天起才能改', advice: '以前该查的照旧；请选今天或以后的日子。' },
  'duty-plan-no-day': { title: '至少要选一天', advice: '不排检查的话，请选“暂不排”。' },
  'duty-plan-outlets': { title: '抽查目标不合适', advice: '写大于零的户数，或 1 至 100 的百分数。' },
  'duty-plan-meeting': { title: '没有这样的例会日子', advice: '请重新选择。' },
  'duty-not-missed': { title: '这一次没有漏检', advice: '不用说明；也许刚有人补录。' },
  'duty-not-yet': { title: '这一天还没有到', advice: '请核对日期和时间。' },
  'rule-limit': { title: '时限不合适', advice: '请写大于零的整数；由部门规定和按计划时间的不写。' },
  'rule-unit-fixed': { title: '不能换成这种单位', advice: '次数和时限不能互换。' },
  'rule-version': { title: '这项时限刚有人改过', advice: '请重新打开再改；起用日不能早于上一版。' },
  'rule-unknown': { title: '没有这项时限', advice: '' },
  'rule-other-unit': { title: '这项不是从一件事起计算到期的', advice: '' },
  'rule-needs-time': { title: '这项按分钟计算', advice: '请写发生的时间。' },
  'rule-grade': { title: '这项按级别定时限', advice: '请选级别。' },
};
