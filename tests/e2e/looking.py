"""Scripts that look at a page as it stands open, and say in words what is wrong with it."""

# Landmarks that nobody can tell apart, states that only a colour tells, and dates that are not written as here.
UNCLEAR = """() => {
    const named = one => one.ariaLabel || one.hasAttribute('aria-labelledby')
    const all = wanted => [...document.querySelectorAll(wanted)].filter(one => one.checkVisibility())
    const said = (what, found) => found.map(one => `${what}: ${one.outerHTML.slice(0, 80)}`)
    const marks = all('nav, aside:not([role]), [role=search], [role=region]').filter(one => !named(one))
    const states = all('.tag, .live, .bed, .hex, [class*=lamp]')
        .filter(one => !one.textContent.trim() && !named(one) && !one.closest('[aria-hidden=true]'))
    const foreign = /\\d{1,4}[-/]\\d{1,2}[-/]\\d{1,4}|\\d\\s?[AP]M\\b|[上下]午\\s?\\d.*/gi
    const mains = document.querySelectorAll('main').length
    return [
        ...(mains === 1 ? [] : [`${mains} main`]),
        ...said('has no name', marks),
        ...said('is a colour alone', states),
        ...(document.body.innerText.match(foreign) ?? []).map(one => `writes a date as ${one}`),
    ]
}"""

# What a thumb misses, what tired eyes cannot read, and what keeps a page from being made larger.
SMALL = """() => {
    const LEAST = 43.9, READABLE = 14
    const isMeant = one => !one.closest('script, style, .unseen, .skip')
    const shown = one => isMeant(one) && one.checkVisibility({ visibilityProperty: true })
    const boxOf = one => (one.closest('label') ?? one).getBoundingClientRect()
    const isWithinText = one => one.matches('a') && getComputedStyle(one).display === 'inline'
    const targets = 'a[href], button, input, select, textarea, summary, [role=button], [role=tab]'
    const missed = [...document.querySelectorAll(targets)].filter(shown).filter(one => !isWithinText(one))
        .filter(one => boxOf(one).width < LEAST || boxOf(one).height < LEAST)
        .map(one => `is ${boxOf(one).width}×${boxOf(one).height}px: ${one.outerHTML.slice(0, 80)}`)
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const tiny = new Set()
    while (words.nextNode()) {
        const text = words.currentNode.data.trim(), around = words.currentNode.parentElement
        if (text && shown(around) && parseFloat(getComputedStyle(around).fontSize) < READABLE) tiny.add(text)
    }
    const zoom = document.querySelector('meta[name=viewport]')?.content ?? 'nothing'
    return [
        ...missed,
        ...[...tiny].map(one => `is too small to read: ${one}`),
        ...(/user-scalable|maximum-scale/.test(zoom) ? [`blocks zoom: ${zoom}`] : []),
    ]
}"""

# Charts without the time of their figures or without the same as a table.
UNTOLD = """() => [...document.querySelectorAll('main canvas')].map(one => one.closest('figure')).filter(one =>
    !one?.querySelector('figcaption')?.innerText.includes('更新于') || !one.querySelector('details')
).length"""

# What a narrow window breaks: words a few letters a line, and buttons cut off where nothing scrolls to them.
SQUEEZED = """() => {
    const LINES = 3, LETTERS = 5.6
    const shown = one => one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    const said = one => one.outerHTML.slice(0, 90)
    const scrolls = one => {
        for (let at = one.parentElement; at; at = at.parentElement)
            if (/auto|scroll/.test(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth) return true
        return false
    }
    const words = document.createTreeWalker(document.querySelector('main') ?? document.body, NodeFilter.SHOW_TEXT)
    const thin = new Set()
    while (words.nextNode()) {
        const text = words.currentNode.data.trim(), around = words.currentNode.parentElement
        if (text.length < LINES || around.closest('script, style, .unseen, canvas, svg') || !shown(around)) continue
        const range = document.createRange()
        range.selectNodeContents(words.currentNode)
        const rects = [...range.getClientRects()], size = parseFloat(getComputedStyle(around).fontSize)
        const lines = new Set(rects.map(one => Math.round(one.top))).size
        const widest = Math.max(...rects.map(one => one.width))
        if (lines >= LINES && widest < size * LETTERS) thin.add(`${text.slice(0, 20)} ${said(around)}`)
    }
    const clipped = one => {
        const box = one.getBoundingClientRect()
        if (box.right > innerWidth + 1 || box.left < -1) return true
        for (let at = one.parentElement; at && at !== document.body; at = at.parentElement) {
            if (getComputedStyle(at).overflowX === 'visible') continue
            const edge = at.getBoundingClientRect()
            if (box.right > edge.right + 1 || box.left < edge.left - 1) return true
        }
        return false
    }
    const targets = 'main button, main a[href], main input:not([type=radio], [type=checkbox], [type=file])'
    const cut = [...document.querySelectorAll(targets)].filter(shown).filter(one => !one.closest('.skip, .unseen'))
        .filter(one => one.getBoundingClientRect().width && !scrolls(one) && clipped(one))
    return [
        ...[...thin].map(one => `is squeezed: ${one}`),
        ...cut.map(one => `is cut off: ${said(one)}`),
    ]
}"""
