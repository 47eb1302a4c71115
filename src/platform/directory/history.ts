import { may } from '#core/policy.ts'
import type { Text } from '#core/text.ts'
import { mayLook, registerTimeline, same, tells } from '#platform/audit/index.ts'
import { factNames } from './profile.ts'
import { statusWords } from './ui/desk/desk-words.ts'
import { getOrganisation } from './store.ts'

const ACCEPTED = { true: { zh: '通过', en: 'accepted' }, false: { zh: '未通过', en: 'not accepted' } }
const yesNo = (value: unknown) => ACCEPTED[String(value) as 'true' | 'false'] ?? null

type Fact = { key?: string; year?: number | null; confirmed?: boolean; reason?: string }

/** Which fact it was; its value stands in the profile, where it is masked for those who may not see it. */
function factText(value: unknown): Text | null {
  const { key, year, confirmed } = value as Fact
  const name = (factNames as Record<string, Text>)[key ?? '']
  if (!name) return null
  const outcome = confirmed === undefined ? null : yesNo(confirmed)
  const [of, is] = [year ? ` ${year}` : '', outcome]
  return { zh: `${name.zh}${of}${is ? `：${is.zh}` : ''}`, en: `${name.en}${of}${is ? `: ${is.en}` : ''}` }
}

type Listed = { key?: string; number?: string; source?: string }

function listedText(value: unknown): Text | null {
  const { key, number, source } = (value ?? {}) as Listed
  const name = (factNames as Record<string, Text>)[key ?? '']
  return name ? { zh: `${name.zh} ${number}，${source}`, en: `${name.en} ${number}, ${source}` } : null
}

type Imported = { name: string; documentNumber: string; trial: boolean } & Record<string, number | string>

function importedText(value: unknown): Text | null {
  const { name, documentNumber, trial, recorded, replaced, refused } = value as Imported
  return {
    zh: `《${name}》（${documentNumber}）${trial ? '试算，未记录' : ''}：新增 ${recorded}，替代 ${replaced}，未导入 ${refused}`,
    en: `${name} (${documentNumber})${trial ? ', a trial that recorded nothing' : ''}: ${recorded} new, ${replaced} replaced, ${refused} refused`,
  }
}

const nameOf = (value: unknown): Text | null => {
  const { name } = (value ?? {}) as { name?: unknown }
  return typeof name === 'string' ? same(name) : null
}

/** The decision that it goes back to, by its number. */
const byText = (value: unknown): Text | null => {
  const { by } = (value ?? {}) as { by?: unknown }
  return typeof by === 'string' ? same(by) : null
}

type Corrected<T> = { from: T; to: T; since: string | null }

/** What was taken back and what counts instead; why stands beside it. */
function correctedText<T>(value: unknown, textOf: (said: T) => Text): Text | null {
  const { from, to, since } = (value ?? {}) as Partial<Corrected<T>>
  if (from === undefined || to === undefined) return null
  const [was, is] = [textOf(from), textOf(to)]
  return {
    zh: `撤回“${was.zh}”，${since ? `改为“${is.zh}”（自 ${since} 起）` : `恢复“${is.zh}”`}`,
    en: `${was.en} taken back; ${since ? `${is.en} from ${since}` : `${is.en} again`}`,
  }
}

type Changed<T> = { from: T; to: T; since: string; evidence: string }

function changedText<T>(value: unknown, textOf: (said: T) => Text): Text | null {
  const { from, to, since, evidence } = (value ?? {}) as Partial<Changed<T>>
  if (from === undefined || to === undefined) return null
  const [was, is] = [textOf(from), textOf(to)]
  return {
    zh: `${was.zh} → ${is.zh}，自 ${since} 起，依据：${evidence}`,
    en: `${was.en} → ${is.en}, from ${since}, by ${evidence}`,
  }
}

function closedText(value: unknown): Text | null {
  const { on, evidence } = (value ?? {}) as { on?: string; evidence?: string }
  return on ? { zh: `自 ${on} 起，依据：${evidence}`, en: `on ${on}, by ${evidence}` } : null
}

function reopenedText(value: unknown): Text | null {
  const { status = 'unverified' } = (value ?? {}) as { status?: 'verified' | 'unverified' }
  const { zh, en } = statusWords[status]
  return { zh: `恢复为${zh}`, en: `${en} again` }
}

registerTimeline('organisation', {
  kind: { zh: '单位', en: 'Organisation' },
  sees: async (db, actor, id) => {
    const row = await getOrganisation(db, id)
    if (!row) return null
    const subject = { organisationId: id, regionPath: row.regionPath, providerId: row.sponsorId }
    if (!may(actor, 'profile.read', subject)) return null
    const at = actor.organisationId === id ? '/organisation' : `/desk/organisations/${id}`
    return { name: row.name, at, looks: mayLook(actor, subject) }
  },
  sentences: {
    'community.load': { zh: '随社区资料载入', en: 'loaded with the community' },
    'demo.seed': { zh: '载入演示数据', en: 'loaded for the demonstration' },
  },
  tells: {
    registered: tells.by('登记', 'Registered', nameOf),
    status: tells.oneOf('状态', 'Status', statusWords),
    accepted: tells.by('核实结果', 'Verified', yesNo),
    renamed: tells.by('名称', 'Name', (value) => changedText(value, same)),
    moved: tells.by('所在地', 'Place', (value) => {
      const { places, ...rest } = value as Changed<string> & { places: { from: Text; to: Text } }
      return changedText({ ...rest, ...places }, (place: Text) => place)
    }),
    nameCorrected: tells.by('名称更正', 'Name corrected', (value) => correctedText(value, same)),
    placeCorrected: tells.by('所在地更正', 'Place corrected', (value) => {
      const { places, ...rest } = value as Corrected<string> & { places: { from: Text; to: Text } }
      return correctedText({ ...rest, ...places }, (place: Text) => place)
    }),
    closed: tells.by('注销', 'Closed', closedText),
    reopened: tells.by('注销登记撤回', 'Closing taken back', reopenedText),
    fact: tells.by('单位信息', 'Fact', factText),
    factListed: tells.by('登记名单', 'Register list', listedText),
    factTakenBack: tells.by('登记名单的记录撤回', 'Row of a register list taken back', listedText),
    registerList: tells.by('导入登记名单', 'Register list imported', importedText),
    admissionReview: tells.by('入库资格复核', 'Admission under review', byText),
    admissionKept: tells.by('复核后保留入库资格', 'Admission kept after its review', byText),
  },
  whyOf: ({ reason, remark, fact, factTakenBack, admissionReview, admissionKept, reopened }) => {
    const why = (fact ?? reopened ?? factTakenBack ?? admissionReview ?? admissionKept) as
      | { reason?: string }
      | undefined
    return reason ?? remark ?? why?.reason
  },
})
