import type { WorkshopId } from '#shared/ids.ts'

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
