import { createHash } from 'node:crypto'
import { keyMark } from '../../shared/socket-messages.ts'

/** As the application looks, by the same colours. */
const style =
  ':root{color-scheme:light dark}' +
  'body{margin:0;min-height:100vh;display:grid;place-items:center;background:light-dark(#f7f7f5,#131416);' +
  'color:light-dark(#1a1b1d,#ededeb);font:14px/1.5 system-ui,sans-serif}' +
  'main{max-width:46ch;padding:24px}h1{font-size:22px;font-weight:600;line-height:1.25}' +
  'p{color:light-dark(#5a5c60,#a8aab0)}a{color:inherit}' +
  'input,button{font:inherit;padding:5px 9px;border:1px solid light-dark(#8b8c88,#7a7d83);border-radius:5px}' +
  'button{background:light-dark(#1a1b1d,#ededeb);color:light-dark(#fff,#131416)}'

/** The few pages that a browser sees before it may see the application. They run no script. */
const styleHash = createHash('sha256').update(style).digest('base64')
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`

export const entranceHeaders = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
}

function page(body: string, head = ''): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Lastlayer</title><style>${style}</style>${head}</head><body><main>${body}</main></body></html>\n`
}

/**
 * Leads on to the application from a page of ours: after a redirect, a strict cookie would not be sent along. The key goes
 * behind the #, which no browser sends to anyone.
 */
export function welcome(key: string): string {
  const address = `/#${keyMark}${key}`
  return page(
    `<p><a href="${address}">Open Lastlayer</a></p>`,
    `<meta http-equiv="refresh" content="0; url=${address}">`,
  )
}

export const stranger = page(
  '<h1>Lastlayer does not know this browser</h1>' +
    '<p>The address that Lastlayer prints is good for one browser. Press Enter where Lastlayer runs: it prints a new one, ' +
    'and what goes on there goes on.</p>',
)

/** @param problem what became of the password before */
export function passwordForm(problem: 'wrong' | 'crowded' | null = null): string {
  return page(
    `<h1>Lastlayer</h1>${problem === null ? '' : `<p role="alert">${problems[problem]}</p>`}` +
      '<form method="post" action="/login"><label>Password <input type="password" name="password" autofocus required></label> ' +
      '<button>Open</button></form>',
  )
}

const problems = {
  wrong: 'That is not the password.',
  crowded: 'Too many are trying to log in: your password was not looked at. Try again in a few minutes.',
}
