import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readProviders, textOf } from './provider-rows.ts'

const head = '机构名称*,统一社会信用代码,机构类别,行政区划代码,服务范围,入库日期'

test('rows are read from CSV with quotes, and from cells copied out of a spreadsheet', () => {
  const csv = `\uFEFF${head}\r\n"津海, ""示例""大学",'12120000401234567X,double_first_class,120104,"testing、trial",2026/3/2\r\n\r\n`
  const row = {
    name: '津海, "示例"大学',
    uscc: '12120000401234567X',
    providerClass: 'double_first_class',
    regionCode: '120104',
    scope: ['testing', 'trial'],
    from: '2026-03-02',
  }
  assert.deepEqual(readProviders(csv), { rows: [row], missing: [] })
  const copied = 'Name\tClass\tRegion code\tFrom\nA lab\tuniversity\t120104\t2026年3月2日\n'
  assert.deepEqual(readProviders(copied).rows, [
    { name: 'A lab', providerClass: 'university', regionCode: '120104', from: '2026-03-02' },
  ])
})

test('columns that are missing are named, and nothing is sent', () => {
  const { rows, missing } = readProviders('机构名称,备注\n甲,乙\n')
  assert.deepEqual(rows, [])
  assert.deepEqual(
    missing.map((one) => one.zh),
    ['机构类别', '行政区划代码', '入库日期'],
  )
  assert.deepEqual(readProviders('').missing.length, 4)
})

test('a file in GB 18030 is read as one in UTF-8', async () => {
  const gb = new Uint8Array([0xbb, 0xfa, 0xb9, 0xb9]) // 机构
  assert.equal(await textOf(new File([gb], 'a.csv')), '机构')
  assert.equal(await textOf(new File(['机构'], 'a.csv')), '机构')
})
