import { rememberPlace } from './place-kept';

/**
 * Brings a part of a page up to date from a fresh copy that the server has rendered. Parts carry `data-key` (which
 * thing) and `data-version` (which state of it); a part whose version is the same is left alone.
 */
export interface Patch {
  /** Puts in what replaces something in place, which moves nothing around it. */
  replace(): Element[];
  /** Puts in what is new, takes out what is gone, and brings all into the order of the server. */
  rearrange(): Element[];
  /** Keys of the new things that {@link rearrange} would show. */
  arrivals: string[];
  /** Whether {@link rearrange} would change anything. */
  isRearranged: boolean;
  /** Whether it would do more than take out what is gone. */
  isMoving: boolean;
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
  const isReordered = isInOtherOrder([...old.keys()], [...now.keys()]);
  // What nobody waits for (an empty state, a line between lists) comes and goes without being announced.
  const arrivals = added.filter(([, part]) => part.hasAttribute('data-arrival')).map(([key]) => key);
  return {
    arrivals,
    isRearranged: added.length > 0 || removed.length > 0 || isReordered,
    isMoving: arrivals.length > 0 || isReordered,
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
        const restore = rememberPlace(before);
        before.replaceWith(fresher);
        restore(fresher);
        changed.push(fresher);
      }
      return changed;
    },
    rearrange() {
      const restore = rememberPlace(shown);
      for (const [, part] of removed) {
        if (!isBeingFilledIn(part)) {
          part.remove();
        }
      }
      const arrived = new Map(added.map(([key, part]) => [key, document.importNode(part, true)]));
      putInOrder(shown, fresh, arrived);
      restore(shown);
      return [...arrived.values()];
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
    // Where no option says that it is chosen, the browser shows the first, which nobody has chosen.
    const chosen = [...field.options].map(option => option.defaultSelected).lastIndexOf(true);
    return field.selectedIndex !== Math.max(0, chosen);
  }
  return field instanceof HTMLInputElement && (field.type === 'radio' || field.type === 'checkbox')
    ? field.checked !== field.defaultChecked
    : field.value !== field.defaultValue;
}

/** The outermost parts; what stands within one belongs to it. */
function partsOf(root: Element): Map<string, Element> {
  const parts = new Map<string, Element>();
  for (const part of root.querySelectorAll('[data-key]')) {
    const around = part.parentElement!.closest('[data-key]');
    if (!around || !root.contains(around)) {
      parts.set(part.getAttribute('data-key')!, part);
    }
  }
  return parts;
}

function isInOtherOrder(old: string[], now: string[]): boolean {
  const [was, is] = [new Set(old), new Set(now)];
  const before = old.filter(key => is.has(key));
  return now.filter(key => was.has(key)).some((key, i) => key !== before[i]);
}

/** Where a part of the fresh copy belongs in what is shown. */
function containerOf(part: Element, shown: Element, fresh: Element): Element | null {
  const parent = part.parentElement!;
  if (parent === fresh) {
    return shown;
  }
  if (parent.id !== '') {
    return shown.querySelector(`#${CSS.escape(parent.id)}`);
  }
  // Beside a part that is shown already.
  const beside = [...parent.children].find(it => it !== part && partsOf(shown).has(it.getAttribute('data-key') ?? ''));
  return beside ? partsOf(shown).get(beside.getAttribute('data-key')!)!.parentElement : null;
}

/** Brings the parts into the order of the fresh copy, moving no more than has to; those that are new are put in. */
function putInOrder(shown: Element, fresh: Element, arrivals: Map<string, Element>): void {
  const models = partsOf(fresh);
  const parts = new Map([...partsOf(shown), ...arrivals]);
  const partOf = (model: Element | null) => parts.get(model?.getAttribute('data-key') ?? '');
  const isKnown = (it: Element) => models.has(it.getAttribute('data-key') ?? '');
  for (const [key, model] of models) {
    const part = parts.get(key);
    const container = containerOf(model, shown, fresh);
    const before = partOf(previous(model, isKnown));
    if (!part || !container || (part.parentElement === container && previous(part, isKnown) === (before ?? null))) {
      continue;
    }
    const beside = partOf(model.previousElementSibling);
    if (beside) {
      beside.after(part);
    } else if (arrivals.has(key)) {
      container.insertBefore(part, container.children[[...model.parentElement!.children].indexOf(model)] ?? null);
    } else if (before) {
      before.after(part);
    } else {
      container.insertBefore(part, [...container.children].find(isKnown) ?? null);
    }
  }
}

/** The nearest part before this one. */
function previous(part: Element, isKnown: (it: Element) => boolean): Element | null {
  let it = part.previousElementSibling;
  while (it && !isKnown(it)) {
    it = it.previousElementSibling;
  }
  return it;
}
