import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { testDatabase } from '#test/database.ts'
import pg from 'pg'

const folder = join(import.meta.dirname, 'examples')

/** Runs statements (each ends with a semicolon at the end of a line) and prints each with its rows or its error. */
async function play(client: pg.Client, script: string): Promise<string> {
  let out = ''
  for (const statement of script.split(/;\n/).filter((part) => part.trim() !== '')) {
    out += `${statement.trim()};\n`
    try {
      const { command, rowCount, rows, fields } = await client.query({ text: statement, rowMode: 'array' })
      const line = (cells: readonly unknown[]) =>
        cells.map((cell) => (cell === null ? '–' : String(cell))).join(' | ')
      if (fields.length === 0) out += `=> ${command} ${rowCount}\n\n`
      else
        out += [line(fields.map((f) => f.name)), ...rows.map(line), `(${rows.length})`]
          .map((l) => `=> ${l}\n`)
          .join('')
          .concat('\n')
    } catch (error) {
      const { code, constraint, detail } = error as pg.DatabaseError
      const shown =
        constraint?.startsWith('ledger_') && detail?.startsWith('Failing row')
          ? ''
          : (detail ?? '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '(its id)')
      out += `=> ERROR ${code} ${constraint ?? (error as Error).message} ${shown}`.trimEnd().concat('\n\n')
    }
  }
  return out
}

for (const file of readdirSync(folder).filter((name) => name.endsWith('.sql'))) {
  test(`example ${file} prints what is written beside it`, async () => {
    await using database = await testDatabase()
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    await client.query("set timezone to 'Asia/Shanghai'")
    try {
      const printed = await play(client, readFileSync(join(folder, file), 'utf8'))
      const golden = join(folder, file.replace(/sql$/, 'out'))
      if (process.env.UPDATE_GOLDENS) writeFileSync(golden, printed)
      assert.equal(printed, readFileSync(golden, 'utf8'))
    } finally {
      await client.end()
    }
  })
}
