import { type FactKey, factNames } from '#platform/directory/browser.ts'
import type { Say } from './texts.ts'

/** A recognition out of a published list; `source` names the list with its document number and day. */
export type Listed = { key: FactKey; number: string; validTo: string; source: string; replaced: boolean }

export const ofList = ({ key, number, validTo, source, replaced }: Listed): Say => ({
  title: { zh: `已按名单记录：${factNames[key].zh}`, en: `Recorded from a list: ${factNames[key].en}` },
  body: {
    zh: `${number}，有效期至 ${validTo}，依据${source}。${replaced ? '此前的记录由其替代。' : ''}无需再申报；内容有误的，请联系发布名单的部门。`,
    en: `${number}, valid to ${validTo}, by ${source}. ${replaced ? 'It replaces what was on record. ' : ''}You need not declare it; if it is wrong, turn to whoever published the list.`,
  },
})

type TakenBack = Pick<Listed, 'key' | 'number' | 'source'> & { again: boolean; reason: string }

export const takenBack = ({ key, number, source, again, reason }: TakenBack): Say => ({
  title: { zh: `名单记录已撤回：${factNames[key].zh}`, en: `Taken back: ${factNames[key].en}` },
  body: {
    zh: `${number}（依据${source}）已由发布名单的部门撤回，理由：${reason}。${again ? '此前的记录恢复有效。' : ''}有异议的，请联系该部门，或在“单位信息”申报并附上证明。`,
    en: `${number} (by ${source}) was taken back by whoever published the list. Reason: ${reason}. ${again ? 'What was on record before counts again. ' : ''}If you disagree, turn to them, or declare it with evidence under “My organisation”.`,
  },
})
