const KEPT = 'today';

/** How 今日 is looked at: a habit of whoever sits at this window. The day the month stands on is kept until the window closes. */
class How {
  how = $state<'list' | 'month'>('list');
  /** `2026-02-24`; empty for today. */
  at = $state('');

  constructor() {
    if (typeof localStorage !== 'undefined' && localStorage.getItem(KEPT) === 'month') this.how = 'month';
  }

  set(how: 'list' | 'month'): void {
    this.how = how;
    localStorage.setItem(KEPT, how);
  }
}

export const how = new How();
