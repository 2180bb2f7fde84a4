/**
 * What this browser keeps between visits. Storage may be switched off or full; then nothing is kept and nothing
 * breaks, so callers never have to ask.
 */
export function readLocal(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

/** `null` removes the entry. Returns whether it was kept. */
export function writeLocal(key: string, value: string | null): boolean {
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, value)
    return true
  } catch {
    return false
  }
}

/** Reads JSON; `null` for anything missing or damaged. The caller checks the shape. */
export function readLocalJson(key: string): unknown {
  const text = readLocal(key)
  if (text === null) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The keys that begin with `prefix`, in no order. */
export function localKeys(prefix: string): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix))
  } catch {
    return []
  }
}
