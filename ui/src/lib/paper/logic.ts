/** Pages as they come from the program: their size, and where answers stand on them. Lengths in 0.01 mm. */
import type { PageBox, Pages } from '../backend/types';

export interface Size {
  width: number;
  height: number;
}

const SHORT = 21000;
const LONG = 29700;

/** A4, upright or lying, by the proportions of the drawing. */
export function pageSize(svg: string): Size {
  const box = /viewBox="\s*[\d.-]+[\s,]+[\d.-]+[\s,]+([\d.]+)[\s,]+([\d.]+)/.exec(svg);
  const wide = box !== null && Number(box[1]) > Number(box[2]);
  return wide ? { width: LONG, height: SHORT } : { width: SHORT, height: LONG };
}

export function boxesOf(pages: Pages, page: number): PageBox[] {
  return pages.boxes.filter((b) => b.page === page);
}

/** Reading order: page, line by line, left to right. Boxes whose tops differ by less than 2 mm share a line. */
export function readingOrder(boxes: PageBox[]): PageBox[] {
  return [...boxes].sort((a, b) => a.page - b.page || (Math.abs(a.y - b.y) < 200 ? a.x - b.x : a.y - b.y));
}

export interface Band extends Size {
  page: number;
  x: number;
  y: number;
}

/** The band that all answers of a row cover on a page. */
export function bandOf(pages: Pages, section: string, row: string): Band | null {
  const own = pages.boxes.filter((b) => b.place.section === section && b.place.row === row);
  const [first] = own;
  if (first === undefined || row === '') return null;
  const here = own.filter((b) => b.page === first.page);
  const x = Math.min(...here.map((b) => b.x));
  const y = Math.min(...here.map((b) => b.y));
  return {
    page: first.page,
    x,
    y,
    width: Math.max(...here.map((b) => b.x + b.width)) - x,
    height: Math.max(...here.map((b) => b.y + b.height)) - y,
  };
}

/** Pixels for each millimetre so that the page fits. */
export function fitScale(size: Size, mode: 'width' | 'whole', wide: number, high: number): number {
  const across = wide / (size.width / 100);
  return mode === 'width' ? Math.min(across, 7) : Math.min(across, high / (size.height / 100));
}

/** At 100 % a millimetre on the screen is one of CSS. */
export const PX_PER_MM = 96 / 25.4;

const steps = [50, 67, 80, 100, 125, 150, 200, 300];

export function nextZoom(percent: number, by: 1 | -1): number {
  const next = by > 0 ? steps.find((s) => s > percent + 1) : steps.findLast((s) => s < percent - 1);
  return next ?? (by > 0 ? 300 : 50);
}
