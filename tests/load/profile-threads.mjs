/** Loaded with `--cpu-prof`: the writer thread is started without flags, so it would be missing among the profiles. */
import { syncBuiltinESMExports } from 'node:module'
import threads from 'node:worker_threads'

if (threads.isMainThread) {
  const { Worker } = threads
  threads.Worker = class extends Worker {
    constructor(url, options) {
      super(url, { ...options, execArgv: process.execArgv })
    }
  }
  syncBuiltinESMExports()
}
