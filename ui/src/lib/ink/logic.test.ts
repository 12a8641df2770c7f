import { describe, expect, it } from 'vitest';
import { Pad, fit, pieces, UNITS_PER_PX, type Touch } from './logic';

const here = { scale: 1, dx: 0, dy: 0 };
const at = (x: number, y: number, ms = 0, more: Partial<Touch> = {}): Touch => ({
  x,
  y,
  at: ms,
  pressure: 0.5,
  tiltX: 0,
  tiltY: 0,
  ...more,
});

function drawn(pad: Pad, id = 1, type = 'mouse'): void {
  pad.down(id, type, at(10, 10, 1000), here);
  pad.move(id, [at(20, 12, 1008), at(30, 14, 1016)], here);
  pad.up(id, at(40, 16, 1024), here);
}

describe('a stroke', () => {
  it('is kept in hundredths of a millimetre and microseconds', () => {
    const pad = new Pad();
    pad.size(960, 320);
    drawn(pad);
    expect(pad.ink.width, '960 px are ten inches').toBe(25400);
    const stroke = pad.ink.strokes[0];
    expect(stroke?.points[0], 'the first point starts the clock').toEqual({
      x: Math.round(10 * UNITS_PER_PX),
      y: Math.round(10 * UNITS_PER_PX),
      t: 0,
    });
    expect(stroke?.points[3]?.t, 'milliseconds become µs').toBe(24000);
  });

  it('has no pressure that the device did not measure', () => {
    const pad = new Pad();
    drawn(pad, 1, 'mouse');
    drawn(pad, 2, 'pen');
    expect(
      pad.ink.strokes.flatMap((s) => s.points).every((p) => p.pressure === undefined && p.tilt === undefined),
      'a mouse and a flat pen know none',
    ).toBe(true);
    pad.down(3, 'pen', at(0, 0, 2000, { pressure: 0.2, tiltX: 30 }), here);
    pad.up(3, at(9, 9, 2010, { pressure: 0.7, tiltX: 31 }), here);
    expect(pad.ink.strokes[2]?.points[0], 'a real pen is believed').toMatchObject({ pressure: 200, tilt: [30, 0] });
  });

  it('never runs backwards in time', () => {
    const pad = new Pad();
    pad.down(1, 'touch', at(0, 0, 100), here);
    pad.move(1, [at(5, 5, 120), at(6, 6, 110)], here);
    pad.up(1, null, here);
    const times = pad.ink.strokes[0]?.points.map((p) => p.t) ?? [];
    expect(
      [...times].sort((a, b) => a - b),
      'late events of a busy machine',
    ).toEqual(times);
  });
});

describe('the palm', () => {
  it('is ignored once a pen was used', () => {
    const pad = new Pad();
    expect(pad.down(1, 'touch', at(1, 1), here), 'a finger may sign while no pen is known').toBe(true);
    pad.cancel(1);
    pad.down(2, 'pen', at(2, 2), here);
    pad.up(2, null, here);
    expect(pad.down(3, 'touch', at(3, 3), here), 'the hand that rests on the glass').toBe(false);
  });

  it('that came down before the pen gives way to it', () => {
    const pad = new Pad();
    pad.down(1, 'touch', at(200, 300), here);
    expect(pad.down(2, 'pen', at(20, 20), here), 'the pen draws').toBe(true);
    pad.up(1, null, here);
    pad.up(2, at(30, 30, 5), here);
    expect(pad.ink.strokes.length, 'only the pen left a stroke').toBe(1);
  });

  it('and a second finger do not draw', () => {
    const pad = new Pad();
    pad.down(1, 'touch', at(1, 1), here);
    expect(pad.down(2, 'touch', at(9, 9), here), 'one finger signs').toBe(false);
  });
});

describe('taking back', () => {
  it('removes stroke by stroke, and a clearing can itself be undone', () => {
    const pad = new Pad();
    drawn(pad, 1);
    drawn(pad, 2);
    pad.undo();
    expect(pad.ink.strokes.length, 'the last stroke is gone').toBe(1);
    pad.clear();
    expect(pad.empty, 'cleared').toBe(true);
    pad.undo();
    expect(pad.ink.strokes.length, 'the clearing was one act').toBe(1);
  });

  it('starts the clock anew for what is handed over', () => {
    const pad = new Pad();
    drawn(pad, 1);
    pad.down(2, 'mouse', at(0, 0, 5000), here);
    pad.up(2, at(9, 9, 5010), here);
    pad.ink.strokes.shift();
    expect(pad.taken().strokes[0]?.points[0]?.t, 'times count from the first point that is left').toBe(0);
  });
});

it('a pad that was turned shows all ink, smaller, and draws where the pen is', () => {
  const pad = new Pad();
  pad.size(960, 350);
  drawn(pad);
  const turned = fit(pad.ink, 480, 350);
  expect(turned.scale, 'half as wide').toBeCloseTo(0.5);
  pad.down(5, 'mouse', at(240, 175, 3000), turned);
  pad.up(5, null, turned);
  const point = pad.ink.strokes[1]?.points[0];
  expect(point?.x, 'the middle of the screen is the middle of the ink').toBeCloseTo(25400 / 2, -1);
});

it('a dot is drawn, and a line is drawn as often as it has steps', () => {
  expect(pieces({ pointer: 'pen', points: [{ x: 1, y: 1, t: 0 }] }).length, 'a dot').toBe(1);
  const line = [0, 1, 2, 3].map((i) => ({ x: i * 100, y: 0, t: i * 8000 }));
  expect(pieces({ pointer: 'pen', points: line }).length, 'four points, three steps').toBe(3);
});
