type Router = { history: { push: (path: string) => void } }

/**
 * Screens write ordinary links (`<a href="/w/elders?age=80-">`), which copy, open in a new tab and print like any other; a plain
 * press on one inside this product changes the page without loading it anew.
 */
export function followLinks(router: Router): void {
  document.addEventListener('click', (event) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return
    const link = (event.target as Element | null)?.closest?.('a[href]')
    if (!(link instanceof HTMLAnchorElement) || link.target !== '' || link.hasAttribute('download')) return
    const url = new URL(link.href)
    const elsewhere =
      url.origin !== location.origin || url.pathname.startsWith('/api/') || url.pathname === '/openapi.json'
    const samePage = url.pathname === location.pathname && url.search === location.search && url.hash !== ''
    if (elsewhere || samePage) return
    event.preventDefault()
    router.history.push(url.pathname + url.search + url.hash)
  })
}
