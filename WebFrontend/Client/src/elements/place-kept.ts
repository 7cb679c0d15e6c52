const focusable = 'a[href], button, input, select, textarea, summary, [tabindex]';

/**
 * Remembers where in a part of the page somebody is: what has the focus, and what they have opened. The answer brings
 * them back to it after that part was replaced or moved; where it is gone, to the part itself.
 */
export function rememberPlace(part: Element): (now: Element) => void {
  const opened = [...part.querySelectorAll('details')].map(it => ({ name: nameOf(it), isOpen: it.open }));
  const focused = document.activeElement;
  const isWithin = focused !== null && focused !== document.body && part.contains(focused);
  const isPart = focused === part;
  const name = isWithin && !isPart ? nameOf(focused) : null;
  const around = isWithin ? focused.closest('[data-key]')?.getAttribute('data-key') : null;
  return now => {
    const details = [...now.querySelectorAll('details')];
    for (const { name: which, isOpen } of opened) {
      const same = details.find(it => nameOf(it) === which);
      // What the server opens itself, because something in it went wrong, stays open.
      if (same && isOpen) {
        same.open = true;
      }
    }
    if (!isWithin || document.activeElement === focused) {
      return;
    }
    const same = name === null ? null : [...now.querySelectorAll(focusable)].find(it => nameOf(it) === name);
    const key = around === null || around === undefined ? '' : CSS.escape(around);
    focusPart((same ?? (isPart ? now : now.closest(`[data-key="${key}"]`) ?? now.querySelector(`[data-key="${key}"]`))) ?? now);
  };
}

/** Gives the focus to something that may not take it by itself, without moving the page. */
export function focusPart(part: Element): void {
  if (!part.matches(focusable)) {
    part.setAttribute('tabindex', '-1');
  }
  (part as HTMLElement).focus({ preventScroll: true });
}

/** What tells something from everything else around it: by what it is and does, for ids and keys may be missing. */
function nameOf(it: Element): string {
  const own = ['id', 'name', 'href', 'value', 'type'].map(name => it.getAttribute(name) ?? '');
  const form = it.closest('form')?.getAttribute('action') ?? it.querySelector('form')?.getAttribute('action') ?? '';
  const within = it.matches('summary') ? nameOf(it.parentElement!) : '';
  const key = it.closest('[data-key]')?.getAttribute('data-key') ?? '';
  return [it.tagName, ...own, form, within, key].join('\n');
}
