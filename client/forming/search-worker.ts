import type { FormationRequest } from '#shared/domain/formation/entrant.ts'
import { findings } from './findings.ts'

/** A thread of its own, so that a long search never holds up the screen. It is asked once and then thrown away. */
self.onmessage = ({ data }: MessageEvent<FormationRequest>) => {
  for (const finding of findings(data)) self.postMessage(finding)
}
