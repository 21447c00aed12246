/** Plays a short tone. A browser lets a page make a sound only after its reader did something in it: see `prepare`. */
export interface ArrivalTone {
  /** To be called in an event of the reader's; resolves once it can be heard. */
  prepare(): Promise<void>;
  play(): void;
}

/** Two soft notes, made here: no file to fetch. Silent where the browser has no Web Audio or does not allow it. */
export function createArrivalTone(): ArrivalTone {
  let context: AudioContext | null = null;

  function note(audio: AudioContext, frequency: number, startS: number): void {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0, startS);
    volume.gain.linearRampToValueAtTime(0.08, startS + 0.015);
    volume.gain.exponentialRampToValueAtTime(0.0001, startS + 0.28);
    tone.connect(volume).connect(audio.destination);
    tone.start(startS);
    tone.stop(startS + 0.3);
  }

  return {
    async prepare() {
      if (typeof AudioContext === 'undefined') return;
      context ??= new AudioContext();
      await context.resume();
    },
    play() {
      if (context?.state !== 'running') return;
      note(context, 660, context.currentTime);
      note(context, 880, context.currentTime + 0.11);
    },
  };
}
