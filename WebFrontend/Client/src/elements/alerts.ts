import { ringsIn, type Ring } from './rings';
import { townNow } from './town-clock';

const stored = 'civic-alerts';
/** How often it is looked whether it is quiet no more. */
const lookMs = 15_000;

/**
 * Sound and vibration when something is offered, for who has switched them on. What is offered in quiet hours is heard
 * when they end, if it still waits then.
 */
export class Alerts {
  private audio: AudioContext | null = null;
  private waiting: Ring[] = [];
  private readonly heard = new Set<string>();

  constructor(private readonly openAudio: () => AudioContext) {}

  start(): void {
    // What stands there already is seen, and not heard; but what is quiet.
    this.waiting = ringsIn(document);
    this.due().forEach(ring => this.heard.add(ring.key));
    setInterval(() => this.ringWhatIsDue(), lookMs);
    document.addEventListener('click', event => {
      if ((event.target as Element).closest('[data-alerts]')) {
        localStorage.setItem(stored, this.isOn ? 'off' : 'on');
        if (this.isOn) {
          void this.awake().then(() => this.ring());
        }
        this.show();
      }
    });
    document.addEventListener('region-updated', event => {
      this.waiting = (event as CustomEvent<{ rings: Ring[] }>).detail.rings;
      this.ringWhatIsDue();
    });
    // A browser lets a page sound only after somebody has touched it, also when it was switched on the last time.
    for (const kind of ['pointerdown', 'touchend', 'keydown'] as const) {
      document.addEventListener(kind, () => void this.awake(), { capture: true, passive: true });
    }
    if (this.button && this.isOn) {
      this.open();
    }
    this.show();
  }

  private due(): Ring[] {
    const now = townNow();
    return this.waiting.filter(ring => ring.from <= now && !this.heard.has(ring.key));
  }

  private ringWhatIsDue(): void {
    const due = this.due();
    due.forEach(ring => this.heard.add(ring.key));
    if (due.length > 0 && this.button && this.isOn) {
      this.ring();
    }
  }

  private get button(): HTMLButtonElement | null {
    return document.querySelector<HTMLButtonElement>('[data-alerts]');
  }

  private get isOn(): boolean {
    return localStorage.getItem(stored) === 'on';
  }

  /** Whether it would be heard if something came now. */
  private get canRing(): boolean {
    return this.audio?.state === 'running';
  }

  private show(): void {
    const { button } = this;
    if (button) {
      button.hidden = false;
      button.setAttribute('aria-pressed', `${this.isOn}`);
    }
    const hint = document.querySelector<HTMLElement>('[data-alerts-mute]');
    if (hint) {
      hint.hidden = !button || !this.isOn || this.canRing;
    }
  }

  private open(): AudioContext {
    if (!this.audio) {
      this.audio = this.openAudio();
      this.audio.onstatechange = () => this.show();
    }
    return this.audio;
  }

  private async awake(): Promise<void> {
    if (this.button && this.isOn && !this.canRing) {
      await this.open()
        .resume()
        .catch(() => undefined);
      this.show();
    }
  }

  /** Two short tones, and a short shake where the device can. */
  private ring(): void {
    navigator.vibrate?.([120, 80, 120]);
    const audio = this.open();
    if (!this.canRing) {
      // Tones that are asked for now would all sound at once when it wakes.
      this.show();
      return;
    }
    [660, 880].forEach((frequency, i) => {
      const tone = audio.createOscillator();
      const loudness = audio.createGain();
      tone.frequency.value = frequency;
      loudness.gain.value = 0.12;
      tone.connect(loudness).connect(audio.destination);
      tone.start(audio.currentTime + i * 0.18);
      tone.stop(audio.currentTime + i * 0.18 + 0.15);
    });
  }
}
