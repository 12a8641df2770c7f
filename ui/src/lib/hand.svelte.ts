const KEPT = 'hand';

export type Side = 'right' | 'left';

/** At which side the marks of a round stand: a habit of whoever holds this device, not of the cabinet. */
class Hand {
  side = $state<Side>('right');

  /** Takes the side up again that was last chosen here. */
  recall(): void {
    this.set(localStorage.getItem(KEPT) === 'left' ? 'left' : 'right');
  }

  set(side: Side): void {
    this.side = side;
    localStorage.setItem(KEPT, side);
    document.documentElement.dataset['hand'] = side;
  }
}

export const hand = new Hand();
