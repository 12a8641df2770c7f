/** Why there is no picture. */
export type Trouble = 'none' | 'denied' | 'busy' | 'unfit' | 'lost' | 'other';

/** Whose settings decide about the camera. */
export type System = 'windows' | 'mac' | 'linux';

/** Where the dialog stands. `resting`: the lamp is out until somebody asks for it again. */
export type Phase =
  | { is: 'opening' }
  | { is: 'live' }
  | { is: 'shot'; said: string }
  | { is: 'keeping' }
  | { is: 'resting' }
  | { is: 'failed'; trouble: Trouble };

export type Happening =
  | { is: 'open' }
  | { is: 'opened' }
  | { is: 'failed'; trouble: Trouble }
  | { is: 'shoot' }
  | { is: 'again' }
  | { is: 'keep' }
  | { is: 'kept' }
  | { is: 'refused'; said: string }
  | { is: 'rest' };

/** The next phase. What does not fit the present one changes nothing: a key may come late, and so may a camera. */
export function step(phase: Phase, now: Happening): Phase {
  switch (now.is) {
    case 'open':
      return phase.is === 'live' || phase.is === 'resting' || phase.is === 'failed' ? { is: 'opening' } : phase;
    case 'opened':
      return phase.is === 'opening' ? { is: 'live' } : phase;
    case 'failed':
      // A picture that was taken is still there when its camera is pulled out.
      return phase.is === 'opening' || phase.is === 'live' ? { is: 'failed', trouble: now.trouble } : phase;
    case 'shoot':
      return phase.is === 'live' ? { is: 'shot', said: '' } : phase;
    case 'again':
      return phase.is === 'shot' ? { is: 'live' } : phase;
    case 'keep':
      return phase.is === 'shot' ? { is: 'keeping' } : phase;
    case 'kept':
      return phase.is === 'keeping' ? { is: 'live' } : phase;
    case 'refused':
      return phase.is === 'keeping' ? { is: 'shot', said: now.said } : phase;
    case 'rest':
      return phase.is === 'opening' || phase.is === 'live' ? { is: 'resting' } : phase;
  }
}

/** What a refusal of `getUserMedia` means (Media Capture and Streams, §10.2). */
export function troubleOf(error: unknown): Trouble {
  const name = typeof error === 'object' && error !== null && 'name' in error ? error.name : '';
  switch (name) {
    case 'NotFoundError':
      return 'none';
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    case 'OverconstrainedError':
      return 'unfit';
    default:
      return 'other';
  }
}

export function systemOf(userAgent: string): System {
  if (/Windows/.test(userAgent)) return 'windows';
  return /Macintosh|Mac OS X/.test(userAgent) ? 'mac' : 'linux';
}

/** The camera after this one, round and round; `undefined` when there is no other. */
export function after(cameras: readonly string[], current: string): string | undefined {
  if (cameras.length < 2) return undefined;
  return cameras[(cameras.indexOf(current) + 1) % cameras.length];
}

/** About the size at which pictures are kept (the program shrinks to 2000 px). */
const SIZE = { width: { ideal: 1920 }, height: { ideal: 1440 } };

/** What is asked of the system: a picture, never sound. Without a name the camera at the back of a tablet. */
export function wish(camera: string | undefined): MediaStreamConstraints {
  const which = camera === undefined ? { facingMode: 'environment' } : { deviceId: { exact: camera } };
  return { video: { ...which, ...SIZE }, audio: false };
}
