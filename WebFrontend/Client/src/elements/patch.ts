/**
 * Brings a part of a page up to date from a fresh copy that the server has rendered. Parts carry `data-key` (which
 * thing) and `data-version` (which state of it); a part whose version is the same is left alone.
 */
export interface Patch {
  /** Puts in what replaces something in place, which moves nothing around it. */
  replace(): Element[];
  /** Puts in what is new and takes out what is gone. */
  rearrange(): Element[];
  /** Number of new things that {@link rearrange} would show. */
  arrivals: number;
  /** Whether {@link rearrange} would change anything. */
  isRearranged: boolean;
}

export function patchOf(shown: Element, fresh: Element): Patch {
  const old = partsOf(shown);
  const now = partsOf(fresh);
  const replaced = [...now].filter(([key, part]) => {
    const before = old.get(key);
    return before && before.getAttribute('data-version') !== part.getAttribute('data-version');
  });
  const added = [...now].filter(([key]) => !old.has(key));
  const removed = [...old].filter(([key]) => !now.has(key));
  return {
    // What nobody waits for (an empty state, a line between lists) comes and goes without being announced.
    arrivals: added.filter(([, part]) => part.hasAttribute('data-arrival')).length,
    isRearranged: added.length > 0 || removed.length > 0,
    replace() {
      const changed: Element[] = [];
      for (const [key, part] of replaced) {
        const before = old.get(key)!;
        if (isBeingFilledIn(before)) {
          // Somebody types here: what they wrote is worth more than what is new.
          before.classList.add('outdated');
          continue;
        }
        const fresher = document.importNode(part, true);
        before.replaceWith(fresher);
        changed.push(fresher);
      }
      return changed;
    },
    rearrange() {
      const changed: Element[] = [];
      for (const [, part] of removed) {
        if (!isBeingFilledIn(part)) {
          part.remove();
        }
      }
      for (const [, part] of added) {
        const arrival = document.importNode(part, true);
        place(arrival, part, shown, fresh);
        changed.push(arrival);
      }
      return changed;
    },
  };
}

/** Whether a form in here holds something that is not sent yet. */
export function isBeingFilledIn(part: Element): boolean {
  const fields = part.querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>(
    'input:not([type=hidden]), textarea, select',
  );
  return [...fields].some(field => field === document.activeElement || isChanged(field));
}

function isChanged(field: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement): boolean {
  if (field instanceof HTMLSelectElement) {
    return [...field.options].some(option => option.selected !== option.defaultSelected && option.value !== '');
  }
  return field instanceof HTMLInputElement && (field.type === 'radio' || field.type === 'checkbox')
    ? field.checked !== field.defaultChecked
    : field.value !== field.defaultValue;
}

/** The outermost parts; what stands within one belongs to it. */
function partsOf(root: Element): Map<string, Element> {
  const parts = new Map<string, Element>();
  for (const part of root.querySelectorAll('[data-key]')) {
    if (!part.parentElement!.closest('[data-key]') || !root.contains(part.parentElement!.closest('[data-key]'))) {
      parts.set(part.getAttribute('data-key')!, part);
    }
  }
  return parts;
}

/** After the part that it stands behind in the fresh copy, else first in the same container. */
function place(arrival: Element, part: Element, shown: Element, fresh: Element): void {
  for (let before = part.previousElementSibling; before; before = before.previousElementSibling) {
    const key = before.getAttribute('data-key');
    const there = key === null ? undefined : partsOf(shown).get(key);
    if (there) {
      there.after(arrival);
      return;
    }
  }
  const container = part.parentElement === fresh ? shown : shown.querySelector(`#${part.parentElement!.id}`);
  container?.prepend(arrival);
}
