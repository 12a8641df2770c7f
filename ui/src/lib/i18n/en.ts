import { enDesk } from './en-desk';
import { enFill } from './en-fill';
import { enOffice } from './en-office';
import type { Messages } from './zh';

export const en: Messages = { ...enDesk, ...enFill, ...enOffice };
