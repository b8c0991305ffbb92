/** The few pages that a browser sees before it may see the application. They run no script. */
const policy = "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

export const entranceHeaders = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
}

function page(body: string, head = ''): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Lastlayer</title>${head}</head><body><main>${body}</main></body></html>\n`
}

/** Leads on to the application from a page of ours: after a redirect, a strict cookie would not be sent along. */
export const welcome = page('<p><a href="/">Open Lastlayer</a></p>', '<meta http-equiv="refresh" content="0; url=/">')

export const stranger = page(
  '<h1>Lastlayer does not know this browser</h1>' +
    '<p>The address that Lastlayer prints is good for one browser. Start Lastlayer again for a new address.</p>',
)

export function passwordForm(isWrong: boolean): string {
  return page(
    `<h1>Lastlayer</h1>${isWrong ? '<p role="alert">That is not the password.</p>' : ''}` +
      '<form method="post" action="/login"><label>Password <input type="password" name="password" autofocus required></label> ' +
      '<button>Open</button></form>',
  )
}
