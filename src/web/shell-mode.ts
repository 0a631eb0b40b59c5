import { useLayoutEffect } from 'react'

/** Tells the stylesheet which shell and mode the page is in; the tokens of the document follow it. */
export function useShellMode(shell: 'portal' | 'office' | 'field', elder: boolean, density?: string): void {
  useLayoutEffect(() => {
    const { dataset } = document.documentElement
    dataset.shell = shell
    if (elder) dataset.mode = 'elder'
    else delete dataset.mode
    if (density && density !== 'default') dataset.density = density
    else delete dataset.density
  }, [shell, elder, density])
}
