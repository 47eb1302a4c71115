export { MOST_ROWS } from './fill.ts'
export { exportsModule } from './routes.ts'
