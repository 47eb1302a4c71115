import { refusals } from '#core/refusal.ts'

export const noticeRefusals = refusals({
  notice_over: {
    kind: 'conflict',
    zh: '公示期已结束，不能再提出异议。如有情况反映，请联系发布单位{authority}。',
    en: 'The notice period is over, objections are no longer taken. To report something, contact {authority}.',
  },
  notice_row_removed: {
    kind: 'conflict',
    zh: '该行已从公示名单中移除，无需再提出异议。',
    en: 'This row was already removed from the list; no objection is needed.',
  },
  notice_empty: {
    kind: 'invalid',
    zh: '公示名单为空，不能发布。请先选定名单。',
    en: 'The list is empty and cannot be published. Choose its rows first.',
  },
  notice_row_twice: {
    kind: 'conflict',
    zh: '同一事项在名单中出现了两次。请删去重复的一行。',
    en: 'The same subject appears twice in the list. Remove one of the rows.',
  },
  notice_already_open: {
    kind: 'conflict',
    zh: '该批次已在公示或已公示。如需重新公示，请先撤回原公示。',
    en: 'This batch is or was on public notice. Withdraw that notice before publishing another.',
  },
  notice_not_open: {
    kind: 'conflict',
    zh: '该公示已结束或已撤回，不能再改动。',
    en: 'This notice is closed or withdrawn and can no longer be changed.',
  },
  notice_not_due: {
    kind: 'conflict',
    zh: '公示期到{day}结束（暂定：{provisional}），现在不能结束公示。',
    en: 'The notice runs until {day} (provisional: {provisional}) and cannot be closed now.',
  },
  notice_not_closed: {
    kind: 'conflict',
    zh: '公示结束后才能发布公告。',
    en: 'The announcement comes after the notice has closed.',
  },
  notice_announced: {
    kind: 'conflict',
    zh: '公告已经发布，不能重复发布或修改。',
    en: 'The announcement has been published and can be neither repeated nor changed.',
  },
  objection_needs_evidence: {
    kind: 'invalid',
    zh: '匿名反映须附证据材料，才能作为线索核查。请上传附件，或实名提出异议。',
    en: 'An anonymous report needs evidence to be followed up. Attach a file, or object under your name.',
  },
  objection_needs_contact: {
    kind: 'invalid',
    zh: '实名异议须填写姓名（或单位名称）和联系方式，以便核实和答复；这些信息只有发布单位的审核人、负责人和审计人可见。',
    en: 'An objection by name needs a name and a way to reach you; only the reviewers, directors and auditors of the publisher see them.',
  },
  objection_too_many: {
    kind: 'conflict',
    zh: '今天从您的网络提交的异议已达{limit}件。请明天再试，或登录后提交。',
    en: '{limit} objections came from your network today. Try again tomorrow, or sign in.',
  },
  objection_decided: {
    kind: 'conflict',
    zh: '该异议已作出处理，不能再次处理。',
    en: 'This objection has been decided already.',
  },
})

export type RowStatus = 'listed' | 'held' | 'cleared' | 'removed'
export type ObjectionStatus = 'open' | 'lead' | 'upheld' | 'rejected'

/**
 * A row's status from its objections: a real-name objection holds its row and no other; an upheld one (a lead that
 * proved true included) removes it; when all that held it are rejected, it is clear again (domain.md §13.7).
 */
export function rowStatus(
  objections: readonly { kind: 'real_name' | 'anonymous'; status: ObjectionStatus }[],
): RowStatus {
  if (objections.some(({ status }) => status === 'upheld')) return 'removed'
  const byName = objections.filter(({ kind }) => kind === 'real_name')
  if (byName.some(({ status }) => status === 'open')) return 'held'
  return byName.length > 0 ? 'cleared' : 'listed'
}

/** The parts of a row that are frozen, as they are shown. */
export type FrozenRow = {
  rowNo: number
  subjectId: string
  organisationName: string
  display: Record<string, string>
  amountFen: bigint | null
}

/**
 * What the digest is taken of: one JSON array per row, in order of row numbers, joined by line feeds; the keys of
 * `display` sorted. Anyone can recompute it from the rows the API serves.
 */
export function digestText(rows: readonly FrozenRow[]): string {
  const line = ({ rowNo, subjectId, organisationName, display, amountFen }: FrozenRow) =>
    JSON.stringify([
      rowNo,
      subjectId,
      organisationName,
      Object.keys(display)
        .sort()
        .map((key) => [key, display[key]]),
      amountFen === null ? null : amountFen.toString(),
    ])
  return [...rows]
    .sort((a, b) => a.rowNo - b.rowNo)
    .map(line)
    .join('\n')
}

/** Masks what must never stand in a public list, wherever it was typed: mobile numbers, identity numbers, bank accounts. */
export function maskPersonal(text: string): string {
  return text
    .replace(/(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)/g, '$1****$2')
    .replace(
      /(?<![\dA-Za-z])(\d{6})(?:19|20)\d{2}(?:0\d|1[0-2])\d{5}([\dXx])(?![\dA-Za-z])/g,
      '$1***********$2',
    )
    .replace(/(?<!\d)(\d{4})\d{8,11}(\d{4})(?!\d)/g, '$1********$2')
}
