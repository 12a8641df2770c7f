/** Two small papers for the test double. The real ones are data of the program. */
import type { Field, Form, Section } from './types';

function field(id: string, label: string, type: Field['type'], more: Partial<Field> = {}): Field {
  return {
    id,
    label,
    type,
    hint: '',
    stage: null,
    required: false,
    when: null,
    options: [],
    register: null,
    min: null,
    max: null,
    private: 'none',
    correctable: false,
    customer: false,
    compute: null,
    fact: null,
    propose: null,
    width: 2000,
    head: '',
    per_group: false,
    unit: '',
    upright: false,
    ...more,
  };
}

function section(id: string, kind: Section['kind'], fields: Field[], more: Partial<Section> = {}): Section {
  return {
    id,
    kind,
    caption: '',
    part: null,
    orientation: null,
    columns: [],
    layout: [],
    field: fields,
    rows: null,
    row_height: 700,
    min_rows: 0,
    joined: false,
    keep: false,
    group: [],
    ...more,
  };
}

const consent = { version: '1', text: '签名表示以上内容属实。签名与本记录一并保存，只用于存档，不作他用。' };

const common = {
  schema: 1,
  duplex: false,
  cadence: 'none' as const,
  index: { date: '', site: '', area: '', customer: '', person: '' },
  rule: [],
};

export const daily: Form = {
  ...common,
  id: 'sample-daily',
  edition: 'A/0',
  number: 'QR-KF-01',
  serial: 'JC',
  title: '客务部工作检查表',
  subtitle: '公共区域保洁',
  english: 'Work inspection sheet · cleaning of public areas',
  orientation: 'portrait',
  legend: ['pass', 'fail', 'na', 'undrawn'],
  stage: [
    { id: 'am', label: '上午', late_after: 'date' },
    { id: 'pm', label: '下午', late_after: 'date' },
  ],
  section: [
    section('head', 'fields', [
      field('site', '项目/楼宇', 'ref', { register: 'site', required: true }),
      field('date', '检查日期', 'date', { required: true }),
      field('am_person', '上午检查人', 'ref', { register: 'person', stage: 'am', required: true }),
      field('am_from', '上午开始', 'datetime', { stage: 'am' }),
      field('am_floors', '上午抽查位置', 'line', { stage: 'am', hint: '抽查了哪些楼层' }),
      field('pm_person', '下午检查人', 'ref', { register: 'person', stage: 'pm', required: true }),
      field('pm_from', '下午开始', 'datetime', { stage: 'pm' }),
      field('weather', '天气', 'one', { options: ['晴', '阴', '雨', '雪'] }),
    ]),
    section(
      'check',
      'rows',
      [
        field('item', '检查项目', 'fact', { fact: 'item' }),
        field('standard', '标准', 'fact', { fact: 'standard' }),
        field('am', '上午', 'check', { stage: 'am' }),
        field('pm', '下午', 'check', { stage: 'pm' }),
        field('on_duty', '责任人', 'ref', { register: 'person', per_group: true }),
      ],
      { rows: 'library' },
    ),
    section(
      'fails',
      'rows',
      [
        field('severity', '程度', 'one', { options: ['轻微', '一般', '严重'], required: true }),
        field('points', '扣分', 'number', { min: 0, max: 10 }),
        field('problem', '问题描述', 'text', { required: true, max: 200 }),
        field('photos', '照片', 'photo'),
        field('person', '责任人', 'ref', { register: 'person', required: true }),
        field('limit', '整改期限', 'datetime', { required: true }),
      ],
      { rows: { fails: 'check' }, caption: '不合格项整改记录', part: '不合格项整改记录', orientation: 'landscape' },
    ),
    section('foot', 'fields', [
      field('due', '应查', 'auto', { unit: '项' }),
      field('rate', '合格率', 'auto'),
      field('missed', '漏检说明', 'text'),
      field('am_sign', '上午检查人', 'signature', { stage: 'am' }),
      field('pm_sign', '下午检查人', 'signature', { stage: 'pm' }),
    ]),
  ],
  signature: [
    {
      field: 'am_sign',
      label: '上午检查人',
      stage: 'am',
      who: 'person',
      scope: ['stage:am'],
      choice: null,
      opinion: null,
      consent,
      pending: '待签字',
      required: true,
      when: null,
    },
    {
      field: 'pm_sign',
      label: '下午检查人',
      stage: 'pm',
      who: 'person',
      scope: ['stage:pm'],
      choice: null,
      opinion: null,
      consent,
      pending: '待签字',
      required: true,
      when: null,
    },
  ],
};

