import { troubleOf, wish, type Trouble } from './logic';

/** The part of the system's devices that is used. */
export type Media = Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices'>;

export interface Seen {
  stream: MediaStream;
  /** Which camera it is; empty when the system does not say. */
  camera: string;
  /** All cameras by name. */
  cameras: string[];
}

/** The cameras that the system names. Before one was used it names at most one, without saying which. */
export async function camerasOf(media: Media): Promise<string[]> {
  const devices = await media.enumerateDevices();
  return devices.filter((d) => d.kind === 'videoinput').map((d) => d.deviceId);
}

/** Holds at most one camera and lets go of it for certain: also of one that the system hands over only after it was closed. */
export class Lens {
  private stream: MediaStream | null = null;
  private turn = 0;

  constructor(
    /** `undefined` where the web view knows no cameras. */
    private readonly media: Media | undefined,
    /** The camera went away by itself: it was pulled out, or taken by the system. */
    private readonly onlost: () => void,
  ) {}

  /** Opens a camera; what was open before is let go first. `null` when it was closed again meanwhile. */
  async open(camera?: string): Promise<Seen | Trouble | null> {
    this.close();
    const turn = this.turn;
    if (this.media === undefined) return 'none';
    let stream: MediaStream;
    try {
      stream = await this.ask(this.media, camera);
    } catch (error) {
      if (turn !== this.turn) return null;
      return this.meant(this.media, error);
    }
    if (turn !== this.turn) {
      stop(stream);
      return null;
    }
    this.stream = stream;
    const track = stream.getVideoTracks()[0];
    track?.addEventListener('ended', () => {
      if (turn !== this.turn) return;
      this.close();
      this.onlost();
    });
    const cameras = await camerasOf(this.media).catch(() => []);
    if (turn !== this.turn) return null;
    return { stream, camera: track?.getSettings().deviceId ?? '', cameras };
  }

  /** Puts the lamp out. */
  close(): void {
    this.turn += 1;
    if (this.stream !== null) stop(this.stream);
    this.stream = null;
  }

  private async ask(media: Media, camera: string | undefined): Promise<MediaStream> {
    try {
      return await media.getUserMedia(wish(camera));
    } catch (error) {
      // A camera that can none of what is wished for is better than none.
      if (troubleOf(error) !== 'unfit') throw error;
      return media.getUserMedia({ video: true, audio: false });
    }
  }

  /** WebKit calls it over-constrained when there is no camera at all. */
  private async meant(media: Media, error: unknown): Promise<Trouble> {
    const trouble = troubleOf(error);
    if (trouble !== 'unfit') return trouble;
    const cameras = await camerasOf(media).catch(() => []);
    return cameras.length === 0 ? 'none' : 'unfit';
  }
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
