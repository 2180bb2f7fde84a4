import CloseStage from './CloseStage.svelte'
import PauseStage from './PauseStage.svelte'
import ReviewStage from './ReviewStage.svelte'
import ShareStage from './ShareStage.svelte'
import TeamStage from './TeamStage.svelte'
import WelcomeStage from './WelcomeStage.svelte'

/** The stages without a board to write on; fetched together. */
export const otherStages = {
  welcome: WelcomeStage,
  team: TeamStage,
  pause: PauseStage,
  review: ReviewStage,
  share: ShareStage,
  close: CloseStage,
} as const
