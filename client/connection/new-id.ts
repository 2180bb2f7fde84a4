/** 12 random bytes as 16 URL-safe characters. `crypto.randomUUID` is missing on plain-http origins, this is not. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
}
