import { Suspense } from 'react'
import type { Text } from '#core/text.ts'
import { HistoryCard } from '#platform/audit/browser.tsx'
import { useAsked, useFilters, useMay, useMe } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { Empty, Facts, Link, PageHead, Row, Skeleton, Stack, StateTag, Tabs } from '#web/kit/index.ts'
import { z } from 'zod'
import { directory } from '../../contract.ts'
import { Disputes } from './Disputes.tsx'
import { FactHistory } from './FactHistory.tsx'
import { FactTable } from './FactTable.tsx'
import { SponsoredTeams } from './SponsoredTeams.tsx'
import { StandingBox } from './StandingBox.tsx'
import { TeamPeople } from './TeamPeople.tsx'

export const statusWords = {
  unverified: { zh: '待核验', en: 'waiting to be verified' },
  verified: { zh: '已核验', en: 'verified' },
  disputed: { zh: '代码有争议', en: 'code in dispute' },
  closed: { zh: '已注销', en: 'closed' },
} as const satisfies Record<string, Text>
const tones = { unverified: 'wait', verified: 'good', disputed: 'alarm', closed: 'plain' } as const

const said = {
  title: { zh: '单位信息', en: 'My organisation' },
  none: { zh: '您还没有加入单位。', en: 'You are in no organisation yet.' },
  join: { zh: '登记单位', en: 'Register an organisation' },
  code: { zh: '统一社会信用代码', en: 'Credit code' },
  noCode: { zh: '无（创业团队）', en: 'none (founders’ team)' },
  region: { zh: '所在地', en: 'Place' },
  host: { zh: '依托单位', en: 'Host' },
  sponsor: { zh: '推荐的孵化载体', en: 'Sponsoring incubator' },
  names: { zh: '曾用名', en: 'Former names' },
  places: { zh: '曾在地', en: 'Former places' },
  people: { zh: '人员与邀请', en: 'People and invitations' },
  parts: { zh: '单位信息各部分', en: 'Parts of the profile' },
  facts: { zh: '档案事项', en: 'Facts' },
  history: { zh: '变更历史', en: 'History' },
  office: {
    zh: '本单位的岗位、办理范围和历史。',
    en: 'The people of this authority, its reach and its history.',
  },
  why: {
    zh: '同一事项只填一次，各项申请自动引用。审核只以“已核实”的内容为准。',
    en: 'You give each fact once and every application uses it. Only what is confirmed decides.',
  },
} as const satisfies Record<string, Text>

const Shown = z.object({ tab: z.enum(['facts', 'history']).default('facts') })

export function OrganisationPage() {
  const t = useText()
  const me = useMe()
  const seat = me?.seats.find((one) => one.membershipId === me.actingAs)
  if (seat) return <Organisation id={seat.organisation.id} />
  return (
    <Stack>
      <PageHead title={said.title} />
      <Empty title={t(said.none)}>
        <Link to="/organisation/join" as="primary">
          {t(said.join)}
        </Link>
      </Empty>
      <Disputes />
    </Stack>
  )
}

function Organisation({ id }: { id: string }) {
  const t = useText()
  const may = useMay()
  const one = useAsked(directory.get, { params: { id } })
  const [{ tab }, set] = useFilters(Shown)
  const former = one.names.filter(({ validTo }) => validTo !== null)
  const left = one.regions.filter(({ validTo }) => validTo !== null)
  const until = (what: string, day: string | null) => `${what}${t(words.aside, { text: `–${day}` })}`
  const listed = (items: readonly string[]) => items.join(t({ zh: '、', en: '; ' }))
  const files = one.kind !== 'authority'
  const able = (permission: string) => one.abilities.includes(permission)
  return (
    <Stack>
      <PageHead
        title={one.name}
        tags={<StateTag tone={tones[one.status]}>{t(statusWords[one.status])}</StateTag>}
        lead={t(files ? said.why : said.office)}
        actions={
          <Row>
            {may('membership.read') && (
              <Link to="/organisation/people" as="plain">
                {t(said.people)}
              </Link>
            )}
          </Row>
        }
      />
      <StandingBox one={one} />
      <Disputes openOnly />
      {may('organisation.sponsor') && <SponsoredTeams />}
      <Facts
        columns={3}
        facts={[
          (one.uscc !== null || one.kind === 'team') && {
            label: said.code,
            value: one.uscc ? <code>{one.uscc}</code> : t(said.noCode),
          },
          { label: said.region, value: t(one.regionName) },
          one.host && { label: said.host, value: one.host.name },
          one.sponsor && { label: said.sponsor, value: one.sponsor.name },
          former.length > 0 && {
            label: said.names,
            value: listed(former.map(({ name, validTo }) => until(name, validTo))),
          },
          left.length > 0 && {
            label: said.places,
            value: listed(left.map(({ regionName, validTo }) => until(t(regionName), validTo))),
          },
        ]}
      />
      {one.kind === 'team' && able('person.read') && (
        <Suspense fallback={<Skeleton />}>
          <TeamPeople id={id} records={able('person.record')} />
        </Suspense>
      )}
      {files && able('profile.read') && (
        <Suspense fallback={<Skeleton />}>
          <Tabs
            label={said.parts}
            selected={tab}
            onSelect={(next) => set({ tab: next as 'facts' })}
            tabs={[
              {
                id: 'facts',
                label: said.facts,
                content: <FactTable id={id} kind={one.kind} declares={able('profile.declare')} />,
              },
              { id: 'history', label: said.history, content: <FactHistory id={id} /> },
            ]}
          />
        </Suspense>
      )}
      {able('profile.read') && <HistoryCard kind="organisation" id={id} />}
    </Stack>
  )
}
