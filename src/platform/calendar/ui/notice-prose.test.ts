import chineseDays from 'chinese-days'
import fc from 'fast-check'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { CalendarFile } from '../contract.ts'
import { dayOfEpoch, daysOfFile, epochDay, weekdayOf } from '../rules.ts'
import { headOfNotice } from './notice-prose.ts'
import { faultsOfNotice, readNotice } from './notice-text.ts'

const OPENING = (year: number, number: string) => `国务院办公厅关于${year}年部分节假日安排的通知
国办发明电〔${year - 1}〕${number}号

各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
　　经国务院批准，现将${year}年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
`
const CLOSING = (day: string) => `
　　节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作，遇有重大突发事件，要按规定及时报告并妥善处置，确保人民群众祥和平安度过节日假期。

国务院办公厅
${day}`

const NOTICES: Record<number, string> = {
  2024: `${OPENING(2024, '7')}
　　一、元旦：1月1日放假，与周末连休。
　　二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
　　三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
　　四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
　　五、端午节：6月10日放假，与周末连休。
　　六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
　　七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。
${CLOSING('2023年10月25日')}`,
  2025: `${OPENING(2025, '12')}
　　一、元旦：1月1日（周三）放假1天，不调休。
　　二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
　　三、清明节：4月4日（周五）至6日（周日）放假，共3天。
　　四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
　　五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
　　六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
${CLOSING('2024年11月12日')}`,
  2026: `${OPENING(2026, '7')}
　　一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
　　二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
　　三、清明节：4月4日（周六）至6日（周一）放假，共3天。
　　四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
　　五、端午节：6月19日（周五）至21日（周日）放假，共3天。
　　六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
　　七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
${CLOSING('2025年11月4日')}`,
}

/** The days on which chinese-days departs from Monday to Friday, as it tells them. */
function departures(year: number): Record<string, string> {
  const found: Record<string, string> = {}
  for (let epoch = epochDay(`${year}-01-01`); epoch <= epochDay(`${year}-12-31`); epoch++) {
    const day = dayOfEpoch(epoch)
    const weekend = [0, 6].includes(weekdayOf(day))
    if (chineseDays.isWorkday(day) && weekend) found[day] = 'makeup_workday'
    else if (chineseDays.isHoliday(day) && !weekend) found[day] = 'holiday'
  }
  return found
}

for (const [key, notice] of Object.entries(NOTICES)) {
  const year = Number(key)
  test(`the notice of ${year}, pasted as published, says the days that chinese-days knows`, () => {
    const read = readNotice(notice, year)
    assert.deepEqual(faultsOfNotice(year, read), [])
    const { holidays, makeupWorkdays } = read
    const file = CalendarFile.parse({ year, source: '通知', holidays, makeupWorkdays })
    const special = daysOfFile(file)
    const departing = special.filter(
      ({ day, kind }) => kind === 'makeup_workday' || ![0, 6].includes(weekdayOf(day)),
    )
    assert.deepEqual(Object.fromEntries(departing.map(({ day, kind }) => [day, kind])), departures(year))
    const pack = join(import.meta.dirname, `../../../../communities/jingjinji/calendars/${year}.json`)
    const kinds = (days: typeof special) => days.map(({ day, kind }) => `${day} ${kind}`)
    assert.deepEqual(kinds(special), kinds(daysOfFile(JSON.parse(readFileSync(pack, 'utf8')))))
    assert.deepEqual(headOfNotice(notice).year, year)
    assert.match(headOfNotice(notice).source ?? '', /部分节假日安排的通知（国办发明电〔\d{4}〕\d+号）$/)
  })
}

test('advice, salutation and signature hold no days and are told apart from what was not read', () => {
  const { passed, faults, holidays } = readNotice(NOTICES[2024] ?? '', 2024)
  assert.deepEqual(faults, [])
  assert.ok(passed.some(({ line, text }) => line === 8 && text.startsWith('鼓励')))
  assert.ok(!holidays.some(({ from }) => from === '2024-02-09'))
})

test('a copy in one line, with broken lines, with spaces or with full-width figures says the same', () => {
  const clean = readNotice(NOTICES[2026] ?? '', 2026)
  const days = ({ holidays, makeupWorkdays }: typeof clean) => ({ holidays, makeupWorkdays })
  const body = (NOTICES[2026] ?? '').split('\n').slice(6, 13).join('\n')
  const copies = {
    'one line': body.replaceAll('\n', ''),
    'broken within a sentence': body.replaceAll('、周', '、\n周').replaceAll('放假', '\n放假'),
    spaced: body.replace(/(\d+)/g, ' $1 '),
    'full-width': body.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
    'Windows lines': body.replaceAll('\n', '\r\n'),
    'zero-width signs': body.replaceAll('月', '\u200b月\ufeff'),
  }
  for (const [how, copy] of Object.entries(copies))
    assert.deepEqual(days(readNotice(copy, 2026)), days(clean), how)
})

