import type { Text } from '#core/text.ts'
import { directory, factNames } from '#platform/directory/browser.ts'
import { useAskedLater, useMe } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Box, Facts, Link, Stack, StateTag } from '#web/kit/index.ts'
import { formatFen } from '#core/money.ts'

const said = {
  from: {
    zh: '以下引自单位信息，不需再填。有变化的请先更正。',
    en: 'Taken from the profile; nothing to type again. Correct it there if it has changed.',
  },
  edit: { zh: '更正单位信息', en: 'Correct the profile' },
  disputed: {
    zh: '统一社会信用代码存在争议：可以填写并保存草稿，区县核实后才能提交。',
    en: 'The credit code is disputed: fill in and save a draft; it can be submitted once the county has decided.',
  },
  waits: {
    zh: '单位证照尚未核验：可以填写并保存草稿，核验后才能提交。',
    en: 'The licence is not verified yet: you can fill in and keep the draft, and submit once it is.',
  },
  name: { zh: '申请单位', en: 'Applicant' },
  none: { zh: '未填写', en: 'not given' },
  year: { zh: '（{year}年度）', en: ' ({year})' },
  until: { zh: '有效期至 {day}', en: 'valid to {day}' },
} as const satisfies Record<string, Text>

const keys = ['staff', 'revenueFen', 'rdSpendFen', 'ipClassI', 'smeProvincial'] as const
const ofTeams = ['teamCoreMembers'] as const
const tones = { declared: 'wait', evidenced: 'info', confirmed: 'good' } as const

/** What the registry knows already, each with its standing and source. */
export function KnownFacts() {
  const t = useText()
  const me = useMe()
  const seat = me?.seats.find((one) => one.membershipId === me.actingAs)
  const id = seat?.organisation.id ?? ''
  const asked = useAskedLater(directory.profile, { params: { id }, query: { history: 'false' } }, !!seat)
  const rows = (asked.data?.rows ?? []).filter((row) => row.state !== 'rejected')
  const wanted = seat?.organisation.kind === 'team' ? ofTeams : keys
  const facts = wanted.map((key) => {
    const fact = rows.filter((row) => row.key === key).sort((a, b) => (b.year ?? 0) - (a.year ?? 0))[0]
    return {
      label: factNames[key],
      value: fact ? (
        <>
          {t(text(key, fact.value))}
          {fact.year !== null && <span className="x-quiet">{t(said.year, { year: fact.year })}</span>}{' '}
          <StateTag tone={tones[fact.standing]}>{t(fact.standingLabel)}</StateTag>
        </>
      ) : (
        <span className="x-quiet">{t(said.none)}</span>
      ),
      ...(fact?.source ? { note: fact.source } : {}),
    }
  })
  return (
    <Stack>
      <p className="x-quiet">
        {t(said.from)} <Link to="/organisation">{t(said.edit)}</Link>
      </p>
      {seat && seat.organisation.status !== 'verified' && (
        <Box tone="wait">{t(seat.organisation.status === 'disputed' ? said.disputed : said.waits)}</Box>
      )}
      <Facts facts={[{ label: said.name, value: seat?.organisation.name }, ...facts]} />
    </Stack>
  )
}

function text(key: (typeof keys)[number] | (typeof ofTeams)[number], value: unknown): Text | string {
  if (key === 'revenueFen' || key === 'rdSpendFen') {
    const fen = BigInt(String(value))
    return { zh: formatFen(fen, { unit: '万元' }), en: formatFen(fen, { locale: 'en' }) }
  }
  if (key === 'smeProvincial') {
    const { validTo } = value as { validTo: string }
    return { zh: said.until.zh.replace('{day}', validTo), en: said.until.en.replace('{day}', validTo) }
  }
  return String(value)
}
