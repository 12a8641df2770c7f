import type { Messages } from './zh';

type Part = Pick<Messages, 'told'>;

export const enTold: Part = {
  told: {
    comma: ', ',
    colon: ': ',
    events: {
      finished: 'Finished',
      late: 'Entered late',
      added: 'Added to',
      amended: 'Amended',
      corrected: 'Corrected',
      voided: 'Voided',
      destroyed: 'Content destroyed',
    },
    signedHow: { paper: ' (on paper)', refused: ' (refused)', proxy: ' (by proxy)' },
    keptAt: 'original kept at: ',
    acts: {
      print: 'Printed',
      export: 'Exported',
      'copy-text': 'Text copied',
      'copy-picture': 'Picture copied',
      reveal: 'Unmasked',
      shown: 'Shown for signing or a change',
      blank: 'Blank printed',
      'void-blank': 'Blank voided',
      'delete-draft': 'Draft deleted',
      account: 'Account',
      'recovery-code': 'Recovery code replaced',
      'recovery-page': 'Recovery code printed',
      'data-key': 'Data key replaced',
      backup: 'Backup',
      'backup-whole': 'Backup verified, whole',
      'backup-damaged': 'Backup verified, damaged',
      restore: 'Restored from a backup',
      'print-register': 'Register printed',
      affected: 'Customers of a backup listed',
      volume: 'Monthly archive exported',
      'volume-full': 'Monthly archive exported, complete',
      'reopen-month': 'Month reopened',
      'destruction-list': 'Destruction list exported',
      'destruction-asked': 'Destruction asked for',
      destruction: 'Destroyed',
      other: 'Other',
    },
    correctionPage: 'Correction page',
    correctionSeal: (n, who) => `Correction page ${n}　${who}`,
    corrector: 'Corrector',
    headOfDepartment: 'Head of department',
    signature: 'Signature',
    file: (page) => (page === 0 ? 'The cabinet’s file' : `Page ${page} of the cabinet’s file`),
    entry: (n) => `Entry ${n}`,
    whose: { register: 'Registers', setting: 'Settings', audit: 'Register of access and exports' },
    findings: {
      'head-changed': 'Content was changed',
      'content-changed': 'Content was changed',
      'column-mismatch': 'Content was changed',
      'signature-invalid': "The device's signature does not fit",
      'unknown-key': 'Comes from an unregistered device',
      'chain-broken': 'The chain of entries is broken here',
      'entries-missing': 'Entries are missing here',
      'entry-unreadable': 'The entry cannot be read',
      'content-missing': 'Content is missing',
      'blob-changed': 'A photo or attachment was changed',
      'blob-missing': 'A photo or attachment is missing',
      destroyed: 'Destroyed according to the rules',
      lost: 'Lost to the damage, and noted by the restore',
      'guard-missing': 'The protection against changes was removed',
      'file-damaged': 'Damaged',
      'scope-changed': 'Changed after it was signed; to be signed again',
      'signature-broken': 'What was signed and the signature do not fit',
    },
    notices: {
      'clock-suspect': () => 'The clock does not fit the last save.',
      'entries-missing': (n) =>
        `${n} entr${n === 1 ? 'y is' : 'ies are'} missing; an old backup may have been put back. What is there is whole; please check the latest sheets.`,
      'history-replaced': () =>
        'The history of the records is not the one this machine remembers; please check the latest sheets.',
      'entries-damaged': (n) =>
        `${n} of the latest entries do${n === 1 ? 'es' : ''} not fit; please verify everything under Settings.`,
      'high-water-unwritable': () => 'The mark against loss could not be written; your work is saved. Please check the disk.',
      'high-water-absent': () => 'This machine has no mark against loss for these records yet; the next save writes it.',
      'high-water-unreadable': () => 'The mark against loss cannot be read; the next save writes it anew.',
      'damage-found': (n) =>
        n === 0
          ? 'The cabinet’s file is damaged; no sheet is touched. Please mend it from the newest backup.'
          : `The cabinet’s file is damaged; ${n} sheets are touched. Please mend it from the newest backup.`,
      'backup-overdue': () =>
        'There has been no backup in a second place (a USB stick or another disk) for seven days. Please choose the second place under Settings › Backups and make one there.',
      'calendar-unread': () =>
        'The calendar and time limits of the department could not be read; limits are counted as the program ships. Please run a check in Settings.',
      'disk-low': () => 'The disk is nearly full; please make room.',
    },
  },
};
