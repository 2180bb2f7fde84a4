/** Stands in for engine.io-client's own list of transports where the client is built (light-parts.ts): it is given a list. */
export const transports = {}
