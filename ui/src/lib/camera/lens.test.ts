import { describe, expect, it, vi } from 'vitest';
import { Lens, type Media } from './lens';

/** A camera that counts how often its lamp was put out. */
function camera(id: string): { stream: MediaStream; stop: ReturnType<typeof vi.fn>; pull: () => void } {
  const stop = vi.fn();
  const track = Object.assign(new EventTarget(), { stop, getSettings: () => ({ deviceId: id }) });
  const stream = { getTracks: () => [track], getVideoTracks: () => [track] };
  return { stream: stream as unknown as MediaStream, stop, pull: () => track.dispatchEvent(new Event('ended')) };
}
function refusal(name: string): Error {
  return Object.assign(new Error(name), { name });
}
function system(getUserMedia: Media['getUserMedia'], names = ['a', 'b']): Media {
  const devices = names.map((deviceId) => ({ kind: 'videoinput', deviceId })) as MediaDeviceInfo[];
  return { getUserMedia, enumerateDevices: () => Promise.resolve(devices) };
}
const never = (): void => undefined;

describe('the lens', () => {
  it('names the camera that it sees through, and the others', async () => {
    const one = camera('a');
    const lens = new Lens(
      system(() => Promise.resolve(one.stream)),
      never,
    );
    expect(await lens.open(), 'for the change to another one').toMatchObject({ camera: 'a', cameras: ['a', 'b'] });
    lens.close();
    expect(one.stop, 'the lamp is out').toHaveBeenCalledOnce();
  });
  it('lets go of one camera before it takes the next', async () => {
    const [one, two] = [camera('a'), camera('b')];
    const streams = [one.stream, two.stream];
    const lens = new Lens(
      system(() => Promise.resolve(streams.shift() as MediaStream)),
      never,
    );
    await lens.open();
    await lens.open('b');
    expect(one.stop, 'never two lamps').toHaveBeenCalledOnce();
    expect(two.stop, 'the second one is in use').not.toHaveBeenCalled();
  });
  it('puts out the lamp of a camera that comes after it was closed', async () => {
    const late = camera('a');
    let hand: (stream: MediaStream) => void = never;
    const lens = new Lens(
      system(() => new Promise((done) => (hand = done))),
      never,
    );
    const opening = lens.open();
    lens.close();
    hand(late.stream);
    expect(await opening, 'nothing to show').toBeNull();
    expect(late.stop, 'nobody looks through it').toHaveBeenCalledOnce();
  });
  it('says that a camera was pulled out, but not that it was closed', async () => {
    const [one, lost] = [camera('a'), vi.fn()];
    const lens = new Lens(
      system(() => Promise.resolve(one.stream)),
      lost,
    );
    await lens.open();
    one.pull();
    expect(lost, 'the picture would stand still without a word').toHaveBeenCalledOnce();
    await lens.open();
    lens.close();
    one.pull();
    expect(lost, 'closing it is no loss').toHaveBeenCalledOnce();
  });
  it('takes a camera that can none of what is wished for', async () => {
    const plain = camera('a');
    const ask = vi.fn((wish?: MediaStreamConstraints) =>
      wish?.video === true ? Promise.resolve(plain.stream) : Promise.reject(refusal('OverconstrainedError')),
    );
    expect(await new Lens(system(ask), never).open(), 'any picture is better than none').toMatchObject({ camera: 'a' });
    expect(ask.mock.lastCall?.[0]?.audio, 'still without sound').toBe(false);
  });
  it('knows that over-constrained means no camera where there is none', async () => {
    const ask = (): Promise<MediaStream> => Promise.reject(refusal('OverconstrainedError'));
    expect(await new Lens(system(ask, []), never).open(), 'as WebKit says it').toBe('none');
    expect(await new Lens(system(ask), never).open(), 'a camera that gives no picture').toBe('unfit');
    expect(await new Lens(undefined, never).open(), 'a web view without cameras').toBe('none');
  });
  it.each([
    ['NotAllowedError', 'denied'],
    ['NotReadableError', 'busy'],
  ])('hands on %s as %s', async (name, trouble) => {
    expect(
      await new Lens(
        system(() => Promise.reject(refusal(name))),
        never,
      ).open(),
      'for its sentence',
    ).toBe(trouble);
  });
});
