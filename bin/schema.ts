import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dumpSchema } from '../src/core/schema.ts'
import { root } from './child.ts'
import { testDatabase } from '../test/database.ts'

/** `npm run schema`: migrates an empty database and writes what it became to db/schema.sql and db/types.ts. */
export async function run(): Promise<number> {
  await using database = await testDatabase()
  const { sql, types } = await dumpSchema(database.pool)
  writeFileSync(join(root, 'db', 'schema.sql'), sql)
  writeFileSync(join(root, 'db', 'types.ts'), types)
  console.log('wrote db/schema.sql and db/types.ts')
  return 0
}
