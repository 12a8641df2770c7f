import { camerasOf, type Media } from './lens';

/** The system's devices, where the web view knows any. */
export function media(): (Media & Pick<MediaDevices, 'addEventListener'>) | undefined {
  // The types promise it; a web view without capture does not have it.
  return (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
}

/** Whether this machine has a camera. */
class Cameras {
  /** `null` until somebody has looked. */
  present = $state<boolean | null>(null);
  private watched: unknown = undefined;

  /** Looks which cameras there are, now and whenever one is plugged in. Asks for none. */
  look(): void {
    const devices = media();
    if (devices === undefined) {
      this.present = false;
      return;
    }
    if (this.watched !== devices) {
      this.watched = devices;
      devices.addEventListener('devicechange', () => {
        if (this.watched === media()) this.look();
      });
    }
    camerasOf(devices).then(
      (found) => (this.present = found.length > 0),
      () => (this.present = false),
    );
  }
}

export const cameras = new Cameras();
