export { zhDesk as enDesk } from './zh-desk';
