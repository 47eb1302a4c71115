import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import { deflateRawSync, crc32 } from 'node:zlib'
import ExcelJS from 'exceljs'
import fc from 'fast-check'
import { z } from 'zod'
import { Refusal } from '#core/refusal.ts'
import { cells, type Column, readTable, streamTable, writeTable } from './index.ts'

const columns = [
  { key: 'code', titles: ['区划代码', 'region code'], parse: cells.text(6), required: true, digits: 6 },
  { key: 'name', titles: ['名称', 'name'], parse: cells.text(20), required: true },
  { key: 'amountFen', titles: ['金额（元）', 'amount'], parse: cells.yuan },
  { key: 'day', titles: ['日期', 'date'], parse: cells.day, optionalColumn: true },
] as const satisfies readonly Column[]

const refusal = (code: string) => (error: unknown) => {
  assert.ok(error instanceof Refusal, String(error))
  assert.equal(error.code, code)
  assert.match(error.text.zh, /\p{Script=Han}/u)
  assert.doesNotMatch(`${error.text.zh}${error.text.en}`, /\{\w+\}/)
  return true
}

const utf8 = (text: string) => new TextEncoder().encode(text)

async function workbook(fill: (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  fill(book.addWorksheet('表'), book)
  return Buffer.from(await book.xlsx.writeBuffer())
}

type Part = { name: string; data: Buffer | string; size?: number; flags?: number }

/** A zip made by hand, so that it can lie. */
function zip(parts: readonly Part[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, data, size, flags = 0x800 } of parts) {
    const raw = Buffer.from(data)
    const packed = deflateRawSync(raw, { level: 9 })
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(flags, 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(raw), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(size ?? raw.length, 18)
    common.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), common, Buffer.from(name), packed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('504b01021400', 'hex'), common, rest, Buffer.from(name)]))
    locals.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, central, end])
}

const ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const sheetBook = (sheet: string, more: readonly Part[] = []): Buffer =>
  zip([
    {
      name: '[Content_Types].xml',
      data: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    },
    {
      name: 'xl/workbook.xml',
      data: `<workbook ${ns} xmlns:r="${relations}"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      data: `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    },
    { name: 'xl/worksheets/sheet1.xml', data: sheet },
    ...more,
  ])
const sheetXml = (rows: string, after = '') =>
  `<worksheet ${ns}><sheetData>${rows}</sheetData>${after}</worksheet>`
const inline = (ref: string, text: string) => `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`
const headerXml = `<row r="1">${inline('A1', '区划代码')}${inline('B1', '名称')}${inline('C1', '金额')}</row>`

test('reads an Excel file as people make them', async () => {
  const bytes = await workbook((sheet) => {
    sheet.addRow(['2026年度明细'])
    sheet.mergeCells('A1:D1')
    sheet.addRow([])
    sheet.addRow(['区划 代码*', '名称', '金额(元)', '日期'])
    sheet.addRow(['１３１００２', '　廊坊Ａ公司（示范） ', '1,234.50', new Date('2026-11-23T00:00:00Z')])
    sheet.addRow(['131003', { richText: [{ text: '燕' }, { text: '山' }] }, 94.94, '2026年1月5日'])
    sheet.addRow(['131003', { formula: 'A1&"x"', result: '有结果' }, '94.94 万元', ''])
    sheet.addRow([])
  })
  const table = await readTable(bytes, columns)
  assert.deepEqual(table.problems, [])
  assert.equal(table.headerRow, 3)
  assert.deepEqual(
    table.rows.map(({ row, values }) => [
      row,
      values.code,
      values.name,
      values.amountFen,
      values.day?.toString() ?? null,
    ]),
    [
      [4, '131002', '廊坊A公司（示范）', 123450n, '2026-11-23'],
      [5, '131003', '燕山', 9494n, '2026-01-05'],
      [6, '131003', '有结果', 94940000n, null],
    ],
  )
})

