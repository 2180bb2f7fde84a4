import { tableDesk, type TableQuestion } from './table-desk.ts'

/** 20,000 rows take seconds; here they stop no page. Questions are answered in their order. */
const answer = tableDesk()

self.addEventListener('message', ({ data }: MessageEvent<TableQuestion>) => self.postMessage(answer(data)))
