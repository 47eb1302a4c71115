import { ConfigProvider, Table as AntdTable, theme as antdTheme } from 'antd'
import { type Key, useMemo, useSyncExternalStore } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '../i18n/text.ts'
import { antdTokens, colours, onTheme, type Theme, theme } from '../theme.ts'
import type { BigTableProps } from './BigTable.tsx'

/** All the words that antd would say here; its own language packs are left out for their weight. */
const said = {
  all: { zh: '全选', en: 'Select all' },
  one: { zh: '选择此行', en: 'Select this row' },
} as const satisfies Record<string, Text>
const ROW = 44

/** antd's virtual table in our colours; loaded by BigTable alone. */
export function BigTableAntd(props: BigTableProps<unknown>) {
  const { caption, rows, rowKey, selection, current, onEnd, height = 560 } = props
  const t = useText()
  const shown = useSyncExternalStore(onTheme, theme)
  const columns = useMemo(
    () =>
      props.columns.map((column) => ({
        key: column.key,
        width: column.pixels ?? 160,
        align: column.right ? ('right' as const) : ('left' as const),
        title: (
          <>
            {t(column.head)}
            {column.unit && <span className="x-unit-head">{t(column.unit)}</span>}
          </>
        ),
        render: (_: unknown, row: unknown) => column.cell(row),
      })),
    [props.columns, t],
  )
  const width = columns.reduce((sum, column) => sum + column.width, selection ? 48 : 0)
  const algorithm = shown === 'dark' ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm
  return (
    <ConfigProvider
      theme={{ algorithm, token: antdTokens(shown), components: { Table: tableTokens(shown) } }}
    >
      <section className="x-big" aria-label={t(caption)}>
        <AntdTable
          virtual
          size="small"
          pagination={false}
          columns={columns}
          dataSource={rows as object[]}
          rowKey={rowKey}
          scroll={{ x: width, y: Math.min(height, rows.length * ROW + 2) }}
          rowClassName={(row) => (current === rowKey(row) ? 'x-current' : '')}
          onScroll={(event) => {
            const box = event.currentTarget
            if (box.scrollHeight - box.scrollTop - box.clientHeight < 10 * ROW) onEnd?.()
          }}
          {...(selection
            ? {
                rowSelection: {
                  columnWidth: 48,
                  selectedRowKeys: [...selection.selected],
                  onChange: (keys: Key[]) => selection.onChange(new Set(keys.map(String))),
                  getTitleCheckboxProps: () => ({ 'aria-label': t(said.all) }),
                  getCheckboxProps: (row: unknown) => ({
                    'aria-label': t(said.one),
                    disabled: !(selection.may?.(rowKey(row)) ?? true),
                  }),
                },
              }
            : {})}
        />
      </section>
    </ConfigProvider>
  )
}

function tableTokens(shown: Theme) {
  const at = shown === 'light' ? 0 : 1
  return {
    rowSelectedBg: colours['accent-soft'][at],
    rowSelectedHoverBg: colours['accent-soft'][at],
    rowHoverBg: colours.soft[at],
    headerBg: colours.soft[at],
  }
}
