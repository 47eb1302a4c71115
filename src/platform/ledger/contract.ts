import { refusals } from '#core/refusal.ts'

/** What the ledger says no to. Blanks: the account's path, the hold's state, the amount left over in fen. */
export const ledgerRefusals = refusals({
  ledger_floor: {
    kind: 'conflict',
    zh: '可用余额不足，未作任何记账（账户：{detail}）。请核对可用额度，或等待后续额度到账后再办理。',
    en: 'Not enough is available, and nothing was booked (account {detail}). Check what is available, or wait for further funds.',
  },
  ledger_ceiling: {
    kind: 'conflict',
    zh: '金额将超过上限，未作任何记账（账户：{detail}）。请减少金额，或在下一年度办理。',
    en: 'The amount would exceed the cap, and nothing was booked (account {detail}). Reduce it, or act in the next year.',
  },
  hold_not_open: {
    kind: 'conflict',
    zh: '该笔预留已办结（状态：{detail}），不能再次支取或释放。请刷新页面查看最新情况。',
    en: 'This reservation is closed already ({detail}); nothing more can be taken from it or released. Reload the page.',
  },
  hold_exceeded: {
    kind: 'conflict',
    zh: '金额超过预留的剩余额（剩余 {detail} 分）。请减少金额。',
    en: 'The amount exceeds what remains reserved ({detail} fen). Reduce it.',
  },
  hold_not_due: {
    kind: 'conflict',
    zh: '该笔预留尚未到期，不能按到期处理。请在到期后办理，或按作废处理。',
    en: 'This reservation has not run out yet. Wait until it has, or void it.',
  },
  reversal_exceeded: {
    kind: 'conflict',
    zh: '冲正金额超过原记账尚未冲正的部分，或该笔本身就是冲正。请核对原记账。',
    en: 'The correction exceeds what is left of the transfer, or that transfer is itself a correction. Check the original.',
  },
  ledger_key_reused: {
    kind: 'conflict',
    zh: '同一记账标识已用于另一内容（{detail}）。请刷新页面后重新提交。',
    en: 'This ledger key was used for something else ({detail}). Reload the page and submit again.',
  },
})
