import type { Locale } from '#shared/domain/state.ts'
import { applyText } from '#shared/protocol/apply-text.ts'
import { html, textOf, type Html, type Part } from './html.ts'

/** What surrounds every public page. */
export interface Frame {
  readonly locale: Locale
  readonly title: string
  /** the address of this page without a language, for the other one */
  readonly path: string
  /** what else belongs into that address */
  readonly query?: Readonly<Record<string, string>>
  /** absolute addresses for those who show a preview; `null` for pages that are nobody else's */
  readonly share: { readonly base: string; readonly description: string } | null
  /** written into the body, for the script */
  readonly data?: Readonly<Record<'draft' | 'done', string | null>>
}

/** A whole page: readable without scripts, nothing from anywhere else. */
export function page({ locale, title, path, query, share, data }: Frame, main: Part): string {
  const t = applyText[locale]
  const other = locale === 'ja' ? 'en' : 'ja'
  const there = `${path}?${new URLSearchParams({ ...query, lang: other })}`
  return textOf(
    html`<!doctype html>
      <html lang="${locale}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
          <meta name="theme-color" content="#faf7f0" media="(prefers-color-scheme: light)" />
          <meta name="theme-color" content="#16181c" media="(prefers-color-scheme: dark)" />
          <title>${title} | ${t.product}</title>
          ${share === null ? html`<meta name="robots" content="noindex" />` : shared(title, path, share)}
          <link rel="icon" href="/apply/icon.svg" />
          <link rel="stylesheet" href="/styles/tokens.css" />
          <link rel="stylesheet" href="/styles/base.css" />
          <link rel="stylesheet" href="/apply/apply.css" />
          <script src="/apply/apply.js" defer></script>
        </head>
        <body data-draft="${data?.draft ?? ''}" data-done="${data?.done ?? ''}" data-copied="${t.copied}">
          <header class="top">
            <a class="brand" href="/"
              ><img src="/apply/icon.svg" alt="" width="24" height="24" />${t.product}</a
            >
            <a class="lang" href="${there}" lang="${other}" hreflang="${other}">${t.otherLanguage}</a>
          </header>
          <main>${main}</main>
        </body>
      </html>`,
  )
}

function shared(title: string, path: string, { base, description }: NonNullable<Frame['share']>): Html {
  return html`<meta name="description" content="${description}" />
    <meta property="og:type" content="website" />
    <meta property="og:title" content="${title}" />
    <meta property="og:description" content="${description}" />
    <meta property="og:url" content="${base}${path}" />
    <meta property="og:image" content="${base}/apply/og.png" />
    <meta property="og:image:width" content="1200" />
    <meta property="og:image:height" content="630" />
    <meta name="twitter:card" content="summary_large_image" />`
}

/** A page that says one thing and where to go on. */
export function notice(
  frame: Omit<Frame, 'share'>,
  text: string,
  go?: { readonly href: string; readonly label: string },
): string {
  return page(
    { ...frame, share: null },
    html`<div class="card notice">
      <h1>${frame.title}</h1>
      <p>${text}</p>
      ${go === undefined ? null : html`<p><a class="button" href="${go.href}">${go.label}</a></p>`}
    </div>`,
  )
}
