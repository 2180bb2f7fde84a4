import type { Component } from 'svelte'
import type { StageName } from '#shared/domain/phases/phase-kind.ts'
import { later, type Later } from '../../ui/later.ts'
import BoardStage from './BoardStage.svelte'
import type { StageProps } from './stage-props.ts'

const others = later(async () => (await import('./other-stages.ts')).otherStages)

/** The component that shows each stage; a stage name without one does not compile. Most people come to a board. */
export const stages = {
  welcome: later(async () => (await others()).welcome),
  team: later(async () => (await others()).team),
  board: later(() => Promise.resolve(BoardStage)),
  pause: later(async () => (await others()).pause),
  review: later(async () => (await others()).review),
  share: later(async () => (await others()).share),
  close: later(async () => (await others()).close),
} satisfies Record<StageName, Later<Component<StageProps>>>
