import type { Component } from 'svelte'
import type { StageName } from '#shared/domain/phases/phase-kind.ts'
import BoardStage from './BoardStage.svelte'
import CloseStage from './CloseStage.svelte'
import PauseStage from './PauseStage.svelte'
import ReviewStage from './ReviewStage.svelte'
import ShareStage from './ShareStage.svelte'
import type { StageProps } from './stage-props.ts'
import TeamStage from './TeamStage.svelte'
import WelcomeStage from './WelcomeStage.svelte'

/** The component that shows each stage; a stage name without one does not compile. */
export const stages = {
  welcome: WelcomeStage,
  team: TeamStage,
  board: BoardStage,
  pause: PauseStage,
  review: ReviewStage,
  share: ShareStage,
  close: CloseStage,
} satisfies Record<StageName, Component<StageProps>>