export const revisit: Form = {
  ...common,
  id: 'sample-revisit',
  edition: 'A/0',
  number: 'QR-KF-04',
  serial: 'HF',
  title: '回访记录表',
  subtitle: '',
  english: 'Revisit record',
  orientation: 'portrait',
  legend: ['pass', 'fail', 'na'],
  stage: [
    { id: 'visit', label: '回访', late_after: null },
    { id: 'review', label: '审核', late_after: null },
  ],
  section: [
    section(
      'head',
      'fields',
      [
        field('kind', '回访类型', 'one', {
          options: ['重大投诉', '一般投诉', '满意度调查意见', '特约服务', '日常'],
          required: true,
          stage: 'visit',
        }),
        field('customer', '客户', 'ref', { register: 'customer', required: true, private: 'name', stage: 'visit' }),
        field('room', '房号', 'auto', { stage: 'visit', private: 'room' }),
        field('phone', '电话', 'auto', { stage: 'visit', private: 'phone' }),
        field('visited', '受访人', 'line', { stage: 'visit', correctable: true }),
        field('relation', '与客户关系', 'one', { options: ['本人', '家人', '员工', '其他'], stage: 'visit' }),
        field('matter', '原事项摘要', 'text', { required: true, stage: 'visit' }),
        field('fixed', '整改完成时间', 'date', { stage: 'visit' }),
      ],
      { caption: '事项' },
    ),
    section(
      'attempts',
      'rows',
      [
        field('at', '时间', 'datetime', { required: true, stage: 'visit' }),
        field('how', '方式', 'one', { options: ['上门', '电话', '来访', '微信'], required: true, stage: 'visit' }),
        field('result', '结果', 'one', { options: ['已见', '不在', '未接', '拒访'], required: true, stage: 'visit' }),
        field('next', '下次', 'date', { stage: 'visit' }),
      ],
      { rows: 'user', caption: '回访经过' },
    ),
    section(
      'result',
      'fields',
      [
        field('found', '现场核实情况', 'text', { stage: 'visit' }),
        field('said', '客户原话', 'text', { stage: 'visit', hint: '照客户说的写，不加自己的话' }),
        field('effect', '整改效果', 'one', { options: ['满意', '基本满意', '不满意'], customer: true, stage: 'visit' }),
        field('timely', '及时性', 'check', { stage: 'visit' }),
        field('manner', '态度', 'check', { stage: 'visit' }),
        field('promise', '承诺事项', 'text', { stage: 'visit' }),
        field('again', '是否重新整改', 'yes_no', { stage: 'visit' }),
        field('sign', '客户签字', 'signature', { stage: 'visit' }),
      ],
      { caption: '结果' },
    ),
    section(
      'review',
      'fields',
      [field('opinion', '主管审核', 'text', { stage: 'review' }), field('review_sign', '主管', 'signature', { stage: 'review' })],
      { caption: '审核' },
    ),
  ],
  signature: [
    {
      field: 'sign',
      label: '客户签字',
      stage: 'visit',
      who: 'customer',
      scope: ['section:head'],
      choice: 'effect',
      opinion: null,
      consent,
      pending: '待客户签字',
      required: true,
      when: null,
    },
    {
      field: 'review_sign',
      label: '主管审核',
      stage: 'review',
      who: 'head',
      scope: ['stage:review'],
      choice: null,
      opinion: 'opinion',
      consent,
      pending: '待审阅',
      required: false,
      when: null,
    },
  ],
};

export const areas: { id: string; label: string; items: [string, string][] }[] = [
  {
    id: 'lobby',
    label: '大堂',
    items: [
      ['地面', '无垃圾、无水渍'],
      ['玻璃门', '无手印'],
      ['指示牌', '无积尘'],
      ['墙面天花', '无蛛网'],
      ['垃圾桶', '不满溢'],
    ],
  },
  {
    id: 'floors',
    label: '各楼层',
    items: [
      ['走道地面', '干净、无杂物'],
      ['墙面踢脚线', '无污迹'],
      ['消火栓箱面', '无积尘'],
      ['窗台玻璃', '明净'],
      ['管井门', '关闭'],
    ],
  },
  {
    id: 'roof',
    label: '天台',
    items: [
      ['地面', '无杂物'],
      ['排水口', '通畅'],
      ['门锁', '锁闭'],
    ],
  },
  {
    id: 'lift',
    label: '电梯',
    items: [
      ['轿壁按键', '无手印'],
      ['门槽', '无垃圾'],
      ['地面', '干净'],
      ['气味', '无异味'],
    ],
  },
  {
    id: 'wc',
    label: '卫生间',
    items: [
      ['气味', '无异味'],
      ['台面镜面', '无水渍、无污迹'],
      ['地面', '干燥、无积水'],
      ['便器', '无垢、无堵塞'],
      ['纸皂', '已补充'],
      ['清洁签到表', '按时签到'],
    ],
  },
  {
    id: 'pantry',
    label: '茶水间',
    items: [
      ['台面水槽', '干净'],
      ['垃圾桶', '不满溢'],
      ['饮水机', '外壳干净'],
    ],
  },
  {
    id: 'outside',
    label: '外围',
    items: [
      ['地面', '无烟头纸屑'],
      ['绿化带', '无垃圾'],
      ['雨箅', '通畅'],
      ['果皮箱', '不满溢'],
    ],
  },
  {
    id: 'post',
    label: '岗位',
    items: [
      ['在岗', '在岗在位'],
      ['着装工牌', '整齐'],
      ['工具定位', '定位'],
      ['记录填写', '及时'],
      ['文明用语', '使用'],
    ],
  },
];