test('tells everything that is wrong, cell by cell, in both languages', async () => {
  const bytes = await workbook((sheet) => {
    sheet.addRow(['region code', 'Name', 'Amount'])
    sheet.addRow([1002, '甲', '十元'])
    sheet.addRow(['131002', '', { formula: '1+1' }])
    sheet.addRow([Number('911310001234567890'), { error: '#REF!' }, -5])
  })
  const { rows, problems } = await readTable(bytes, columns)
  assert.deepEqual(rows, [])
  assert.deepEqual(
    problems.map(({ row, column, value }) => [row, column, value]),
    [
      [2, '区划代码', '1002'],
      [2, '金额（元）', '十元'],
      [3, '名称', ''],
      [3, '金额（元）', ''],
      [4, '区划代码', '911310001234568000'],
      [4, '名称', '#REF!'],
      [4, '金额（元）', '-5'],
    ],
  )
  assert.match(problems[0]?.text.zh ?? '', /001002/)
  assert.match(problems[4]?.text.en ?? '', /beyond the 15th/)
  for (const { text } of problems) assert.ok(text.zh && text.en)
})

test('merged cells give their value to each row; a merge over the whole sheet does no harm', async () => {
  const bytes = await workbook((sheet) => {
    sheet.addRow(['区划代码', '名称', '金额'])
    sheet.addRow(['131002', '甲', 1])
    sheet.addRow([null, '乙', 2])
    sheet.mergeCells('A2:A3')
  })
  const { rows } = await readTable(bytes, columns)
  assert.deepEqual(
    rows.map(({ values }) => values.code),
    ['131002', '131002'],
  )
  const row = `<row r="2">${inline('A2', '131002')}${inline('B2', '甲')}</row>`
  const huge = sheetBook(
    sheetXml(
      headerXml + row,
      '<mergeCells><mergeCell ref="D1:XFD1048576"/></mergeCells><dataValidations><dataValidation type="list" sqref="A1:XFD1048576"/></dataValidations>',
    ),
  )
  assert.equal((await readTable(huge, columns)).rows.length, 1)
})

test('csv: marks, quotes, line breaks inside cells, GB 18030, UTF-16, tabs', async () => {
  const text = '区划代码,名称,金额\r\n131002,"甲""乙"",\n丙",1234.5\r\n001002,丁,\r\n'
  const expected = [
    { row: 2, values: { code: '131002', name: '甲"乙",\n丙', amountFen: 123450n, day: null } },
    { row: 3, values: { code: '001002', name: '丁', amountFen: null, day: null } },
  ]
  const gbk = Buffer.concat([
    Buffer.from('c7f8bbaeb4fac2eb2cc3fbb3c62cbdf0b6ee0d0a', 'hex'),
    Buffer.from('3133313030322cbcd72c310a', 'hex'),
  ])
  const utf16 = Buffer.concat([
    Buffer.from([0xff, 0xfe]),
    Buffer.from(text.replaceAll(',1234', ',1234'), 'utf16le'),
  ])
  for (const bytes of [utf8(text), utf8(`\ufeff${text}`), utf16])
    assert.deepEqual((await readTable(bytes, columns)).rows, expected)
  assert.deepEqual((await readTable(gbk, columns)).rows[0]?.values, {
    code: '131002',
    name: '甲',
    amountFen: 100n,
    day: null,
  })
  const tabs = utf8('区划代码\t名称\t金额\n131002\t甲,乙\t1')
  assert.equal((await readTable(tabs, columns)).rows[0]?.values.name, '甲,乙')
})

test('a zod schema may parse a column', async () => {
  const table = await readTable(utf8('mail\na@b.cn\nnot mail'), [
    { key: 'mail', titles: [], parse: z.email(), required: true },
  ])
  assert.deepEqual(
    table.rows.map((row) => row.values.mail),
    ['a@b.cn'],
  )
  assert.match(table.problems[0]?.text.zh ?? '', /\p{Script=Han}/u)
})

