import type { Issue } from '#core/problems.ts'
import { type TableProblem, writeTable } from '#platform/tables/index.ts'

/** What lists that come as a file have in common, whatever their columns. */

export const MOST_ROWS = 3_000
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export type UnreadRow = { row: number; name: string | null; problems: Issue[] }

type Bad = {
  bad: readonly { row: number; values: { name?: string | null } }[]
  problems: readonly TableProblem[]
}

/** The rows that could not be read, each with what is wrong in which cell. */
export function unreadOf(
  { bad, problems }: Bad,
  columns: readonly { key: string; titles: readonly string[] }[],
): UnreadRow[] {
  const keyOf = (title: string) => columns.find(({ titles }) => titles[0] === title)?.key ?? title
  const issue = ({ column, text }: TableProblem): Issue => ({ path: `row.${keyOf(column)}`, text })
  const ofRow = Map.groupBy(problems, ({ row }) => row)
  return bad.map(({ row, values }) => ({
    row,
    name: values.name ?? null,
    problems: (ofRow.get(row) ?? []).map(issue),
  }))
}

type Column = { key: string; titles: readonly [string, ...string[]]; required?: boolean }
type Help = { head: string; zh: string; en: string }

/** An empty list with its heads, a star behind those that are required, and a second sheet that says how to fill them. */
export async function sentAsTemplate(
  list: string,
  columns: readonly Column[],
  help: Iterable<Help>,
): Promise<Response> {
  const bytes = await writeTable({
    sheets: [
      {
        name: list,
        columns: columns.map(({ key, titles: [title], required }) => ({
          key,
          title: `${title}${required ? '*' : ''}`,
          kind: 'code' as const,
        })),
        rows: [],
      },
      {
        name: '填写说明',
        columns: [
          { key: 'head', title: '列', width: 18 },
          { key: 'zh', title: '可填内容', width: 40 },
          { key: 'en', title: 'In English', width: 40 },
        ],
        rows: [...help],
      },
    ],
  })
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': XLSX,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`${list}模板.xlsx`)}`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}
