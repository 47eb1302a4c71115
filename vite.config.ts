import react from '@vitejs/plugin-react'
import { join } from 'node:path'
import { defineConfig } from 'vite'

/**
 * One app in lazy pieces: what every page needs, then a piece per page. Public pages never reach antd;
 * test/browser/sizes.test.ts adds the pieces up.
 */
export default defineConfig({
  root: join(import.meta.dirname, 'src', 'web'),
  publicDir: join(import.meta.dirname, 'src', 'web', 'public'),
  plugins: [react()],
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
