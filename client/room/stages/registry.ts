import type { Component } from 'svelte'
import type { StageName } from '#shared/domain/phases/phase-kind.ts'
import { later } from '../../ui/later.ts'
import BoardStage from './BoardStage.svelte'
import type { StageProps } from './stage-props.ts'

/** The component that shows each stage. */
export type Stages = Readonly<Record<StageName, Component<StageProps>>>

/** Where most people come to; it is there with the room. */
export const firstStage = { board: BoardStage } satisfies Partial<Stages>

/** All of them; a stage name without a component does not compile. */
export const allStages = later(async (): Promise<Stages> => ({
  ...firstStage,
  ...(await import('./other-stages.ts')).otherStages,
}))
