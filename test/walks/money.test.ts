import { test } from 'node:test'
import { PLACES } from '../places.ts'
import { walk } from './walk.ts'
import { hebei, schemeOf, type World } from './world.ts'

const worlds: Record<string, () => Promise<World>> = {
  Hebei: hebei,
  Shijiazhuang: () => schemeOf(PLACES.Shijiazhuang, '2026-03-02T09:00:00+08:00'),
  Beijing: () => schemeOf(PLACES.Beijing, '2026-03-02T09:00:00+08:00'),
  Binhai: () => schemeOf(PLACES.Binhai, '2026-03-02T09:00:00+08:00'),
  'Binhai in the window of 2024': () => schemeOf(PLACES['Binhai in 2024'], '2024-12-02T09:00:00+08:00'),
}

for (const [name, begin] of Object.entries(worlds))
  test(`${name}: random walks from the claim to the payment and back, money and states agree after every move`, async (t) =>
    t.diagnostic(JSON.stringify(await walk(begin))))
