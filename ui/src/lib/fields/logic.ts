/** Reading numbers and money as typed. Money is kept in 分. */

export function readNumber(text: string): number | null {
  const s = text.normalize('NFKC').replace(/[\s,]/g, '');
  return /^-?\d{1,15}$/.test(s) ? Number(s) : null;
}

export function readMoney(text: string): number | null {
  const s = text.normalize('NFKC').replace(/[\s,¥元]/g, '');
  const found = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/.exec(s);
  if (found === null) return null;
  const fen = Number(found[2]) * 100 + Number((found[3] ?? '').padEnd(2, '0'));
  return found[1] === '-' ? -fen : fen;
}

export function showMoney(fen: number): string {
  const sign = fen < 0 ? '-' : '';
  const n = Math.abs(fen);
  return `${sign}${Math.floor(n / 100)}.${String(n % 100).padStart(2, '0')}`;
}

/** The index an arrow key leads to in a ring of `count` choices; `null` when the key is none of the arrows. */
export function stepOf(key: string, at: number, count: number): number | null {
  if (count === 0) return null;
  if (key === 'ArrowRight' || key === 'ArrowDown') return (at + 1) % count;
  if (key === 'ArrowLeft' || key === 'ArrowUp') return (at - 1 + count) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return null;
}

/** Whether choices stand side by side in one box: few, and short. A Latin letter takes about half a character's room. */
export function fitsLine(labels: string[]): boolean {
  const room = Array.from(labels.join('')).reduce((sum, c) => sum + (c.charCodeAt(0) < 0x2e80 ? 0.55 : 1), 0);
  return labels.length <= 5 && room <= 20 - labels.length * 2;
}
