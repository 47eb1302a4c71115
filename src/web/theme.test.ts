import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { colours } from './theme.ts'

const css = readFileSync(join(import.meta.dirname, 'theme.css'), 'utf8')

test('the colours of theme.ts are those of theme.css', () => {
  const written = Object.fromEntries(
    [...css.matchAll(/--([\w-]+): light-dark\((#\w+), (#\w+)\)/g)].map(([, name, light, dark]) => [
      name,
      [light, dark],
    ]),
  )
  assert.deepEqual(
    written,
    Object.fromEntries(Object.entries(colours).map(([name, pair]) => [name, [...pair]])),
  )
})

const channel = (hex: string) => {
  const part = Number.parseInt(hex, 16) / 255
  return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
}
const luminance = (hex: string) =>
  0.2126 * channel(hex.slice(1, 3)) + 0.7152 * channel(hex.slice(3, 5)) + 0.0722 * channel(hex.slice(5, 7))
const contrast = (a: string, b: string) => {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

type Name = keyof typeof colours
const texts: [Name, Name[]][] = [
  ['ink', ['page', 'surface', 'soft', 'accent-soft', 'alarm-soft', 'good-soft', 'wait-soft']],
  ['quiet', ['page', 'surface', 'soft', 'accent-soft', 'wait-soft', 'alarm-soft']],
  ['accent', ['page', 'surface', 'soft', 'accent-soft']],
  ['accent-strong', ['page', 'surface', 'soft', 'accent-soft']],
  ['alarm', ['page', 'surface', 'soft', 'alarm-soft']],
  ['good', ['page', 'surface', 'good-soft']],
  ['wait', ['page', 'surface', 'wait-soft']],
  ['on-accent', ['accent', 'accent-strong']],
  ['on-alarm', ['alarm']],
]
const marks: [Name, Name[]][] = [
  ['edge', ['page', 'surface']],
  ['beijing', ['page', 'surface', 'soft']],
  ['tianjin', ['page', 'surface', 'soft']],
  ['hebei', ['page', 'surface', 'soft']],
]

test('texts have contrast 4.5, marks and borders 3, in light and dark', () => {
  const faint = [
    ...texts.map((pair) => [...pair, 4.5] as const),
    ...marks.map((pair) => [...pair, 3] as const),
  ].flatMap(([front, backs, least]) =>
    backs.flatMap((back) =>
      [0, 1].flatMap((mode) => {
        const found = contrast(colours[front][mode]!, colours[back][mode]!)
        return found < least
          ? [`${front} on ${back} (${mode ? 'dark' : 'light'}): ${found.toFixed(2)} < ${least}`]
          : []
      }),
    ),
  )
  assert.deepEqual(faint, [])
})