test('whole files that can’t be used are refused in words', async () => {
  const read = (bytes: Uint8Array, options = {}) => readTable(bytes, columns, options)
  await assert.rejects(read(new Uint8Array()), refusal('table_empty'))
  await assert.rejects(read(utf8('a,b\n1,2')), refusal('table_no_header'))
  await assert.rejects(read(utf8('区划代码,名称,金额,名称\n')), refusal('table_header_twice'))
  await assert.rejects(read(Buffer.from('d0cf11e0a1b11ae1', 'hex')), refusal('table_old_or_encrypted'))
  await assert.rejects(read(Buffer.from('504b0304ffffffff', 'hex')), refusal('table_unreadable'))
  await assert.rejects(
    read(Buffer.from('89504e470d0a1a0a0000000d49484452ffff', 'hex')),
    refusal('table_unreadable'),
  )
  await assert.rejects(read(utf8('区划代码,名称,金额\n"131002,甲,1')), refusal('table_unreadable'))
  await assert.rejects(read(utf8('x'.repeat(2_000)), { maxBytes: 1_000 }), refusal('table_too_large'))
  const many = utf8(`区划代码,名称,金额\n${'131002,甲,1\n'.repeat(101)}`)
  await assert.rejects(read(many, { maxRows: 100 }), refusal('table_too_many_rows'))
  await assert.rejects(read(zip([{ name: 'a.txt', data: 'no workbook' }])), refusal('table_unreadable'))
})

test('a million rows are counted and refused before anything is built', async () => {
  const rows = '<row><c><v>1</v></c></row>'.repeat(1_000_000)
  const started = performance.now()
  await assert.rejects(readTable(sheetBook(sheetXml(rows)), columns), refusal('table_unsafe'))
  const packedBadly = Array.from(
    { length: 60_000 },
    (_, i) => `<row r="${i + 1}">${inline(`A${i + 1}`, String(i * 7919))}</row>`,
  ).join('')
  await assert.rejects(readTable(sheetBook(sheetXml(packedBadly)), columns), refusal('table_too_many_rows'))
  assert.ok(performance.now() - started < 5_000)
})

test('hostile workbooks: bombs, lies about sizes, macros, links, entities, odd names, passwords', async () => {
  const good = sheetXml(headerXml)
  const unsafe = async (bytes: Buffer) => assert.rejects(readTable(bytes, columns), refusal('table_unsafe'))
  await unsafe(sheetBook(good, [{ name: 'xl/media/a.png', data: Buffer.alloc(30 * 2 ** 20) }]))
  await unsafe(sheetBook(good, [{ name: 'xl/b.xml', data: 'x', size: 2 ** 31 }]))
  await assert.rejects(
    readTable(sheetBook(good, [{ name: 'xl/c.xml', data: 'y'.repeat(5_000_000), size: 10 }]), columns),
    refusal('table_unreadable'),
  )
  await unsafe(sheetBook(good, [{ name: 'xl/vbaProject.bin', data: 'Sub AutoOpen()' }]))
  await unsafe(sheetBook(good, [{ name: 'xl/externalLinks/externalLink1.xml', data: '<x/>' }]))
  await unsafe(sheetBook(good, [{ name: 'xl/embeddings/oleObject1.bin', data: 'MZ' }]))
  await unsafe(sheetBook(good, [{ name: '../../etc/passwd', data: 'x' }]))
  await unsafe(sheetBook(good, [{ name: 'xl/workbook.xml', data: '<twice/>' }]))
  await unsafe(sheetBook(good, [{ name: 'xl/secret.xml', data: 'x', flags: 0x801 }]))
  const lol = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'
  await unsafe(sheetBook(lol + good))
  await unsafe(
    sheetBook(good, [{ name: 'xl/sharedStrings.xml', data: `<?xml version="1.0"?>\n${lol}<sst>&c;</sst>` }]),
  )
  await unsafe(zip(Array.from({ length: 2_001 }, (_, i) => ({ name: `xl/${i}.xml`, data: '' }))))
})

