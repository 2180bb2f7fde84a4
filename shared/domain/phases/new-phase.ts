import type { PhaseId } from '../../ids.ts'
import type { Minutes } from '../../time.ts'
import type { Phase } from '../state.ts'
import type { PhaseKind } from './phase-kind.ts'
import { phaseKind } from './registry.ts'

/** A phase as its kind suggests it. */
export function newPhase(id: PhaseId, kind: PhaseKind, minutes: Minutes): Phase {
  const { scope, board, defaults } = phaseKind(kind)
  return { id, kind, title: null, scope, board, minutes, ...defaults, auto: false }
}
