import type { Text } from '#core/text.ts'
import { Uploader, type Uploads } from '#platform/files/browser.tsx'
import { useText } from '#web/i18n/text.ts'
import {
  Choice,
  Facts,
  Field,
  Folded,
  type FormState,
  Lookup,
  Stack,
  TextArea,
  TextInput,
} from '#web/kit/index.ts'
import { readUscc } from '../../uscc.ts'
import { CodeReading } from './CodeReading.tsx'
import { usePlaces } from './regions.ts'
import { SponsorLookup } from './SponsorLookup.tsx'

export type Joining = {
  kind: 'enterprise' | 'institute' | 'incubator' | 'team' | ''
  uscc: string
  name: string
  regionCode: string
  sponsor: { id: string; name: string } | null
  statement: string
}
export const startValues: Joining = {
  kind: '',
  uscc: '',
  name: '',
  regionCode: '',
  sponsor: null,
  statement: '',
}

export const joinKinds = {
  enterprise: { zh: '企业', en: 'Enterprise' },
  institute: { zh: '高校、院所、检测机构', en: 'University, institute or testing body' },
  incubator: { zh: '孵化载体', en: 'Incubator' },
  team: { zh: '创业团队（没有统一社会信用代码）', en: 'Founders’ team (without a credit code)' },
} as const satisfies Record<string, Text>

const said = {
  kind: { zh: '单位类型', en: 'Kind of organisation' },
  code: { zh: '统一社会信用代码', en: 'Credit code' },
  codeWhy: {
    zh: '营业执照或法人证书上的 18 位代码。',
    en: 'The 18 characters on the licence or certificate.',
  },
  sponsor: { zh: '推荐的孵化载体', en: 'Sponsoring incubator' },
  sponsorWhy: {
    zh: '没有代码的团队由已核验的孵化载体推荐；载体确认后团队即可申领。按名称查找。',
    en: 'A team without a code is sponsored by a verified incubator; once it confirms, the team can apply. Search by name.',
  },
  name: { zh: '单位全称', en: 'Full name' },
  nameWhy: {
    zh: '与证照一致，审核人将逐字核对。',
    en: 'As on the licence; the reviewer compares it word by word.',
  },
  teamNameWhy: { zh: '团队或项目名称。', en: 'The name of the team or the project.' },
  county: { zh: '注册地所在县（区）', en: 'County or district of registration' },
  countyWhy: {
    zh: '输入名称查找。同名的县（区）按所属市区分，例如两个“新华区”；“河北区”属于天津市。',
    en: 'Type a name. Places of one name are told apart by their city, such as the two Xinhua Districts; Hebei District is in Tianjin.',
  },
  fromCode: {
    zh: '按信用代码第 3–8 位预填；已迁址的请改选。',
    en: 'Taken from characters 3 to 8 of the code; change it if you have moved.',
  },
  licence: { zh: '证照扫描件', en: 'Scan of the licence' },
  licenceWhy: {
    zh: '县（区）科技局凭此核验。现在没有也可以先提交，之后在“单位信息”补传。',
    en: 'The county bureau compares it. You can send it later from “My organisation”.',
  },
  licenceGood: {
    zh: '原件彩色扫描或拍照，四角完整，代码与名称清晰可读。',
    en: 'A colour scan or photo of the original, all corners in view, code and name legible.',
  },
  taken: { zh: '代码可能已被他人登记？', en: 'Could somebody else hold the code already?' },
  takenWhy: {
    zh: '信用代码是公开的。若已有人登记，您的提交不会被拒绝，而是开启一项争议：县（区）科技局比对双方证照后裁定；裁定前双方都不能用该单位办理涉及资金的事项。可在此说明情况，供核实时参考。',
    en: 'Credit codes are public. If somebody registered it before, you are not turned away: a dispute opens, and the county bureau compares both sides’ papers and decides. Until then neither side can do anything that moves money. You may explain here.',
  },
  statement: { zh: '情况说明', en: 'Your explanation' },
  none: { zh: '未上传', en: 'not given' },
  later: { zh: '稍后补传', en: 'to be sent later' },
  noLicence: {
    zh: '创业团队没有证照，不必上传。登记后请在“单位信息”添加团队成员，孵化载体据此确认推荐。',
    en: 'A founders’ team has no licence to send. Add its people under “My organisation” afterwards; the incubator decides by them.',
  },
  afterTeam: {
    zh: '提交后由所选孵化载体确认推荐，不推荐的会写明理由，您可补充后再次请求或改请其他载体。确认前可添加成员、填写档案、保存申领草稿，但不能提交申领。',
    en: 'The incubator then sponsors the team or says why not; you may complete it and ask again, or ask another. Meanwhile add people and facts and keep drafts, but you can’t submit a claim.',
  },
  after: {
    zh: '提交后由所在县（区）科技局核验。核验前可填写单位信息、邀请同事、保存申领草稿，但不能提交申领。',
    en: 'The county bureau then compares the papers. Meanwhile you can fill in facts, invite colleagues and keep drafts, but not submit a claim.',
  },
} as const satisfies Record<string, Text>

