/** Longest side of a photo as it is sent, in pixels: enough to see what is wrong, and soon sent on a poor network. */
export const sideMax = 1_600;
const quality = 0.8;
/** Longer than this without any progress nobody waits. */
const stillMaxMs = 30_000;

/** What became of a photo that was sent. */
export type PhotoAnswer = { id: string } | { refused: string };

/** The size in which a picture fits. */
export function fitted(width: number, height: number, max: number): { width: number; height: number } {
  const scale = Math.min(1, max / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** A picture drawn as large as it fits; null where this browser cannot read the file. */
export async function draw(file: Blob, max: number): Promise<HTMLCanvasElement | null> {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const canvas = document.createElement('canvas');
    Object.assign(canvas, fitted(picture.width, picture.height, max));
    const pen = canvas.getContext('2d')!;
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return canvas;
  } catch {
    return null;
  }
}

/** The photo as it is sent: shrunk where that makes it smaller. What cannot be read here, the server may know. */
export async function shrunk(file: File): Promise<Blob> {
  const canvas = await draw(file, sideMax);
  const small = canvas && (await new Promise<Blob | null>(done => canvas.toBlob(done, 'image/jpeg', quality)));
  return small && small.size < file.size ? small : file;
}

/**
 * Sends a photo; under the same key it is the same photo, however often it is sent.
 * @throws When no answer came, or one that may be another the next time.
 */
export function sendPhoto(photo: Blob, key: string, progress: (percent: number) => void): Promise<PhotoAnswer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const moving = () => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), stillMaxMs);
    };
    const lost = () => {
      clearTimeout(timer);
      reject(new Error('no answer'));
    };
    request.upload.onprogress = event => {
      moving();
      progress(event.total > 0 ? Math.round((event.loaded / event.total) * 100) : 0);
    };
    request.onerror = request.onabort = lost;
    request.onload = () => {
      clearTimeout(timer);
      const answer = answerOf(request.status, request.responseText);
      if (answer) {
        resolve(answer);
      } else {
        lost();
      }
    };
    request.open('POST', '/api/photos');
    request.setRequestHeader('Content-Type', photo.type);
    request.setRequestHeader('Idempotency-Key', key);
    moving();
    request.send(photo);
  });
}

/** What an answer says; null when it says nothing for good. */
export function answerOf(status: number, text: string): PhotoAnswer | null {
  try {
    const json = JSON.parse(text) as { id?: string; messages?: { en: string; zh: string } };
    if (status === 201 && json.id) {
      return { id: json.id };
    }
    const isEnglish = document.documentElement.lang.startsWith('en');
    return status < 500 && json.messages ? { refused: isEnglish ? json.messages.en : json.messages.zh } : null;
  } catch {
    return null;
  }
}
