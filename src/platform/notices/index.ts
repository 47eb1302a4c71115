export { type AddressBook, type Recipient, tell, type Told, useAddressBook } from './inbox.ts'
export { type NoticeChange, type NoticeCtx, type NoticeHandler, onNoticeRow } from './hooks.ts'
export { mailSender, queueMail, useSmtp } from './mail.ts'
export {
  announce,
  closeDueNotices,
  closeNotice,
  digestOf,
  dueNotices,
  type NewNotice,
  type NewNoticeRow,
  type OpenedNotice,
  openNotice,
  withdrawNotice,
} from './notice.ts'
export { decideObjection, objectTo } from './objections.ts'
export { inboxModule, noticesModule } from './routes.ts'
export { noticeRefusals, type RowStatus } from './rules.ts'
export {
  findNotice,
  findRow,
  holdRowsOf,
  listRows,
  noticesUpheldBy,
  type NoticeRecord,
  type RowRecord,
  upheldAgainst,
} from './store.ts'
