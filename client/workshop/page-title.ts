let name = ''
let prefix = ''

/** What the page is about. */
export function setPageTitle(text: string): void {
  name = text
  write()
}

/** What must be seen while the tab is in the background, e.g. the time left; empty takes it away. */
export function setTitlePrefix(text: string): void {
  prefix = text
  write()
}

function write(): void {
  document.title = [prefix, name].filter((part) => part !== '').join(' · ')
}
