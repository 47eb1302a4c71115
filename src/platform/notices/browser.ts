export {
  inbox,
  Message,
  Notice,
  NoticeDetail,
  NoticeRow,
  notices,
  NewObjection,
  Objection,
} from './contract.ts'
export { digestText, maskPersonal, noticeRefusals, rowStatus } from './rules.ts'
