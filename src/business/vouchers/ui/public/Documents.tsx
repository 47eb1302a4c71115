import type { ReactNode } from 'react'
import type { Text } from '#core/text.ts'
import { Card, FileLink, Table } from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import type { Rulebook } from '../../browser.ts'

const said = {
  documents: { zh: '来源文件', en: 'Documents read' },
  document: { zh: '文件', en: 'Document' },
  grade: { zh: '可靠程度', en: 'Grade' },
  address: { zh: '出处', en: 'Where' },
} as const satisfies Record<string, Text>

const grades = {
  A: { zh: 'A 政府网站原文', en: 'A official text' },
  B: { zh: 'B 报道、论文', en: 'B press, papers' },
  C: { zh: 'C 转载的原文', en: 'C copy of an official text' },
  D: { zh: 'D 公开代码', en: 'D public code' },
} as const satisfies Record<string, Text>

/** What was read, how far it can be trusted, and where it is. */
export function Documents({ documents }: { documents: Rulebook['documents'] }) {
  const t = useText()
  return (
    <Card id="documents" title={t(said.documents)}>
      <Table
        caption={said.documents}
        hideCaption
        rows={documents}
        rowKey={(one) => one.id}
        columns={[
          {
            key: 'document',
            head: said.document,
            cell: (one) => (
              <>
                ［{one.id}］{one.title}
              </>
            ),
          },
          { key: 'grade', head: said.grade, width: '11rem', cell: (one) => t(grades[one.grade]) },
          { key: 'address', head: said.address, cell: (one) => <Address address={one.address} /> },
        ]}
      />
    </Card>
  )
}

const PLACE = /^[\w.-]+\.[a-z]{2,}\/\S*$/

function Address({ address }: { address: string }): ReactNode {
  if (!PLACE.test(address)) return address
  return <FileLink href={`https://${address}`}>{address}</FileLink>
}
