import { useSuspenseQuery } from '@tanstack/react-query'
import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { send } from '../calls.ts'
import { useText } from '../i18n/text.ts'
import { Card, Facts, Folded, PageHead, Stack } from '../kit/Layout.tsx'
import { FileLink } from '../kit/Button.tsx'
import { Tag } from '../kit/Tag.tsx'

const said = {
  title: { zh: '接口说明', en: 'Interface description' },
  lead: {
    zh: '网页能办的事，接口都能办。金额是以分为单位的数字串，时间是 ISO 8601；改动类请求带上 Idempotency-Key，重复发送不会办理两次。',
    en: 'Whatever a page can do, the interface can. Amounts are digit strings in fen, times ISO 8601; a change carries an Idempotency-Key, and sending it twice never does it twice.',
  },
  file: { zh: 'OpenAPI 3.1 文件', en: 'OpenAPI 3.1 file' },
  permission: { zh: '权限', en: 'Permission' },
  name: { zh: '名称', en: 'Name' },
  takes: { zh: '参数与内容', en: 'Parameters and body' },
  answers: { zh: '答复', en: 'Answer' },
  refuses: { zh: '可能的拒绝', en: 'Refusals' },
} as const satisfies Record<string, Text>

const Operation = z.object({
  operationId: z.string(),
  tags: z.array(z.string()),
  summary: z.string(),
  'x-permission': z.string(),
  parameters: z.array(z.unknown()),
  requestBody: z.unknown().optional(),
  responses: z.record(z.string(), z.object({ description: z.string(), content: z.unknown() })),
})
type Operation = z.infer<typeof Operation>
const Description = z.object({ paths: z.record(z.string(), z.record(z.string(), Operation)) })

/** The contract as people read it, from the same document that machines read. */
export function Interface() {
  const t = useText()
  const { data } = useSuspenseQuery({
    queryKey: ['openapi'],
    queryFn: async () => Description.parse(await send('/api/openapi.json')),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const operations = Object.entries(data.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const modules = [...new Set(operations.map(({ operation }) => operation.tags[0] ?? ''))].sort()
  return (
    <>
      <PageHead
        title={said.title}
        lead={t(said.lead)}
        actions={<FileLink href="/api/openapi.json">{t(said.file)}</FileLink>}
      />
      <Stack gap="l">
        {modules.map((module) => (
          <Card key={module} title={module}>
            {operations
              .filter(({ operation }) => operation.tags[0] === module)
              .map((one) => (
                <Entry key={one.method + one.path} {...one} />
              ))}
          </Card>
        ))}
      </Stack>
    </>
  )
}

function Entry({ path, method, operation }: { path: string; method: string; operation: Operation }) {
  const t = useText()
  const inOne = (text: string) =>
    text
      .split('\n')
      .map((line) => t(partsOf(line)))
      .join('\n')
  const title = (
    <>
      <Tag>{method}</Tag> <code>{path}</code> {inOne(operation.summary)}
    </>
  )
  return (
    <Folded title={title}>
      <Facts
        columns={1}
        facts={[
          { label: said.name, value: <code>{operation.operationId}</code> },
          { label: said.permission, value: <code>{operation['x-permission']}</code> },
          {
            label: said.takes,
            value: <Json value={{ parameters: operation.parameters, body: operation.requestBody }} />,
          },
          { label: said.answers, value: <Json value={operation.responses['200']?.content} /> },
          {
            label: said.refuses,
            value: <pre className="x-pre">{inOne(operation.responses.default?.description ?? '')}</pre>,
          },
        ]}
      />
    </Folded>
  )
}

/** The document says everything in both languages, `中文 · English`; a code stands before them. */
function partsOf(line: string): Text {
  const [, code = '', zh = '', en] = /^(- `\w+`: )?(.*?)(?: · (.*))?$/.exec(line) ?? []
  return { zh: code + zh, en: code + (en ?? zh) }
}

function Json({ value }: { value: unknown }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <pre className="x-pre" tabIndex={0}>
      {JSON.stringify(value, null, 2)}
    </pre>
  )
}
