const stored = 'civic-alerts';

/** Sound and vibration when something new arrives, for who has switched them on. */
function button(): HTMLButtonElement | null {
  return document.querySelector<HTMLButtonElement>('[data-alerts]');
}

function isOn(): boolean {
  return localStorage.getItem(stored) === 'on';
}

function show(): void {
  const it = button();
  if (it) {
    it.hidden = false;
    it.setAttribute('aria-pressed', `${isOn()}`);
  }
}

document.addEventListener('click', event => {
  if ((event.target as Element).closest('[data-alerts]')) {
    localStorage.setItem(stored, isOn() ? 'off' : 'on');
    show();
    if (isOn()) {
      ring();
    }
  }
});

document.addEventListener('region-updated', event => {
  if (button() && isOn() && (event as CustomEvent<{ arrivals: number }>).detail.arrivals > 0) {
    ring();
  }
});

let audio: AudioContext | null = null;

/** Two short tones, and a short shake where the device can. */
function ring(): void {
  navigator.vibrate?.([120, 80, 120]);
  audio ??= new AudioContext();
  [660, 880].forEach((frequency, i) => {
    const tone = audio!.createOscillator();
    const loudness = audio!.createGain();
    tone.frequency.value = frequency;
    loudness.gain.value = 0.12;
    tone.connect(loudness).connect(audio!.destination);
    tone.start(audio!.currentTime + i * 0.18);
    tone.stop(audio!.currentTime + i * 0.18 + 0.15);
  });
}

show();
