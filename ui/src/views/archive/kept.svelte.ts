/** Which month of which site lies open, and which side of it: whoever comes back from a sheet finds it as it was. */
export type Part = 'areas' | 'outlets' | 'carried' | 'stats';

class Kept {
  part = $state<Part>('areas');
  private month = '';
  private site = '';

  /** Empty when none was looked at, at this site. */
  of(site: string): string {
    return this.site === site ? this.month : '';
  }

  keep(site: string, month: string): void {
    [this.site, this.month] = [site, month];
  }
}

export const kept = new Kept();
