import { describe, expect, it } from 'vitest';
import { after, step, systemOf, troubleOf, wish, type Happening, type Phase } from './logic';

const go = (...happenings: Happening[]): Phase => happenings.reduce<Phase>(step, { is: 'opening' });

describe('the dialog', () => {
  it('takes several pictures in a row', () => {
    expect(go({ is: 'opened' }), 'the picture is live').toEqual({ is: 'live' });
    expect(go({ is: 'opened' }, { is: 'shoot' }), 'it stands still to be judged').toEqual({ is: 'shot', said: '' });
    expect(go({ is: 'opened' }, { is: 'shoot' }, { is: 'again' }), 'a bad one is not kept').toEqual({ is: 'live' });
    expect(go({ is: 'opened' }, { is: 'shoot' }, { is: 'keep' }), 'one at a time').toEqual({ is: 'keeping' });
    expect(
      go({ is: 'opened' }, { is: 'shoot' }, { is: 'keep' }, { is: 'kept' }),
      'and on to the next one without leaving',
    ).toEqual({ is: 'live' });
  });
  it('keeps a picture in sight that could not be stored', () => {
    const refused = go({ is: 'opened' }, { is: 'shoot' }, { is: 'keep' }, { is: 'refused', said: '磁盘已满' });
    expect(refused, 'with the reason').toEqual({ is: 'shot', said: '磁盘已满' });
    expect(step(refused, { is: 'failed', trouble: 'lost' }), 'even when its camera is pulled out').toEqual(refused);
    expect(step(refused, { is: 'rest' }), 'or the window is hidden').toEqual(refused);
  });
  it('never lights the lamp by itself after the window was hidden', () => {
    const hidden = go({ is: 'opened' }, { is: 'rest' });
    expect(hidden, 'the lamp is out').toEqual({ is: 'resting' });
    expect(step(hidden, { is: 'opened' }), 'a camera that comes late is not shown').toEqual(hidden);
    expect(step(hidden, { is: 'open' }), 'a press lights it again').toEqual({ is: 'opening' });
  });
  it('says why there is no picture and can try again', () => {
    const failed = go({ is: 'failed', trouble: 'busy' });
    expect(failed, 'another program has the camera').toEqual({ is: 'failed', trouble: 'busy' });
    expect(step(failed, { is: 'shoot' }), 'there is nothing to take').toEqual(failed);
    expect(step(failed, { is: 'open' }), 'once it is free').toEqual({ is: 'opening' });
  });
  it('lets nothing happen twice', () => {
    const keeping = go({ is: 'opened' }, { is: 'shoot' }, { is: 'keep' });
    for (const is of ['keep', 'shoot', 'again', 'open', 'opened', 'rest'] as const)
      expect(step(keeping, { is }), `${is} while a picture is being stored`).toEqual(keeping);
  });
});

describe('a refusal', () => {
  it.each([
    ['NotFoundError', 'none'],
    ['NotAllowedError', 'denied'],
    ['SecurityError', 'denied'],
    ['NotReadableError', 'busy'],
    ['AbortError', 'busy'],
    ['OverconstrainedError', 'unfit'],
    ['TypeError', 'other'],
  ])('%s means %s', (name, trouble) => {
    expect(troubleOf({ name }), 'the standard names it so').toBe(trouble);
  });
  it('may be no error at all', () => {
    for (const thing of [undefined, null, 'no', {}]) expect(troubleOf(thing), 'still a trouble').toBe('other');
  });
});

it('names the system whose settings decide', () => {
  expect(systemOf('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Edg/140'), 'WebView2').toBe('windows');
  expect(systemOf('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15'), 'WKWebView').toBe('mac');
  expect(systemOf('Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15'), 'WebKitGTK').toBe('linux');
});

it('goes round the cameras', () => {
  expect(after([], ''), 'no camera').toBeUndefined();
  expect(after(['a'], 'a'), 'nothing to change to').toBeUndefined();
  expect(after(['a', 'b'], 'a'), 'the other one').toBe('b');
  expect(after(['a', 'b'], 'b'), 'and back').toBe('a');
  expect(after(['a', 'b'], ''), 'one that is not named').toBe('a');
});

it('asks for a picture and never for sound', () => {
  for (const camera of [undefined, 'a']) expect(wish(camera).audio, 'no microphone').toBe(false);
  expect(wish(undefined).video, 'the camera at the back, where there is one').toMatchObject({ facingMode: 'environment' });
  expect(wish('a').video, 'the one that was chosen').toMatchObject({ deviceId: { exact: 'a' } });
});
