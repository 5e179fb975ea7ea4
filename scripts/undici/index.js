// Stands in for undici, which the Actions toolkit imports at its start and the gate never calls: it would double the
// bundle and take a third of its start. The gate brings its own client; see docs/decisions/0001-no-undici.md.

/** Made by the toolkit wherever a proxy is set, and handed only to the `fetch` below. */
export class ProxyAgent {}

/** Nobody calls it; if somebody did, it must not pass unnoticed. */
export function fetch() {
  return Promise.reject(new Error('undici is not part of this bundle'));
}