test('older wordings: over New Year, a day off instead, two years written out', () => {
  const holidaysOf = (text: string, year: number) =>
    readNotice(text, year).holidays.map(({ from, to }) => `${from}/${to}`)
  assert.deepEqual(holidaysOf('一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。', 2023), [
    '2022-12-31/2023-01-02',
  ])
  assert.deepEqual(holidaysOf('一、元旦：1月1日放假，1月2日（星期一）补休。', 2017), [
    '2017-01-01/2017-01-01',
    '2017-01-02/2017-01-02',
  ])
  const { makeupWorkdays } = readNotice(
    '一、元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。',
    2019,
  )
  assert.equal(makeupWorkdays[0]?.day, '2018-12-29')
})

test('what cannot be read, or does not agree with itself, is told with its line and nothing of it is taken', () => {
  const told = (text: string, year: number | null = 2027) =>
    faultsOfNotice(year, readNotice(text, year)).map(({ zh }) => zh)
  const fine = '一、元旦：1月1日（周五）至3日（周日）放假，共3天。'
  assert.deepEqual(told(fine), [])
  assert.deepEqual(told(`${fine}\n二、春节：2月5日前后放假，具体另行通知。`), [
    '第 2 行无法识别：二、春节:2月5日前后放假,具体另行通知',
  ])
  assert.deepEqual(told(`${fine}另外，2月6日也放假。`), ['第 1 行无法识别：另外,2月6日也放假'])
  assert.deepEqual(told('一、元旦：1月1日（周四）放假1天。'), ['第 1 行：2027-01-01是周五，不是周四'])
  assert.deepEqual(told('一、元旦：1月1日至3日放假，共4天。'), ['第 1 行：写明4天，起止日期却是3天'])
  assert.deepEqual(told(`${fine}\n二、春节：2月30日放假。`), ['第 2 行：没有这一天：2月30日'])
  assert.deepEqual(told(fine, null), ['第 1 行：日期没有写明年份，请先填写年度'])
  assert.deepEqual(told('一、元旦：1月3日至1日放假。'), ['第 1 行：止日2027-01-01早于起日2027-01-03'])
  assert.deepEqual(told('延长2027年春节假期至2月12日。'), ['第 1 行无法识别：延长2027年春节假期至2月12日'])
  assert.deepEqual(told('春节 2027-13-45'), ['第 1 行无法识别：春节2027-13-45'])
  const advised = '鼓励安排职工2月4日休息，2月20日（周六）上班'
  assert.deepEqual(told(`${fine}\n${advised}。`), [
    '第 2 行无法识别：鼓励安排职工2月4日休息,2月20日(周六)上班',
  ])
  assert.deepEqual(told('一、元旦：1月1日至3日放假3天，共4天。'), ['第 1 行：写明4天，起止日期却是3天'])
  assert.equal(told(`<p>${fine}</p>`)[0], '第 1 行无法识别：<p>一、元旦:1月1日(周五)至3日(周日)放假,共3天')
  assert.deepEqual(told('你好'), ['第 1 行无法识别：你好'])
  assert.equal(told('一'.repeat(20_001)).length, 1)
})

test('the notice of one year is not read as that of another, be the weekdays the same', () => {
  assert.deepEqual(
    faultsOfNotice(2037, readNotice(NOTICES[2026] ?? '', 2037)).map(({ zh }) => zh),
    ['第 1 行：这是2026年的通知，所填年度却是2037年'],
  )
})

test('no text breaks the reader or keeps it long', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...[
        '一、',
        '元旦',
        '：',
        '1月1日',
        '至',
        '（周四）',
        '放假',
        '调休',
        '，共3天',
        '。',
        '上班',
        '、',
        '\n',
      ],
      ...[
        '2027年',
        '31日',
        '2027-01-01',
        '春节 ',
        '上班 ',
        '〔',
        '((((',
        '\uE000',
        '\u0000',
        '<b>',
        '补休',
        '99月99日',
      ],
    ),
    fc.string({ unit: 'binary' }),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), fc.constantFrom(2027, 2100, null), (pieces, year) => {
      const text = pieces.join('')
      const read = readNotice(text, year)
      const faults = faultsOfNotice(year, read)
      const { holidays, makeupWorkdays } = read
      if (year === null || faults.length > 0 || holidays.length === 0) return
      daysOfFile({ year, holidays, makeupWorkdays })
      if (holidays.length <= 40 && makeupWorkdays.length <= 40)
        CalendarFile.parse({ year, source: '通知', holidays, makeupWorkdays })
    }),
    { numRuns: 2_000, examples: [[['\u0000', '春节 ', '2027-01-01'], 2027]] },
  )
  const slow = [
    '一、'.repeat(9_000),
    '1日'.repeat(9_000),
    '1月1日、'.repeat(4_000),
    `一、元旦：${'('.repeat(19_000)}`,
  ]
  for (const text of [...slow, '。一、a'.repeat(4_000), '，共3天'.repeat(4_000)]) {
    const begun = performance.now()
    readNotice(text.slice(0, 20_000), 2027)
    assert.ok(performance.now() - begun < 500, text.slice(0, 10))
  }
})
