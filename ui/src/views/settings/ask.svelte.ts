import { backend } from '../../lib/backend';
import type { JobProgress } from '../../lib/backend/backend';

/** One act of a dialog at a time: busy while it runs, and what it was refused for. */
export class Act {
  busy = $state(false);
  fault = $state.raw<unknown>(null);

  async run(act: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.fault = null;
    try {
      await act();
      return true;
    } catch (error) {
      this.fault = error;
      return false;
    } finally {
      this.busy = false;
    }
  }
}

/** Long work under a name, with how far it is in percent. */
export class Work extends Act {
  percent = $state(0);
  job = $state('');

  /** Listens until the returned function is called. */
  listen(): () => void {
    return backend.onProgress((heard: JobProgress) => {
      if (heard.job === this.job) this.percent = Math.min(100, Math.round((heard.done / Math.max(1, heard.total)) * 100));
    });
  }

  async start(name: string, act: (job: string) => Promise<void>): Promise<boolean> {
    this.percent = 0;
    const job = `${name}-${Date.now()}`;
    this.job = job;
    const done = await this.run(() => act(job));
    this.job = '';
    return done;
  }

  stop(): void {
    if (this.job !== '') void backend.cancelJob(this.job);
  }
}
