import { glyph, type Said } from './errors-zh';

const untouched = 'The file was not touched.';

export const errorsEn: Record<string, Said> = {
  unknown: { title: 'That did not work', advice: 'Nothing you wrote was lost. Try again; if it still fails, close and reopen.' },

  'wrong-passphrase': {
    title: 'Wrong passphrase',
    advice: 'Try again, minding capitals; if it is forgotten use the recovery code.',
  },
  'wrong-recovery-code': {
    title: 'Wrong recovery code',
    advice: 'It does not belong to these records; check which paper it is.',
  },
  'recovery-code-mistyped': { title: 'The recovery code was mistyped', advice: 'Compare it group by group.' },
  'code-differs': { title: 'This is not the code that was shown', advice: 'Compare it group by group.' },
  'passphrase-short': { title: 'The passphrase is too short', advice: 'At least 8 characters; a sentence you remember is best.' },
  'passphrase-empty': { title: 'No passphrase yet', advice: 'At least 8 characters; a sentence you remember is best.' },
  'month-running': {
    title: 'The month is not over',
    advice: 'Close it when it is over. A draft for review can be made at any time.',
  },
  'month-closed': {
    title: 'The month is closed',
    advice: 'To change what is said of its gaps, have it reopened by the manager or the head.',
  },
  'month-open': { title: 'The month is open', advice: 'There is nothing to reopen.' },
  'month-moved': {
    title: 'Something was written while the month was counted',
    advice: 'Nothing was made. Wait for the other work to end, and try again.',
  },
  'month-gaps': { title: 'Some gaps are not explained', advice: 'Explain each, or give one reason for all, and close again.' },
  'month-empty': {
    title: 'The month has no sheet',
    advice: 'See whether it is the right month; to close it all the same, say why.',
  },
  'sheet-destroyed': {
    title: 'The sheet was destroyed',
    advice: 'It was kept its full term; its number and times stay in the log.',
  },
  'list-moved': { title: 'The destruction list has changed', advice: 'Nothing was destroyed. Look through the list again.' },
  'own-destruction': { title: 'Nobody approves their own list', advice: 'Another head has to sign in and approve it.' },
  'no-first-run': { title: 'The earlier steps have expired', advice: 'Go back to step 4 for a new recovery code.' },

  'cabinet-folder-missing': {
    title: 'The folder of the records is not there',
    advice: 'It may have been moved, or its disk is not connected. Nothing new was made.',
  },
  'cabinet-file-missing': {
    title: 'The file of the records is not there',
    advice: 'Put it back where it was, or restore from a backup. It was not replaced by an empty one.',
  },
  'cabinet-exists': { title: 'There are records here already', advice: `Open them with the passphrase. ${untouched}` },
  'keyslots-missing': {
    title: 'The key file is missing',
    advice: `keyslots.json beside the records is gone; restore from a backup. ${untouched}`,
  },
  'keyslots-damaged': {
    title: 'The key file is damaged',
    advice: `keyslots.json cannot be read; restore from a backup. ${untouched}`,
  },
  'keyslots-foreign': {
    title: 'The key file does not fit this cabinet',
    advice: `It is another cabinet's, or of before the data key was changed, or the cabinet's first page is damaged. Put the right keyslots.json back, or restore from a backup: what was written after it comes along. ${untouched}`,
  },
  'cabinet-empty': { title: 'The file of the records is empty', advice: `Restore from a backup. ${untouched}` },
  'cabinet-truncated': {
    title: 'The records are cut off and were not opened',
    advice: `Restore from a backup; this one is kept beside it. ${untouched}`,
  },
  'cabinet-damaged': {
    title: 'The records are damaged and were not opened',
    advice: `Restore from a backup; this one is kept beside it. ${untouched}`,
  },
  'cabinet-newer': { title: 'Written by a newer version', advice: `Open it with the newer program. ${untouched}` },
  'cabinet-foreign': { title: 'These are not records of this program', advice: `Check the folder. ${untouched}` },
  'cabinet-read-only': {
    title: 'Nothing can be written here',
    advice: 'The folder or disk is read-only. What you wrote is in the draft.',
  },
  'disk-full': {
    title: 'The disk is full',
    advice: 'It was not saved, what you wrote is still here. Make some room and try again.',
  },
  'cabinet-locked': { title: 'Another program has the records open', advice: 'Close the other window and try again.' },
  'sqlite-too-old': { title: 'The program is incomplete', advice: 'Please install it again.' },
  'entries-missing': {
    title: 'Entries are missing',
    advice: 'The latest entries are gone; an older copy may have been put back. Verify in Settings.',
  },
  'history-replaced': {
    title: 'These are not the records opened last time',
    advice: 'Check whether an older copy was put back.',
  },
  'chain-broken': { title: 'The chain of entries is broken', advice: 'Verify in Settings to see which.' },
  'draft-missing': { title: 'The draft is gone', advice: 'It may have been finished or deleted.' },
  'draft-moved': { title: 'The draft was changed elsewhere', advice: 'Go back and open it again.' },
  'base-moved': { title: 'The sheet has a newer revision', advice: 'Look at the sheet before you change it.' },
  'serial-taken': { title: 'The number is taken', advice: 'Try again; another number will be given.' },
  'database-failed': { title: 'The records were not written', advice: 'What you wrote is still here. Try again.' },
  'file-failed': { title: 'The file was not written', advice: 'Choose another place.' },
  cancelled: { title: 'Cancelled', advice: 'No file was left.' },

  incomplete: { title: 'Something is missing', advice: 'The places are listed; press one to go there.' },
  'late-reason': { title: 'Past the cut-off', advice: 'Please say why it is late.' },
  'change-reason': { title: 'A change needs a reason', advice: 'Please give one.' },
  'not-correctable': {
    title: 'A correction page cannot change this',
    advice: 'Use an amendment.',
    named: (what) => `Not correctable: ${what}`,
  },
  'nothing-to-finish': { title: 'Nothing has been filled in', advice: '' },
  'not-found': { title: 'Not found', advice: 'It may be gone.' },
  'sheet-void': { title: 'The sheet is void', advice: 'It cannot be changed or signed.' },
  'not-ready': { title: 'Not to be signed yet', advice: 'Fill in what is missing first.', named: (what) => what },
  'another-day': {
    title: 'On another day',
    advice: 'A round begins and ends on the day of its sheet; check the date and the times.',
    named: (what) => what,
  },
  'no-such-serial': {
    title: 'No sheet has this number',
    advice: 'Check the number of the case or of the earlier complaint.',
    named: (serial) => serial,
  },
  'blank-out': {
    title: 'The blank was not keyed in yet',
    advice: 'Key in that paper first, then name its number. What you wrote is in the draft.',
    named: (serial) => serial,
  },
  'source-kind': {
    title: 'The source is a sheet of another kind',
    advice: 'Check the source and its number. What you wrote is in the draft.',
    named: (serial) => serial,
  },
  'other-customer': {
    title: 'Another customer',
    advice: 'The number belongs to the case of another customer. Check the number and the customer; the draft is kept.',
    named: (serial) => serial,
  },
  'moment-ahead': {
    title: 'This has not come yet',
    advice: 'What has not happened is not written down; check the date and the time.',
    named: (what) => what,
  },
  'signed-early': {
    title: 'Signed before the receipt',
    advice: 'Check the date on the page.',
    named: (what) => `Received: ${what}`,
  },
  'not-open': { title: 'This cannot be signed now', advice: 'It may be signed already, or the step before is not finished.' },
  missing: { title: 'Something was left empty', advice: 'Please fill it in.' },
  'not-allowed': {
    title: 'Your role does not allow this',
    advice: 'Ask the head of department to do it, or to change your role.',
  },
  'account-exists': { title: 'This person has an account', advice: 'A forgotten passphrase can be reset.' },
  'own-account': {
    title: "Not for one's own account",
    advice: 'Another head changes your role or ends your account; you change your own passphrase.',
  },
  practice: { title: 'Nothing of a practice is backed up', advice: 'End the practice and back up your own cabinet.' },
  'own-case': {
    title: 'Nobody reviews what they did themselves',
    advice: 'Have someone else sign who may, or appoint someone to stand in.',
    named: (what) => what.split('　')[1] ?? what,
  },
  'signer-account': {
    title: 'Only the person of this account signs here',
    advice:
      'Let the other person take over with their own account first; a page signed in ink is filed under “Other ways to sign”.',
    named: (what) => `Account at work: ${what}`,
  },
  'not-above': {
    title: 'The role above appoints',
    advice: 'The project manager for the head of department, the head for a supervisor, and so on.',
  },
  'pin-short': { title: 'The PIN is too short', advice: 'Use six digits or more.' },
  'wrong-pin': { title: 'Wrong PIN', advice: 'Try again. After five wrong ones only a passphrase helps.' },
  'pin-locked': { title: 'Five wrong PINs', advice: 'Lock, and open with your passphrase.' },
  wait: { title: 'Too many attempts', advice: 'Nothing is lost. Try again after the wait.', named: (what) => `${what} s to go` },
  'keyslot-last': {
    title: 'This is the last passphrase',
    advice: 'Without it nobody could open the records. Nothing was changed.',
  },
  'keyslots-old': {
    title: 'The data key cannot be replaced yet',
    advice: 'Someone has not opened the records since the update, or the recovery code is an old one. Nothing was changed.',
    named: (n) => `${n} to go`,
  },
  'keyslot-unknown': { title: 'This passphrase is gone', advice: 'It may have just been reset. Open Settings again.' },
  'no-randomness': { title: 'The system cannot make keys now', advice: 'Nothing was changed. Try again in a moment.' },

  'second-place-same': {
    title: 'The second place lies beside the cabinet or within it',
    advice: 'One broken disk would take both. Choose a folder on a USB stick or another disk.',
  },
  'place-synced': {
    title: 'The records must not lie in a synchronised folder',
    advice:
      'Another program changes files there while they are written and damages the records. Nothing was changed. Move the whole folder to one that is not synchronised, or restore a backup there.',
    named: (what) => what,
  },
  'place-network': {
    title: 'The records must not lie on a network',
    advice:
      'A broken connection damages the records. Nothing was changed. Move the whole folder to a disk of this machine, or restore a backup there.',
  },
  'restore-in-cabinet': { title: 'This folder lies inside the records', advice: 'Nothing was changed. Choose another folder.' },
  'restore-in-backup': {
    title: 'This folder lies inside a backup',
    advice: 'The backup would be spoilt. Nothing was changed. Choose another folder.',
  },
  'restore-in-backups': {
    title: 'This folder lies where backups are kept',
    advice: 'Old ones are cleared away there. Nothing was changed. Choose another folder.',
  },
  'place-taken': {
    title: 'The folder of the records holds other files',
    advice: 'Nothing was restored and those files are untouched. Move them away and restore again.',
  },
  'backup-missing': {
    title: 'There is no backup in this folder',
    advice: 'Choose a folder named like “2026-11-24_1800_A_daily”, or the folder that holds them.',
  },
  'restored-shut': {
    title: 'Restored, but not opened',
    advice:
      'The backup is in place: close the program and start it again. What stood here was kept beside it, named by the time.',
  },
  'backup-damaged': { title: 'The backup is damaged', advice: 'It was not used and nothing was changed. Choose another one.' },
  'letters-used-up': { title: 'No letter is left for numbers', advice: 'Nothing was restored or changed.' },
  internal: { title: 'It broke off', advice: 'What was saved is still here. Try again.' },
  'file-refused': { title: 'Nothing may be written there', advice: 'Choose another folder.' },

  'handed-over': { title: 'The device is with the signer', advice: 'Staff must first take it back with the passphrase.' },
  'not-a-blank': { title: 'No such blank', advice: 'It may have been used or voided.', named: (what) => `Number ${what}` },
  unreadable: { title: 'It cannot be read', advice: 'The file may be damaged.' },

  'ink-too-little': { title: 'Too little ink', advice: 'Please sign your full name.' },
  'ink-damaged': { title: 'The signature was not received in full', advice: 'Clear and sign again.' },
  'signature-choice': { title: 'Please choose one answer first', advice: '' },
  'signature-signer': { title: 'Please write who signs', advice: '' },
  'signature-witness': { title: 'Please name the witness', advice: '' },
  'signature-role': { title: 'The paper has no such signature', advice: '' },

  'photo-damaged': { title: 'The photo cannot be read', advice: 'Take another.' },
  'photo-empty': { title: 'The file is empty', advice: '' },
  'photo-too-large': { title: 'The file is too large', advice: '' },
  'photo-too-many-pixels': { title: 'The photo is too large', advice: '' },
  'photo-not-written': { title: 'The photo was not saved', advice: 'Try again.' },
  'glyph-missing': {
    title: 'A character cannot be printed',
    advice: 'Write it another way.',
    named: (what) => glyph(what, (ch) => `no font has “${ch}”`),
  },
  'pdf-write': { title: 'The PDF was not made', advice: 'Try again.' },

  'case-closed': { title: 'The case is closed', advice: 'No step is taken any more; if it happens again, register a new case.' },
  'case-gone': {
    title: 'What was recorded is not taken away',
    advice: 'Put the row back; a slip is put right by Amend, and the old entry stays.',
    named: (what) => what,
  },
  'case-regrade': {
    title: 'The grade is not changed directly',
    advice: 'Add a row under regrading with its reason; the first grade stays.',
  },
  'case-before': {
    title: 'An earlier step is open',
    advice: 'Finish the earlier step first.',
    named: (what) => what.split('　').reverse().join(' → '),
  },
  'case-earlier': {
    title: 'Earlier than the step before',
    advice: 'Check the times of the two steps.',
    named: (what) => what.split('　').reverse().join(' → '),
  },
  'case-late-reason': {
    title: 'It is late: say why',
    advice: 'Give the step, the kind and the reason under overdue, then finish.',
    named: (what) => what,
  },
  'case-witness': { title: 'A refused receipt needs a witness', advice: 'Name the witness in the row of the delivery.' },
  'case-visit-unsigned': {
    title: 'The revisit is not signed',
    advice: 'Have the revisit signed first (for a special service: reach the customer), then give the result.',
  },
  'case-visit-differs': { title: 'The revisit says otherwise', advice: 'Give the result as on the signed revisit.' },
  'case-attempts': {
    title: 'Too few attempts',
    advice: 'A case is closed like this after three attempts at different times, made after the work; record the revisits first.',
    named: (n) => `${n} so far`,
  },
  'case-served': { title: 'The service was done', advice: 'What was done is not cancelled: it ends with its call.' },
  'case-fixed': {
    title: 'A saved row is not rewritten',
    advice: 'Put a mistake right with a row of its own; the other stays.',
    named: (what) => what,
  },
  'case-not-refused': { title: 'No refusal is on record', advice: 'Record the refusal with a witness on the revisit first.' },
  'case-not-invalid': {
    title: 'The complaint was not found invalid',
    advice: 'Mark it invalid with a reason and have it approved first.',
  },
  'case-not-later': { title: 'An extension ends after the limit', advice: 'Give a later limit.' },
  'case-again': {
    title: 'The customer asks for another rectification',
    advice: 'The newest revisit was not satisfying. Put it right again and revisit, then close.',
  },
  'case-bill-open': {
    title: 'The payment notice is not delivered',
    advice: 'Complete the payment notice, then close.',
    named: (what) => `It lacks ${what}`,
  },
  'case-signatures': {
    title: 'Signatures are missing',
    advice: 'Have the rectification notice signed, then close.',
    named: (what) => what,
  },
  'case-unreported': {
    title: 'Nobody above was told',
    advice: 'Say under 上报 whom you told of this major complaint and when, then close.',
  },
  'case-grade-now': {
    title: 'Another grade is in force',
    advice: 'Change it from the grade that is in force.',
    named: (grade) => `In force: ${grade}`,
  },
  'case-grade-same': { title: 'The grade stays the same', advice: 'The old and the new grade are one; check them.' },
  'case-receipt-unsigned': {
    title: 'The receipt is not signed',
    advice: 'The receipt is written down and whoever took the paper has not signed it. Have it signed first.',
  },

  'calendar-unreadable': {
    title: 'The calendar file cannot be read',
    advice: 'Choose a calendar file (JSON) that the program knows, or enter the notice by hand.',
  },
  'calendar-outside-year': {
    title: 'A date does not belong to the year',
    advice: 'Beside December before and January after, only dates of the year fit.',
    named: (what) => what,
  },
  'calendar-span': {
    title: 'The days off do not fit',
    advice: 'They must not end before they begin, nor be more than 16.',
    named: (what) => what,
  },
  'calendar-day-twice': { title: 'A day is named twice', advice: 'Take one away.', named: (what) => what },
  'calendar-overlap': { title: 'Two holidays overlap', advice: 'Check their first and last days.', named: (what) => what },
  'calendar-make-up-in-holiday': {
    title: 'A make-up day lies in a holiday',
    advice: 'A day cannot be both off and worked.',
    named: (what) => what,
  },
  'calendar-make-up-worked': {
    title: 'A make-up day is worked anyway',
    advice: 'Make-up days are Saturdays or Sundays.',
    named: (what) => what,
  },
  'calendar-statutory': {
    title: 'A day of the law lies outside its holiday',
    advice: 'Check the first and last day.',
    named: (what) => what,
  },
  'calendar-year-range': { title: 'There is no notice for that year', advice: 'Years run from 2000 to 2099.' },
  'calendar-unnamed': { title: 'A name is missing', advice: 'Every line needs one.' },
  'calendar-no-source': {
    title: 'The title or number of the notice is missing',
    advice: 'Without it nobody can check the dates later.',
  },
  'calendar-hours': {
    title: 'The working hours do not fit together',
    advice: 'Check the times and the first days of the seasons.',
  },
  'calendar-no-working-day': { title: 'A week needs at least one working day', advice: '' },
  'duty-plan-past': { title: 'A plan changes from today on', advice: 'What was owed stays owed; choose today or a later day.' },
  'duty-plan-no-day': { title: 'Choose at least one day', advice: 'For no rounds at all choose “none for now”.' },
  'duty-plan-outlets': { title: 'No such target', advice: 'A number above zero, or a share from 1 to 100 %.' },
  'duty-plan-meeting': { title: 'No such day for a meeting', advice: 'Please choose again.' },
  'duty-not-missed': { title: 'This round was not missed', advice: 'Nothing to explain; somebody may have filled it just now.' },
  'duty-not-yet': { title: 'This day is to come', advice: 'Check the date and the time.' },
  'rule-limit': {
    title: 'The limit does not fit',
    advice: 'Write a whole number above zero; none where the department or a plan sets it.',
  },
  'rule-unit-fixed': { title: 'It cannot be counted in that unit', advice: 'Occasions and time limits are two things.' },
  'rule-version': {
    title: 'Somebody has just changed this limit',
    advice: 'Open it again; it cannot hold from before the last version.',
  },
  'rule-unknown': { title: 'There is no such limit', advice: '' },
  'rule-other-unit': { title: 'This is not counted from an event to an end', advice: '' },
  'rule-needs-time': { title: 'This counts minutes', advice: 'Write the time it happened.' },
  'rule-grade': { title: 'This goes by grade', advice: 'Choose one.' },
};
