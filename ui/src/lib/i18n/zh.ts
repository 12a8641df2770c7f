import { zhArchive } from './zh-archive';
import { zhCamera } from './zh-camera';
import { zhCases } from './zh-cases';
import { zhClocks } from './zh-clocks';
import { zhDestroy } from './zh-destroy';
import { zhDesk } from './zh-desk';
import { zhDuties } from './zh-duties';
import { zhFill } from './zh-fill';
import { zhLists } from './zh-lists';
import { zhOffice } from './zh-office';
import { zhPeople } from './zh-people';
import { zhSecret } from './zh-secret';
import { zhTold } from './zh-told';

/** Every word of the screen. A catalogue that lacks one does not compile. */
export const zh = {
  ...zhArchive,
  ...zhCamera,
  ...zhCases,
  ...zhClocks,
  ...zhDesk,
  ...zhDestroy,
  ...zhDuties,
  ...zhFill,
  ...zhLists,
  ...zhOffice,
  ...zhPeople,
  ...zhSecret,
  ...zhTold,
};

/** What another language must offer: the same keys, and functions that take the same parts. */
export type Messages = typeof zh;
