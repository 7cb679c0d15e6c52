import { draw, sendPhoto, shrunk, type PhotoAnswer } from './photo-sending';
import { say } from './say';

const previewSide = 160;

/** How photos are sent; tests bring ways of their own. */
export interface PhotoWays {
  shrink(file: File): Promise<Blob>;
  send(photo: Blob, key: string, progress: (percent: number) => void): Promise<PhotoAnswer>;
  preview(file: File): Promise<HTMLCanvasElement | null>;
}

const ways: PhotoWays = { shrink: shrunk, send: sendPhoto, preview: file => draw(file, previewSide) };

/** Photos that are on their way, by their place in the list. */
const sending = new WeakMap<Element, Promise<void>>();

/**
 * Takes over the fields of photos: each is shrunk and sent as soon as it is chosen, while the rest of the form is filled
 * in, and then stands in the form by its name, as the server would show it. Without scripts the files go with the form.
 */
export function takePhotos(way: PhotoWays = ways): void {
  document.addEventListener('change', event => {
    const input = event.target as HTMLInputElement;
    const field = input.closest<HTMLElement>('[data-photos]');
    if (field && input.type === 'file') {
      const files = [...(input.files ?? [])];
      // From here on they are sent by themselves.
      input.value = '';
      take(field, files, way);
    }
  });
  document.addEventListener('reset', event => {
    for (const field of (event.target as Element).querySelectorAll<HTMLElement>('[data-photos]')) {
      listOf(field).replaceChildren();
      tell(field, '');
    }
  });
}

/**
 * What stands in the way of sending a form: photos that are still on their way (fulfilled when none is), or one that did
 * not arrive and is neither sent again nor taken out (false); null for nothing.
 */
export function photosInTheWay(form: HTMLFormElement): Promise<unknown> | false | null {
  const items = [...form.querySelectorAll('[data-photo-list] > li')];
  const pending = items.map(item => sending.get(item)).filter(it => it !== undefined);
  if (pending.length > 0) {
    say(form.querySelector<HTMLElement>('[data-photos]')!.dataset['waiting']!);
    return Promise.all(pending);
  }
  const failed = items.find(item => item.hasAttribute('data-lost'));
  if (!failed) {
    return null;
  }
  const field = failed.closest<HTMLElement>('[data-photos]')!;
  tell(field, field.dataset['failed']!);
  failed.querySelector('button')?.focus();
  return false;
}

function take(field: HTMLElement, files: File[], way: PhotoWays): void {
  const room = Number(field.dataset['max']) - namedIn(field);
  tell(field, files.length > room ? field.dataset['many']! : '');
  for (const file of files.slice(0, Math.max(0, room))) {
    void add(field, file, way);
  }
}

/** How many photos the form has, or will have when they have arrived. */
function namedIn(field: HTMLElement): number {
  return [...listOf(field).children].filter(item => item.querySelector<HTMLInputElement>('input')?.checked ?? true).length;
}

async function add(field: HTMLElement, file: File, way: PhotoWays): Promise<void> {
  const item = document.createElement('li');
  const state = document.createElement('span');
  const remove = button(field.dataset['remove']!, () => {
    item.remove();
    tell(field, '');
    // The keyboard goes on from there.
    field.querySelector<HTMLElement>('input[type=file]')!.focus();
  });
  item.append(state, remove);
  listOf(field).append(item);
  const name = field.dataset['name']!.replace('{0}', `${listOf(field).children.length}`);
  // Two with the same words are told apart by what they belong to.
  remove.setAttribute('aria-label', `${remove.textContent} ${name}`);
  const key = [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');
  // Shrunk once, so that the same bytes go under the same key.
  let photo: Blob | null = null;
  const send = async () => {
    item.removeAttribute('data-lost');
    const progress = document.createElement('progress');
    progress.max = 100;
    progress.value = 0;
    progress.setAttribute('aria-label', name);
    state.textContent = `${name} ${field.dataset['sending']!} `;
    state.append(progress);
    try {
      photo ??= await way.shrink(file);
      const answer = await way.send(photo, key, percent => (progress.value = percent));
      if (!item.isConnected) {
        return;
      }
      if ('refused' in answer) {
        item.remove();
        tell(field, `${name}: ${answer.refused}`);
      } else {
        state.textContent = `${name} ${field.dataset['sent']!}`;
        item.append(named(answer.id));
        say(state.textContent);
      }
    } catch {
      if (item.isConnected) {
        item.setAttribute('data-lost', '');
        state.textContent = `${name} `;
        state.append(
          button(field.dataset['retry']!, () => {
            tell(field, '');
            start();
          }),
        );
        tell(field, field.dataset['failed']!);
      }
    }
  };
  const start = () => {
    sending.set(item, send().finally(() => sending.delete(item)));
  };
  start();
  const preview = await way.preview(file);
  if (preview && item.isConnected) {
    // The words beside it say which photo it is.
    preview.setAttribute('aria-hidden', 'true');
    item.prepend(preview);
  }
}

/** What the form says of a photo. A box and no hidden field, so that the page knows the form as one that is filled in. */
function named(id: string): HTMLInputElement {
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.name = 'photos';
  box.value = id;
  box.checked = true;
  box.hidden = true;
  return box;
}

function button(words: string, press: () => void): HTMLButtonElement {
  const it = document.createElement('button');
  it.type = 'button';
  it.className = 'plain';
  it.textContent = words;
  it.addEventListener('click', press);
  return it;
}

function listOf(field: HTMLElement): HTMLElement {
  return field.querySelector('[data-photo-list]')!;
}

/** Says at the field what is wrong, as the server would; nothing for an empty text. */
function tell(field: HTMLElement, words: string): void {
  const input = field.querySelector<HTMLInputElement>('input[type=file]')!;
  const [hint, error] = [`${input.id}-hint`, `${input.id}-error`];
  field.querySelector('.field-error')?.remove();
  field.classList.toggle('wrong', words !== '');
  if (words === '') {
    input.setAttribute('aria-describedby', hint);
    input.removeAttribute('aria-invalid');
    return;
  }
  const place = document.createElement('p');
  place.id = error;
  place.className = 'field-error';
  place.textContent = words;
  listOf(field).before(place);
  input.setAttribute('aria-describedby', `${error} ${hint}`);
  input.setAttribute('aria-invalid', 'true');
  say(words);
}
