import type { Said } from './errors-zh';

export const errorsEn: Record<string, Said> = {
  unknown: { title: 'That did not work', advice: 'Nothing written was lost. Try again; if it still fails, run “Check this machine” in Settings.' },
};
