/**
 * `npm run restore -- <backup> [--into <data folder>]`: checks a backup and puts it in the place of the data, which is kept
 * beside it. Stop the server first.
 */
import { dataTool } from './lib/data-tool.mjs'

await dataTool('restore', process.argv.slice(2))
