export { zhFill as enFill } from './zh-fill';
