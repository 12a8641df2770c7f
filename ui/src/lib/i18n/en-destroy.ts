import type { Messages } from './zh';

export const enDestroy: Pick<Messages, 'destroy'> = {
  destroy: {
    title: 'Kept long enough',
    hint: 'Archived sheets stand here once their term is over. One person asks, another approves, then the content is destroyed; numbers and times stay in the log.',
    none: 'Nothing has been kept its full term',
    noneHint: 'A term counts from the 1st of January after the month.',
    count: (n) => `${n} kept their full term`,
    month: 'Month',
    number: 'No.',
    later: 'later',
    serial: 'Serial',
    paper: 'Title',
    expired: 'Since',
    more: (n) => `${n} more; all of them are in the list.`,
    print: 'Export the list',
    saved: (path) => `The list was saved to ${path}`,
    ask: 'Ask for destruction',
    askTitle: (n) => `Ask for the destruction of ${n}`,
    askHint: 'Export the list first; two people look it through and sign it. Another manager or head approves.',
    reason: 'Reason',
    reasonSample: 'e.g. term over, list checked',
    asked: 'Asked for; another head has to approve',
    waits: (by, at) => `Asked for by ${by} ${at}`,
    own: 'Nobody approves their own list. Another head has to sign in.',
    approve: 'Approve destruction',
    approveTitle: (n) => `Approve the destruction of ${n}`,
    approveHint: 'Content, photos and signatures leave the cabinet at once and cannot be brought back.',
    approveBackups: (n) =>
      `Daily backups go by their term. Those made by hand, before a new release or before a restore do not: ${n} at hand, yours to destroy, as are copies elsewhere.`,
    understood: 'I have looked the list through and agree',
    done: (n, day, kept) =>
      `${n} destroyed. Daily backups may hold them until ${day} where one is made in every month; those made by hand, before a release or a restore stay: ${kept}, yours to destroy.`,
  },
};
