import type { Gap } from '../backend/types';
import { shortDate } from '../dates/show';
import { basisEn, figureLabelEn, groupTitleEn, lineLabelEn, tableHeadEn, tableTitleEn } from './en-figures';
import type { Messages } from './zh';

const s = (n: number) => (n === 1 ? '' : 's');

const kinds: Messages['archive']['kinds'] = {
  missed: 'Missed rounds',
  outlets: 'Too few outlets drawn',
  receipt: 'Receipt missing',
  overdue: 'Steps overdue',
  revisit: 'Revisit overdue',
  signature: 'Signature missing',
  consultation: 'Questions not answered',
  review: 'Not reviewed',
  unfinished: 'Not finished',
  number: 'Numbers skipped',
};

/** What is missing, from what the gap is about: the office's own words are Chinese. */
function gapWords(gap: Gap): string {
  const day = gap.date === '' ? '' : shortDate(gap.date, gap.date, 'en');
  const round = gap.slot?.stage === 'am' ? 'morning round' : gap.slot?.stage === 'pm' ? 'afternoon round' : 'round';
  switch (gap.kind) {
    case 'missed':
      return round === 'round' ? 'Not inspected this month' : `${day}: ${round} not made`;
    case 'outlets':
      return 'Fewer outlets than asked for';
    case 'receipt':
      return 'Not received by the department';
    case 'overdue':
      return 'A step is overdue';
    case 'revisit':
      return 'The revisit is overdue';
    case 'signature':
      return gap.key.endsWith(':signature') ? 'Closed without the customer’s signature' : 'A signature is missing';
    case 'consultation':
      return 'Not answered yet';
    case 'review':
      return 'Waits for its review';
    case 'unfinished':
      return gap.draft === '' ? 'Not finished' : `${day}: a draft`;
    case 'number':
      return gap.said === null ? 'No sheet has this number' : 'A blank put out of force';
  }
}

