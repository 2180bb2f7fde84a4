import type { CommunityId, WorkshopId } from '#shared/ids.ts'

/** Addresses people are given. Secrets stand in the fragment: browsers never send it, so no log or proxy sees it. */
export function joinUrl(base: string, code: string): string {
  return `${base}/j/${code}`
}

export function seatUrl(base: string, workshopId: WorkshopId, token: string): string {
  return `${base}/w/${workshopId}#s=${token}`
}

export function facilitatorUrl(base: string, workshopId: WorkshopId, token: string): string {
  return `${base}/w/${workshopId}/console#f=${token}`
}

/** A community's page; everybody may read it. */
export function communityPath(communityId: CommunityId): string {
  return `/c/${communityId}`
}

export function keeperUrl(base: string, communityId: CommunityId, token: string): string {
  return `${base}${communityPath(communityId)}#k=${token}`
}

/** The public page on which people apply. */
export function applyPath(code: string): string {
  return `/a/${code}`
}

/** Where somebody looks after their own application; opens it on any device. */
export function placeUrl(base: string, code: string, token: string): string {
  return `${base}${applyPath(code)}/place#s=${token}`
}
