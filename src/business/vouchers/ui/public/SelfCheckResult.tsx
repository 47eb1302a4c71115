import type { Text } from '#core/text.ts'
import {
  AssumedMark,
  Card,
  type Finding as Shown,
  FindingsList,
  Folded,
  Link,
  RegionTag,
  Row,
  Stack,
  StateTag,
} from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import { FACTS, type Finding, type Outcome, type Rulebook, type SelfCheck } from '../../browser.ts'
import { type Regions, useRegions, withNames } from './useRulebooks.ts'

export type Checked = { book: Rulebook; check: SelfCheck }

const said = {
  result: { zh: '结果', en: 'Result' },
  met: { zh: '按所填情况，已符合：{names}。', en: 'On these facts you already pass: {names}.' },
  noneMet: {
    zh: '按所填情况，尚无办法全部符合；下面列出每个办法最少需要的改变。',
    en: 'On these facts no rulebook passes yet; each one below says the smallest change that would.',
  },
  pass: { zh: '符合', en: 'passes' },
  fail: { zh: '不符合', en: 'fails' },
  unknown: { zh: '信息未填全', en: 'facts missing' },
  change: { zh: '最少的改变', en: 'The smallest change' },
  changeNone: { zh: '改变事实也不能符合本办法。', en: 'No change of facts can pass this rulebook.' },
  give: { zh: '还需填写：', en: 'Still to give: ' },
  findings: { zh: '逐条结果（{count} 条）', en: 'Criterion by criterion ({count})' },
  anyOf: { zh: '满足下列任一项即可：', en: 'Any one of these will do: ' },
  moot: { zh: '另一项已满足，不再要求：', en: 'Not needed, as another one is met: ' },
  book: { zh: '办法全文', en: 'The rulebook' },
  rests: {
    zh: '结果部分依据本平台的假定，正式申领以主管部门文本为准。',
    en: "This rests in part on assumptions of ours; the authority's text decides.",
  },
} as const satisfies Record<string, Text>

const tones = { pass: 'good', fail: 'alarm', unknown: 'wait' } as const
const icons = { pass: 'check', fail: 'cross', unknown: 'question' } as const
const order: Record<Outcome, number> = { pass: 0, unknown: 1, fail: 2 }

export const RESULTS = 'self-check-results'

/** How hard the smallest change is, by the rules' own measure; giving what is missing is none. Nothing can pass: last. */
const effortOf = ({ smallestChange }: SelfCheck): number =>
  smallestChange?.reduce((sum, { fact, from }) => sum + (from === null ? 0 : FACTS[fact].effort), 0) ??
  Number.MAX_SAFE_INTEGER

/** Every rulebook in force: those that pass first, then by how little they need. */
export function SelfCheckResult({ checks }: { checks: readonly Checked[] }) {
  const t = useText()
  const passed = checks.filter(({ check }) => check.passes)
  const sorted = [...checks].sort(
    (a, b) => order[a.check.outcome] - order[b.check.outcome] || effortOf(a.check) - effortOf(b.check),
  )
  return (
    <section aria-label={t(said.result)} id={RESULTS} tabIndex={-1}>
      <Stack>
        <p role="status">
          <strong>
            {passed.length > 0
              ? t(said.met, {
                  names: passed.map(({ book }) => t(book.title)).join(t({ zh: '、', en: '; ' })),
                })
              : t(said.noneMet)}
          </strong>
        </p>
        {sorted.map((one) => (
          <One key={one.book.id} {...one} />
        ))}
      </Stack>
    </section>
  )
}

function One({ book, check }: Checked) {
  const t = useText()
  const regions = useRegions()
  return (
    <Card
      title={t(book.title)}
      actions={
        <StateTag tone={tones[check.outcome]} icon={icons[check.outcome]}>
          {t(said[check.outcome])}
        </StateTag>
      }
    >
      <Stack gap="s">
        <Row>
          <RegionTag code={book.authority} name={regions.nameOf(book.authority)} />
          <Link to="/rulebooks/$id" params={{ id: book.id }}>
            {t(said.book)}
          </Link>
        </Row>
        {check.blocked.map((reason) => (
          <p key={reason.zh}>{t(reason)}</p>
        ))}
        {!check.passes && check.blocked.length === 0 && <Changes check={check} regions={regions} />}
        {check.findings.length > 0 && (
          <Folded title={t(said.findings, { count: check.findings.length })}>
            <Findings book={book} check={check} regions={regions} />
          </Folded>
        )}
        {check.assumed && (
          <p className="x-quiet x-note">
            <AssumedMark note={false} /> {t(said.rests)}
          </p>
        )}
      </Stack>
    </Card>
  )
}

function Changes({ check, regions }: { check: SelfCheck; regions: Regions }) {
  const t = useText()
  if (!check.smallestChange) return <p>{t(said.changeNone)}</p>
  const missing = check.smallestChange.filter((change) => change.from === null)
  const moved = check.smallestChange.filter((change) => change.from !== null)
  return (
    <>
      {moved.length > 0 && (
        <div>
          <strong>{t(said.change)}</strong>
          <ul>
            {moved.map((change) => (
              <li key={change.fact}>{t(named(change.fact, change.says, regions))}</li>
            ))}
          </ul>
        </div>
      )}
      {missing.length > 0 && (
        <p className="x-quiet">
          {t(said.give)}
          {missing.map((change) => t(FACTS[change.fact].label)).join(t({ zh: '、', en: ', ' }))}
        </p>
      )}
    </>
  )
}

export const named = (fact: Finding['fact'], text: Text, regions: Regions): Text =>
  FACTS[fact].kind === 'path' ? withNames(text, regions) : text

/** Single criteria as one list; a choice under its own sentence, alternatives that no longer matter said quietly. */
function Findings({ book, check, regions }: Checked & { regions: Regions }) {
  const t = useText()
  const single = check.findings.filter((finding) => !finding.group)
  const groups = book.requirements.filter((item) => 'anyOf' in item)
  return (
    <Stack>
      {groups.map((group) => {
        const own = check.findings.filter((finding) => finding.group === group.id)
        const moot = own.filter((finding) => !finding.decides)
        if (own.length === 0) return null
        return (
          <div key={group.id}>
            <p>
              <strong>{t(said.anyOf)}</strong>
              {t(group.says)}
            </p>
            <FindingsList
              label={group.says}
              findings={own.filter((finding) => finding.decides).map((finding) => shown(finding, regions))}
            />
            {moot.map((finding) => (
              <p key={finding.criterion} className="x-quiet">
                {t(said.moot)}
                {t(finding.says)}
              </p>
            ))}
          </div>
        )
      })}
      <FindingsList label={check.title} findings={single.map((finding) => shown(finding, regions))} />
    </Stack>
  )
}

export function shown(finding: Finding, regions: Regions): Shown {
  const [change] = finding.smallestChange ?? []
  const worded = change && finding.outcome === 'fail' ? named(finding.fact, change.says, regions) : null
  return {
    id: finding.criterion,
    says: finding.says,
    state: finding.outcome,
    found: finding.value === null ? null : named(finding.fact, finding.shown, regions),
    change: worded,
    clause: finding.clause,
    source: finding.source,
    standing: finding.assumed ? 'assumed' : 'sourced',
    note: finding.note,
  }
}