test('any bytes at all are read or refused, never a defect', async () => {
  const usable = await workbook((sheet) =>
    sheet.addRows([
      ['区划代码', '名称', '金额'],
      ['131002', '甲', 1],
    ]),
  )
  const damaged = fc.tuple(fc.nat(usable.length - 1), fc.nat(255)).map(([at, byte]) => {
    const copy = Buffer.from(usable)
    copy[at] = byte
    return copy
  })
  const property = fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged), async (bytes) => {
    await readTable(bytes, columns).catch((error) => assert.ok(error instanceof Refusal, String(error)))
  })
  await fc.assert(property, { numRuns: 150 })
})

test('what is written comes back: codes as text, amounts as numbers, formulas as plain words', async () => {
  const rows = [
    {
      code: '001002',
      name: '=HYPERLINK("http://x")',
      amountFen: 123456789012345n,
      day: Temporal.PlainDate.from('2026-11-23'),
      at: '2026-11-23T23:30:12.123Z',
    },
    { code: '911310001234567890', name: '+86 @x\u0000\u000b', amountFen: -1n, day: null, at: null },
  ]
  const out = [
    { key: 'code', title: '区划代码', kind: 'code' },
    { key: 'name', title: '名称' },
    { key: 'amountFen', title: '金额（元）', kind: 'money' },
    { key: 'day', title: '日期', kind: 'day' },
    { key: 'at', title: '时间', kind: 'moment' },
  ] as const
  const bytes = await writeTable({
    sheets: [{ name: '拨付[清单]:2026/11', columns: out, rows, notes: ['单位：元'] }],
  })
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(bytes as never)
  const sheet = book.worksheets[0]!
  assert.equal(sheet.name, '拨付 清单  2026 11')
  assert.equal(sheet.getCell('A3').value, '001002')
  assert.equal(sheet.getCell('B3').value, '=HYPERLINK("http://x")')
  assert.equal(sheet.getCell('B3').formula, undefined)
  assert.equal(sheet.getCell('C3').value, 1234567890123.45)
  assert.equal(sheet.getCell('C3').numFmt, '#,##0.00')
  assert.equal(sheet.getCell('C4').value, -0.01)
  assert.equal(sheet.getCell('B4').value, '+86 @x')
  assert.deepEqual(sheet.getCell('D3').value, new Date('2026-11-23T00:00:00Z'))
  assert.equal(sheet.getCell('D3').numFmt, 'yyyy-mm-dd')
  assert.equal(sheet.getCell('D4').value, null)
  // 23:30 in London is half past seven of the next day in Shanghai, and that is what the cell shows.
  assert.deepEqual(sheet.getCell('E3').value, new Date('2026-11-24T07:30:00Z'))
})

test('long tables are written as a stream', async () => {
  function* rows() {
    for (let i = 0; i < 50_000; i++) yield { code: String(i), name: `名${i}` }
  }
  const columnsOut = [
    { key: 'code', title: '区划代码', kind: 'code' as const },
    { key: 'name', title: '名称' },
  ]
  const bytes = await buffer(streamTable({ sheets: [{ name: 'a', columns: columnsOut, rows: rows() }] }))
  const { rows: back } = await readTable(
    bytes,
    columns.slice(0, 2).map((c) => ({ ...c, digits: 0 })),
    { maxRows: 50_000 },
  )
  assert.equal(back.length, 50_000)
})

const data = process.env.XIECHUANG_TEST_DATA
const instruments = data && join(data, '03_instruments', 'bua_instruments_2020.csv')
test("a university's real instrument list", {
  skip: instruments && existsSync(instruments) ? false : 'XIECHUANG_TEST_DATA is not set',
}, async () => {
  const table = await readTable(instruments as string, [
    { key: 'id', titles: [], parse: cells.integer, required: true },
    { key: 'name', titles: [], parse: cells.text(100), required: true },
    { key: 'original_price', titles: [], parse: cells.yuan },
    { key: 'functional_use', titles: [], parse: cells.text(5_000) },
  ])
  assert.equal(table.rows.length, 29)
  assert.deepEqual(table.rows[0]?.values.original_price, 360_000_000n)
  assert.deepEqual(table.problems, [])
})
