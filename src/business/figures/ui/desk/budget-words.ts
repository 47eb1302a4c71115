import type { Text } from '#core/text.ts'

export const verbWords = {
  allot: {
    verb: { zh: '下达额度', en: 'Allot' },
    what: {
      zh: '把本年度财政安排或以前年度结转的资金记入本预算。',
      en: 'Books this year’s appropriation, or money carried over, into the budget.',
    },
  },
  release: {
    verb: { zh: '释放额度', en: 'Release' },
    what: {
      zh: '释放后即可发券，排队的申领按次序先得。未释放 {left}。',
      en: 'What is released can be issued; the queue goes first, in its order. {left} is not released yet.',
    },
  },
  takeBack: {
    verb: { zh: '收回额度', en: 'Take back' },
    what: {
      zh: '释放多了的，在此收回为未释放。可收回 {available}；已为券预留的不能收回。',
      en: 'Puts right a release that was too much: it is allotted and not released again. {available} can be taken back; what vouchers reserve can’t.',
    },
  },
  cut: {
    verb: { zh: '调减预算', en: 'Cut' },
    what: {
      zh: '下达或结转多了的，在此退回来源。未释放 {left}；已释放的请先收回额度。',
      en: 'Puts right an allotment that was too much: it goes back where it came from. {left} is not released; take released money back first.',
    },
  },
  freeze: {
    verb: { zh: '冻结', en: 'Freeze' },
    what: {
      zh: '冻结期间不再发券，通过的申领排队等候；已发的券照常使用和兑付。',
      en: 'Nothing is issued meanwhile and accepted claims wait; vouchers already issued stay good.',
    },
  },
  unfreeze: {
    verb: { zh: '解冻', en: 'Unfreeze' },
    what: {
      zh: '解冻后立即按顺序发给排队的申领（可发放 {available}，排队 {queued}）。',
      en: 'The queue is served at once ({available} available, {queued} waiting).',
    },
  },
  close: {
    verb: { zh: '关闭年度', en: 'Close the year' },
    what: {
      zh: '关闭后不能再下达、释放和发券。未用的 {carried}（可发放 {available}，未释放 {left}）转入结转账户；已发未用的 {reserved} 仍按原期限使用，到期未用的也转入结转账户。此项不能撤销。',
      en: 'Nothing more can be allotted, released or issued. {carried} (available {available}, not released {left}) goes to the carry-over account; vouchers of {reserved} stay good until their day, and what lapses goes there too. This can’t be undone.',
    },
  },
} as const satisfies Record<string, { verb: Text; what: Text }>

export const said = {
  releasedFrozen: {
    zh: '预算冻结中：释放后暂不发券，解冻时先按次序发给排队的申领。未释放 {left}。',
    en: 'The budget is frozen: what is released now is issued once it is thawed, to the queue first. {left} is not released yet.',
  },
  from: { zh: '资金来源', en: 'Whence' },
  to: { zh: '退回', en: 'Back to' },
  toCarryOver: { zh: '结转账户', en: 'the carry-over account' },
  appropriation: { zh: '本年度财政安排', en: 'this year’s appropriation' },
  carryOver: { zh: '以前年度结转（余额 {amount}）', en: 'carried over ({amount} there)' },
  amount: { zh: '金额', en: 'Amount' },
  reason: { zh: '事由（文号等，公开）', en: 'Reason, with the order; published' },
  confirm: { zh: '我已核对以上金额', en: 'I have checked these amounts' },
  done: { zh: '已办理', en: 'Done' },
  issued: { zh: '已办理，排队的申领发出 {count} 张券', en: 'Done; {count} vouchers issued to the queue' },
  carried: { zh: '年度已关闭，结转 {amount}', en: 'The year is closed; {amount} carried over' },
} as const satisfies Record<string, Text>
