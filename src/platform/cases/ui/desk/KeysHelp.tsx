import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { Checkbox, Dialog } from '#web/kit/index.ts'
import { actionNames } from '../../state.ts'
import { setKeysOn, useKeysOn } from '../useKeys.ts'
import { actionKeys, buttonNames } from '../words.ts'

const said = {
  title: { zh: '键盘操作', en: 'Keys' },
  on: { zh: '启用单键操作', en: 'Single keys act' },
} as const satisfies Record<string, Text>

const others: [string, Text][] = [
  ['j', { zh: '下一件', en: 'next case' }],
  ['k', { zh: '上一件', en: 'case before' }],
  ['m', { zh: '选中或取消选中本件', en: 'mark this case, or not' }],
  ['/', { zh: '查找', en: 'search' }],
  ['Ctrl+Enter', { zh: '提交正在填写的办理', en: 'send the action being typed' }],
  ['Esc', { zh: '取消正在填写的办理', en: 'cancel the action being typed' }],
  ['?', { zh: '打开本说明', en: 'these keys' }],
]

export function KeysHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useText()
  const on = useKeysOn()
  const acts = Object.entries(actionKeys).map(([action, key]): [string, Text] => {
    const name = action as keyof typeof actionKeys
    return [key, buttonNames[name] ?? actionNames[name]]
  })
  return (
    <Dialog open={open} title={t(said.title)} onClose={onClose}>
      <dl className="c-keys">
        {[...others, ...acts].map(([key, what]) => (
          <div key={`${key}${what.en}`}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
      <Checkbox value={on} label={said.on} onChange={setKeysOn} />
    </Dialog>
  )
}
