import react from '@vitejs/plugin-react'
import { join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'

/** What an endpoint says for the server and its description alone; no page reads it. */
const SERVER_ONLY = new Set(['summary', 'refuses'])
type Node = { type: string; start: number; end: number; [key: string]: unknown }

/** Leaves out of the contracts what only the server needs: a page loads the contract of each module that it shows. */
const leanContracts: Plugin = {
  name: 'lean-contracts',
  transform: {
    filter: { id: /[\\/]src[\\/].*contract\.ts$/ },
    handler(code) {
      let lean = code
      const found: Node[] = []
      const walk = (node: unknown): void => {
        if (Array.isArray(node)) for (const one of node) walk(one)
        else if (node && typeof node === 'object' && 'type' in node) {
          const { type, callee, arguments: given } = node as Node
          const name = (callee as { name?: string } | undefined)?.name
          if (type === 'CallExpression' && (name === 'query' || name === 'command'))
            found.push(...((given as { properties?: Node[] }[])[0]?.properties ?? []))
          for (const child of Object.values(node)) walk(child)
        }
      }
      walk(this.parse(code))
      for (const { start, end, key } of found.reverse())
        if (SERVER_ONLY.has(String((key as { name?: string } | undefined)?.name)))
          lean = lean.slice(0, start) + lean.slice(end).replace(/^\s*,/, '')
      return { code: lean, map: null }
    },
  },
}

/**
 * One app in lazy pieces: what every page needs, then a piece per page. Public pages never reach antd;
 * test/browser/sizes.test.ts adds the pieces up.
 */
export default defineConfig({
  root: join(import.meta.dirname, 'src', 'web'),
  publicDir: join(import.meta.dirname, 'src', 'web', 'public'),
  plugins: [react(), leanContracts],
  build: {
    outDir: join(import.meta.dirname, 'dist', 'web', 'app'),
    emptyOutDir: true,
    manifest: true,
    target: ['chrome105', 'edge105', 'firefox115', 'safari15.4'],
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      // Our modules do nothing but export, so a page takes only those of a module's browser.ts that it names.
      treeshake: {
        moduleSideEffects: (id) =>
          !/[\\/]src[\\/].*\.tsx?$/.test(id) || /[\\/]web[\\/](main|schemas)\.tsx?$/.test(id),
      },
      output: {
        codeSplitting: {
          groups: [
            // schemas.ts sets zod up and must run before any chunk that makes a schema, so it goes with zod.
            {
              name: 'base',
              test: /node_modules[\\/](react|react-dom|scheduler|@tanstack|zod)[\\/]|src[\\/]web[\\/]schemas\.ts/,
              priority: 2,
            },
          ],
        },
      },
    },
  },
})
