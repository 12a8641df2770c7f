import { enArchive } from './en-archive';
import { enCamera } from './en-camera';
import { enCases } from './en-cases';
import { enClocks } from './en-clocks';
import { enDestroy } from './en-destroy';
import { enDesk } from './en-desk';
import { enDuties } from './en-duties';
import { enFill } from './en-fill';
import { enLists } from './en-lists';
import { enOffice } from './en-office';
import { enPeople } from './en-people';
import { enSecret } from './en-secret';
import { enTold } from './en-told';
import type { Messages } from './zh';

export const en: Messages = {
  ...enArchive,
  ...enCamera,
  ...enCases,
  ...enClocks,
  ...enDesk,
  ...enDestroy,
  ...enDuties,
  ...enFill,
  ...enLists,
  ...enOffice,
  ...enPeople,
  ...enSecret,
  ...enTold,
};
