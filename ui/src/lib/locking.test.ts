import { afterEach, expect, it, vi } from 'vitest';
import { app } from './app.svelte';
import { backend } from './backend';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it('a door that shuts by itself shows nothing from the first moment, and a view that hangs does not hold it open', async () => {
  const locked = vi.spyOn(backend, 'lock').mockResolvedValue();
  app.sit(await backend.desk());
  vi.useFakeTimers();
  app.leaving = () => new Promise(() => undefined);
  const shutting = app.lock('slept');
  expect(app.shut, 'blank before anything is written down').toBe(true);
  await vi.advanceTimersByTimeAsync(3_999);
  expect(locked, 'the view has time to write').not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(locked).toHaveBeenCalledOnce();
  await vi.runAllTimersAsync();
  await shutting;
  expect(app.shut, 'the door is shown').toBe(false);
  expect(app.lockedFor).toBe('slept');
});

it('who locks the door themselves waits until what is in hand was written down', async () => {
  const steps: string[] = [];
  vi.spyOn(backend, 'lock').mockImplementation(() => {
    steps.push('locked');
    return Promise.resolve();
  });
  app.sit(await backend.desk());
  app.leaving = () => {
    steps.push('written');
    return Promise.resolve();
  };
  const shutting = app.lock();
  expect(app.shut, 'nothing flickers').toBe(false);
  await shutting;
  expect(steps).toEqual(['written', 'locked']);
});