type PartProps = { form: FormState<Joining>; licence: Uploads }

export function WhoPart({ form }: PartProps) {
  const t = useText()
  const { kind, uscc, sponsor } = form.values
  return (
    <>
      <Field name="kind" label={said.kind} required group>
        <Choice
          {...form.bind('kind')}
          options={Object.entries(joinKinds).map(([value, label]) => ({
            value: value as keyof typeof joinKinds,
            label,
          }))}
        />
      </Field>
      {kind === 'team' && (
        <Field name="sponsor" label={said.sponsor} hint={t(said.sponsorWhy)} required>
          <SponsorLookup sponsor={sponsor} onChoose={(found) => form.set('sponsor', found)} />
        </Field>
      )}
      {kind !== '' && kind !== 'team' && (
        <Field
          name="uscc"
          label={said.code}
          hint={t(said.codeWhy)}
          source={uscc.trim() && <CodeReading code={uscc} kind={kind} />}
          required
        >
          <TextInput {...form.bind('uscc')} width="middle" maxLength={40} autoComplete="off" />
        </Field>
      )}
    </>
  )
}

export function PlacePart({ form }: PartProps) {
  const t = useText()
  const places = usePlaces()
  const { kind, uscc, regionCode } = form.values
  const read = kind === 'team' ? null : readUscc(uscc)
  const ofCode = read?.ok && places.nameOf(read.uscc.regionCode) ? read.uscc.regionCode : ''
  const prefilled = regionCode === '' && ofCode !== '' && !ofCode.endsWith('00')
  const shown = places.nameOf(regionCode)
  if (prefilled) queueMicrotask(() => form.set('regionCode', ofCode))
  return (
    <>
      <Field
        name="name"
        label={said.name}
        hint={t(kind === 'team' ? said.teamNameWhy : said.nameWhy)}
        required
      >
        <TextInput {...form.bind('name')} maxLength={100} autoComplete="organization" />
      </Field>
      <Field
        name="regionCode"
        label={said.county}
        hint={t(said.countyWhy)}
        source={regionCode !== '' && regionCode === ofCode && t(said.fromCode)}
        required
      >
        <Lookup
          shown={shown ? t(shown) : ''}
          find={places.find}
          onChoose={(found) => form.set('regionCode', found?.value ?? '')}
        />
      </Field>
    </>
  )
}

export function LicencePart({ form, licence }: PartProps) {
  const t = useText()
  if (form.values.kind === 'team') return <p>{t(said.noLicence)}</p>
  return (
    <Stack>
      <Field label={said.licence} hint={t(said.licenceWhy)}>
        <Uploader uploads={licence} multiple={false} good={said.licenceGood} />
      </Field>
      <Folded title={t(said.taken)} open={form.values.statement !== ''}>
        <Stack>
          <p>{t(said.takenWhy)}</p>
          <Field name="statement" label={said.statement}>
            <TextArea {...form.bind('statement')} maxLength={1000} />
          </Field>
        </Stack>
      </Folded>
    </Stack>
  )
}

export function CheckPart({ form, licence }: PartProps) {
  const t = useText()
  const places = usePlaces()
  const { kind, uscc, name, regionCode, sponsor, statement } = form.values
  const read = readUscc(uscc)
  const place = places.nameOf(regionCode)
  return (
    <Stack>
      <Facts
        columns={1}
        facts={[
          { label: said.kind, value: kind && t(joinKinds[kind]) },
          kind !== 'team' && { label: said.code, value: <code>{read.ok ? read.uscc.code : uscc}</code> },
          kind === 'team' && { label: said.sponsor, value: sponsor?.name },
          { label: said.name, value: name },
          { label: said.county, value: place ? t(place) : regionCode },
          kind !== 'team' && { label: said.licence, value: licence.files[0]?.name ?? t(said.later) },
          statement.trim() !== '' && { label: said.statement, value: statement },
        ]}
      />
      <p className="x-quiet">{t(kind === 'team' ? said.afterTeam : said.after)}</p>
    </Stack>
  )
}
