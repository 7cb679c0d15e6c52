const stored = 'civic-alerts';

/** Sound and vibration when something new arrives, for who has switched them on. */
export class Alerts {
  private audio: AudioContext | null = null;

  constructor(private readonly openAudio: () => AudioContext) {}

  start(): void {
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
      if (this.button && this.isOn && (event as CustomEvent<{ arrivals: number }>).detail.arrivals > 0) {
        this.ring();
      }
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
