/**
 * `npm run backup [-- --to <folder>] [--keep <n>]`: copies the data of `DATA_DIR` while the server runs, reads the copy
 * back, and names it by the time. Default folder: `./backups`; without `--keep` no backup is removed.
 */
import { dataTool } from './lib/data-tool.mjs'

await dataTool('backup', process.argv.slice(2))
