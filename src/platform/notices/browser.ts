export { Notice, NoticeDetail, NoticeRow, notices, NewObjection, Objection } from './contract.ts'
export { inbox, Message } from './inbox.contract.ts'
export { digestText, maskPersonal, noticeRefusals, rowStatus } from './rules.ts'
