/* The little that a script adds to the public pages; without it they do everything but keep a draft and copy by a tap. */
const { draft, done, copied } = document.body.dataset
const keyOf = (path) => `yoriai.apply${path}`

function withStore(use) {
  try {
    return use(localStorage)
  } catch {
    return null // private windows and full disks: the form works all the same
  }
}

for (const part of document.querySelectorAll('[data-with-script]')) part.hidden = false
for (const part of document.querySelectorAll('[data-without-script]')) part.hidden = true

/** The times again as they are where the page is read, if they are others there. */
for (const yours of document.querySelectorAll('[data-from]')) {
  const { from, until, zone } = yours.dataset
  const clock = { month: 'short', day: 'numeric', weekday: 'short', hour: '2-digit', minute: '2-digit' }
  const written = (more) =>
    new Intl.DateTimeFormat(document.documentElement.lang === 'ja' ? 'ja' : 'en-GB', {
      ...clock,
      ...more,
    }).formatRange(new Date(from), new Date(until))
  if (written() === written({ timeZone: zone })) continue
  yours.append(` ${written({ timeZoneName: 'short' })}`)
  yours.hidden = false
}

const form = document.getElementById('apply')
const fields = form ? [...form.elements].filter(({ name, type }) => name && type !== 'hidden') : []

/** Puts back what this device kept, every field of it. */
function restore(saved) {
  for (const field of fields) {
    const values = saved.filter(([name]) => name === field.name).map(([, value]) => value)
    if (field.type === 'radio' || field.type === 'checkbox') field.checked = values.includes(field.value)
    else if (values.length > 0) field.value = values[0]
  }
}

if (form && draft !== undefined) {
  const key = keyOf(draft || location.pathname)
  const saved = draft ? withStore((store) => JSON.parse(store.getItem(key) ?? 'null')) : null
  if (Array.isArray(saved)) restore(saved)
  form.addEventListener('input', () => {
    const typed = [...new FormData(form)].filter(([name]) => fields.some((field) => field.name === name))
    withStore((store) => store.setItem(key, JSON.stringify(typed)))
  })
}
if (done) withStore((store) => store.removeItem(keyOf(done)))

const open = document.getElementById('open')
const secret = new URLSearchParams(location.hash.slice(1)).get('s')
if (open && secret) {
  history.replaceState(null, '', location.pathname + location.search)
  open.elements.token.value = secret
  open.submit()
}

async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value)
    return true
  } catch {
    // plain http has no clipboard: the text is left selected, so that the person's own copy works
    field.focus()
    field.select()
    return document.execCommand('copy')
  }
}

for (const field of document.querySelectorAll('[data-copy-from]'))
  field.addEventListener('focus', () => field.select())
for (const button of document.querySelectorAll('[data-copies]')) {
  const label = button.textContent
  button.hidden = false
  button.addEventListener('click', async () => {
    if (!(await copy(document.getElementById(button.dataset.copies)))) return
    button.textContent = copied
    setTimeout(() => (button.textContent = label), 2000)
  })
}