export const enArchive: Pick<Messages, 'archive'> = {
  archive: {
    title: 'Monthly archive',
    head: (month) => `Archive of ${month}`,
    before: 'Month before',
    after: 'Month after',
    pick: 'Choose a month',
    months: 'Months',
    part: 'What is shown',
    parts: { areas: 'Areas', outlets: 'Outlets', carried: 'Carried over', stats: 'Statistics' },
    stages: { future: 'to come', running: 'running', open: 'open', closed: 'closed' },
    facts: (days, owed) => `${days} working day${s(days)}, ${owed} round${s(owed)} owed`,
    openGaps: (n) => `${n} to explain`,

    matrix: (month) => `Rounds of ${month}`,
    matrixKeys: 'Arrow keys move, Enter opens, N goes to the next missed round.',
    area: 'Area',
    round: (stage, label) => (stage === 'am' ? 'a' : stage === 'pm' ? 'p' : label.slice(0, 1)),
    roundFull: (stage, label) => (stage === 'am' ? 'morning' : stage === 'pm' ? 'afternoon' : label),
    heads: ['M', 'T', 'W', 'T', 'F', 'S', 'S'],
    makeup: 'W',
    makeupDay: 'make-up day',
    rest: 'off',
    restDay: 'day off',
    holiday: () => 'Public holiday',
    unowed: 'not owed',
    late: 'L',
    missed: 'M',
    lateNote: 'filled late',
    rate: 'Pass %',
    missedCount: 'Missed',
    rectified: 'Rectified %',
    footOf: (day, label, value) => `${day}: ${label.replace(' %', '')} ${value}`,
    noRate: 'nothing to count',
    marks: {
      pass: 'in order',
      fail: 'something not in order',
      na: 'not applicable',
      undrawn: 'not drawn',
      missed: 'missed, to explain',
      'missed-said': 'missed, explained',
      rest: 'not owed',
      begun: 'in hand',
      open: 'to come',
    },
    legendLate: 'filled late',

    side: 'Archive',
    check: 'Before binding',
    sealedCheck: 'What is missing',
    kinds,
    whole: {
      missed: 'Every round',
      outlets: 'Outlets drawn',
      receipt: 'Receipts',
      overdue: 'Steps in time',
      revisit: 'Revisits',
      signature: 'Signatures',
      consultation: 'Questions answered',
      review: 'Reviews signed',
      unfinished: 'Sheets finished',
      number: 'Numbers in a row',
    },
    of: (done, all) => (all === 0 ? 'none' : `${done}/${all}`),
    toExplain: (n) => `${n} to explain`,
    explainedAll: 'all explained',
    gap: gapWords,
    saidBy: (by, at) => [by, at].filter((x) => x !== '').join(', '),
    explain: 'Explain',
    explainAgain: 'Change',
    late2: 'Fill late',
    open: 'Open',
    more: (n) => `${n} more`,
    sayTitle: 'Why it is missing',
    sayHint: 'It is printed with the volume; what is missing stays missing.',
    sayWords: 'Reason',
    saySample: 'Such as: customer away, to be signed next month',
    sayDone: 'The explanation is kept',

    contents: 'Volume',
    items: (n) => `${n} sheet${s(n)}`,
    carriedOver: 'Carried over',
    close: 'Close the month',
    closeHint: (n) =>
      n === 0
        ? 'Nothing is left to explain.'
        : `${n} gap${s(n)} to explain: one by one, or by one reason when the month is closed.`,
    runningHint: (day) => `The month is not over; it can be closed from ${day}.`,
    openNoRight: 'The project manager, the head or the deputy closes the month.',
    closeTitle: (month) => `Close ${month}`,
    closeSeals: 'This will be sealed',
    closeItems: (n) => `${n} sheet${s(n)}, each with its number in the volume`,
    closeGaps: (said, open) =>
      said + open === 0 ? 'nothing is missing' : `${said + open} gap${s(said + open)}: ${said} explained, ${open} to explain`,
    closeCarried: (n) => (n === 0 ? 'no open cases' : `${n} open case${s(n)}, carried over`),
    closeCounting: 'Counting',
    closeStopNote: 'Cancelled, the month stays open',
    closeStopped: (name) => `Cancelled; ${name} was not closed`,
    closeAfter: 'From then on explanations stand as they are, and a sheet that changes becomes a supplement.',
    closeReason: (n) => `Reason for the other ${n} gap${s(n)}`,
    closeReasonHint: 'Why they are missing and what is done about it',
    closeNote: 'Note (may stay empty)',
    closeEmpty: 'The month has no sheet: say why it is closed',
    closed: (month) => `${month} is closed`,
    root: 'Check code',
    rootHint: 'Made of all that the volume holds; printed on its last page',
    reason: 'Reason',
    reopen: 'Reopen',
    reopenTitle: (month) => `Reopen ${month}`,
    reopenHint: 'The closing stays on record. Explanations can be changed and sheets added until it is closed again.',
    reopened: (month) => `${month} is open again`,
    reopenedLine: 'reopened',
    closedLine: 'closed',
    draft: 'Make a draft',
    draftTitle: (month) => `Draft of ${month}`,
    draftHint: 'Marked as a draft, with the list of what is missing; nothing is closed.',
    exportVolume: 'Export the volume',
    exportTitle: (month) => `Export ${month}`,
    exportHint: 'The export is entered in the log of look-ups.',
    formats: { pdf: 'PDF', xlsx: 'Excel', csv: 'CSV', jsonl: 'JSON lines' },
    formatHints: {
      pdf: 'The volume: cover, catalogue, summary, every sheet, closing page.',
      xlsx: 'Summary and ledgers in one workbook.',
      csv: 'The ledgers as plain tables, in one ZIP file.',
      jsonl: 'The ledgers line by line, for other programs.',
    },
    copy: 'Customers',
    masked: 'Masked',
    full: 'Complete',
    maskedHint: 'Names, phones and rooms are masked.',
    fullHint: 'Nothing is masked, and a PDF carries the stored content of each sheet. Keep it safe.',
    fullReason: 'Why it is wanted complete',
    making: 'Being made',
    openVolume: 'Open to print',
    supplements: 'Supplements',
    noSupplements: 'Nothing changed since.',
    supplement: (of) =>
      of.words.startsWith('更正')
        ? `corrects no. ${of.corrects}`
        : of.corrects === 0
          ? 'added after the closing'
          : `no. ${of.corrects} left the month`,
    history: 'History',
    totals: 'Rounds of the month',

    empty: 'Nothing in this month yet',
    emptyHint: 'Inspections, complaints and revisits stand in the month of their date.',
    future: 'This month is to come',
    futureNext: 'Its rounds and sheets will stand here in their time.',
    noMatrix: 'No rounds were planned in this month',
    noMatrixHint: 'The plan is in the settings.',

    outletDrawn: (done, all) => (all > done ? `${done} of ${all} outlets drawn` : `${done} outlet${s(done)} drawn`),
    outletNone: 'No outlet was inspected this month',
    outletNoneHint: 'They are spot-checked once a month.',
    carriedNone: 'No open cases',
    carriedNoneHint: 'Cases that are open at the end of the month stand here and are carried over.',
    carriedCount: (n) => `${n} carried over`,
    number: 'Number',
    kind: 'Kind',
    matter: 'Matter',
    department: 'Department',
    waits: 'State',
    due: 'Due',

    statsUntil: (at) => `Counted until ${at}`,
    trends: 'Twelve months',
    trendTable: 'Figures',
    trendName: (label, first, last, value) => `${label}, ${first} to ${last}, now ${value}`,
    month: 'Month',
    value: 'Value',
    figureLabel: figureLabelEn,
    groupTitle: groupTitleEn,
    tableTitle: tableTitleEn,
    tableHead: tableHeadEn,
    lineLabel: lineLabelEn,
    trendLabel: figureLabelEn,
    basis: basisEn,
    howCounted: (basis) => `How it is counted: ${basis}`,
    emptyTable: 'None this month',
    met: (n, share) => `${share ? 'Met' : 'Counted'}: ${n} sheet${s(n)}`,
    unmet: (n) => `Not met: ${n} sheet${s(n)}`,
    noSheets: 'No sheets',
    sheetsHint: 'A sheet with several items stands once.',

    setting: 'Archive',
    settingHint: 'How the volumes of the months are bound and how long they are kept. Closed months stay as they are.',
    mode: 'Order',
    modes: { volume: 'One volume', piece: 'Piece by piece' },
    modeHints: {
      volume: 'Cover, catalogue and closing page: a volume a month.',
      piece: 'Catalogue of pieces, closing page and label of the box.',
    },
    fonds: 'Fonds number',
    fondsHint: 'May stay empty',
    security: 'Classification',
    years: 'The volume is kept',
    forever: 'For ever',
    limited: 'For years',
    yearCount: (n) => (n === 0 ? 'for ever' : `${n} year${s(n)}`),
    yearsLabel: 'Years',
    yearsBad: 'A whole number from 1 to 99',
    retention: 'Papers are kept',
    retentionHint: 'Where nothing else is said, as long as the volume.',
    withVolume: (years) => `as the volume (${years})`,
    otherYears: 'Another number',
    paper: 'Paper',
    keep: 'Kept',
    print: 'Print',
    duplex: 'Both sides',
    simplex: 'One side',
    onlyHead: 'The project manager, the head or the deputy changes this.',
  },
};
