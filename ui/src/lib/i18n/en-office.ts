export { zhOffice as enOffice } from './zh-office';
